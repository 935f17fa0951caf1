import { runOperation } from '../../adapters/operations/index.js';
import { actorName } from '../../src/access/index.js';
import { DomainError } from '../../src/shared/index.js';
import { runFinalChecks } from './final-checks.js';
import { lookAtMoney } from './look-at-money.js';
import { playAction } from './play-action.js';
import { playMessages } from './play-messages.js';
import { playMortally, playProcess } from './play-process.js';
import { playWait } from './play-wait.js';
import { readScenarioFile } from './read-scenario.js';
import type { CheckReport, Failure, ScenarioReport, StepReport } from './report.js';
import type { Action, Scenario, ScenarioClient, Step } from './scenario.js';
import { openWorld, type World, type WorldOptions } from './world.js';
import type { Plain } from './yaml-file.js';

/** Where to play, and who is told how it goes. */
export type RunOptions = WorldOptions & {
  readonly onStep?: ((step: StepReport) => void) | undefined;
  readonly onCheck?: ((check: CheckReport) => void) | undefined;
};

const OPERATIONS = { kind: 'staff', role: 'operations' } as const;

/**
 * Plays the scenario of a file.
 *
 * @throws input.invalid for a file that is no scenario
 */
export async function runScenarioFile(file: string, options: RunOptions = {}): Promise<ScenarioReport> {
  return runScenario(await readScenarioFile(file), options);
}

/**
 * Plays a scenario up to its first step that is not as the story says, then looks at the books in any case.
 *
 * @throws input.invalid for a database or bank that cannot be played with
 */
export async function runScenario(scenario: Scenario, options: RunOptions = {}): Promise<ScenarioReport> {
  const world = await openWorld(scenario, options);
  try {
    const steps = await playSteps(world, scenario, options.onStep);
    if (!world.process.isAlive()) await world.restart();
    const checks = [...(await runFinalChecks(world)), ...(await lookAtMoney(world))];
    for (const check of checks) options.onCheck?.(check);
    const ok = steps.every(({ failure }) => failure === null) && checks.every(({ problems }) => problems.length === 0);
    return { file: scenario.file, scenario: scenario.title, ok, steps, checks };
  } finally {
    await world.close();
  }
}

async function playSteps(world: World, scenario: Scenario, onStep: RunOptions['onStep']): Promise<StepReport[]> {
  const played: StepReport[] = [];
  const tell = (report: StepReport): boolean => {
    played.push(report);
    onStep?.(report);
    return report.failure === null;
  };
  for (const client of scenario.clients) {
    const failure = await admit(world, client);
    // Only a client who cannot be admitted is worth a line of its own.
    if (failure !== undefined && !tell(reportOf(world, { number: 0, line: client.line }, 'clients', failure)))
      return played;
  }
  for (const step of scenario.steps) {
    const failure = await playStep(world, step);
    if (!tell(reportOf(world, step, titleOf(step), failure))) return played;
  }
  return played;
}

async function playStep(world: World, step: Step): Promise<Failure | undefined> {
  switch (step.kind) {
    case 'action':
      return playMortally(world, step, () => playAction(world, step));
    case 'wait':
      return playMortally(world, step, () => playWait(world, step));
    case 'process':
      return playProcess(world, step);
    case 'messages':
      return playMessages(world, step);
  }
}

/** Registers a client and puts the money on the main account. */
async function admit({ jinaq }: World, { id, details, balance }: ScenarioClient): Promise<Failure | undefined> {
  try {
    await runOperation(jinaq.context, 'clients.register', OPERATIONS, details);
    if (!/^(?:0(?:\.0+)?)?$/.test(balance)) {
      await runOperation(jinaq.context, 'bank.fund', OPERATIONS, { client: id, amount: balance });
    }
    return undefined;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { problem: `Client ${id}: ${error.message}`, differences: [] };
  }
}

type Place = Pick<StepReport, 'number' | 'line'>;

function reportOf(world: World, { number, line }: Place, title: string, failure: Failure | undefined): StepReport {
  const jobs: Record<string, number> = {};
  for (const { name } of world.runs.splice(0)) jobs[name] = (jobs[name] ?? 0) + 1;
  return { number, line, title, at: world.clock.now(), jobs, failure: failure ?? null };
}

function titleOf(step: Step): string {
  if (step.kind === 'messages') return `expect ${step.messages.length} messages`;
  const title = step.kind === 'action' ? actionTitle(step) : step.text;
  return 'dies' in step && step.dies ? `${title} → dies` : title;
}

/** The step in the words of its file, references and all. */
function actionTitle({ actor, operation, input, refused }: Action): string {
  const who = actor.kind === 'client' ? actor.client : actorName(actor);
  const fields = Object.entries(input as Readonly<Record<string, Plain>>).map(
    ([name, value]) => `${name}: ${textOf(value)}`,
  );
  const end = refused === undefined ? '' : ` → refused: ${refused}`;
  return `${who} ${operation}${fields.length === 0 ? '' : ` { ${fields.join(', ')} }`}${end}`;
}

function textOf(value: Plain): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
