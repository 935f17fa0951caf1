import { Command, Option } from 'commander';
import { DomainError, invalidInput } from '../../src/shared/index.js';
import { once } from '../global-options.js';
import { createProgressBar } from '../progress-bar.js';
import { note } from '../terminal.js';
import { reportText } from './report/text.js';
import { createView } from '../render/style.js';
import { FAULT_PROFILES, type FaultProfile } from './fault-plan.js';
import { DEFAULT_REPLAYS, tellFailure } from './failure/tell-failure.js';
import type { SimulationOptions } from './options.js';
import { DEFAULT_PEOPLE, readPeopleFile } from './people/index.js';
import type { SimulationReport } from './report/report.js';
import { simulate } from './simulate.js';

type Given = {
  readonly seed?: string;
  readonly goals?: string;
  readonly months?: string;
  readonly faults?: string;
  readonly people?: string;
  readonly out?: string;
  readonly replays?: string;
};

const DEFAULTS = { seed: 1, goals: 30, months: 6, replays: DEFAULT_REPLAYS } as const;

const ENDING = `
The same seed and the same version give the same run and the same report, to the last byte.

Examples:
  jinaq simulate --seed 7 --goals 30 --months 6 --faults hostile
  jinaq simulate --goals 1000 --months 12 --faults normal --json`;

/** The command `simulate`. It throws `simulation.violated` after it has shown what was found. */
export function simulateCommand(): Command {
  const command = new Command('simulate').description(
    'Play months of savings under one seed, with people and faults, and look for anything that must not be',
  );
  for (const [flags, text] of [
    ['--seed <number>', `which run (default ${DEFAULTS.seed})`],
    ['--goals <number>', `how many goals are saved for (default ${DEFAULTS.goals})`],
    ['--months <number>', `how long (default ${DEFAULTS.months})`],
    ['--faults <profile>', `${FAULT_PROFILES.join(' | ')} (default normal)`],
    ['--people <file>', 'how people behave, as a file like the default-people.yaml that ships with Jinaq'],
    ['--out <folder>', 'where a run that breaks is told as a scenario (default: here)'],
    [
      '--replays <number>',
      `at most so many runs to find the fewest goals, faults and people that still break (default ${DEFAULT_REPLAYS}, 0: none)`,
    ],
  ] as const) {
    command.addOption(new Option(flags, text).argParser(once));
  }
  command.option('--json', 'print the report as JSON').addHelpText('after', ENDING);
  command.action(async () => {
    const isJson = command.optsWithGlobals<{ json?: boolean }>().json === true;
    const given = command.opts<Given>();
    const [options, maxReplays] = [readOptions(given), numberOf(given, 'replays')];
    const bar = createProgressBar(process.stderr, isJson);
    const report = await simulate({
      ...options,
      onProgress: ({ day, days, contributions }) =>
        bar.report({ done: day, refused: 0, total: days, unit: 'days', note: `${contributions} contributions` }),
    }).finally(() => bar.stop());
    show(report, isJson);
    if (report.violations.length > 0) await tellFailure(options, { out: given.out ?? '.', maxReplays, note });
    complain(report);
  });
  return command;
}

function readOptions(given: Given): Omit<SimulationOptions, 'onProgress'> {
  return {
    seed: numberOf(given, 'seed'),
    goals: numberOf(given, 'goals'),
    months: numberOf(given, 'months'),
    faults: profileOf(given.faults),
    people: given.people === undefined ? DEFAULT_PEOPLE : readPeopleFile(given.people),
  };
}

function show(report: SimulationReport, isJson: boolean): void {
  const text = isJson ? JSON.stringify(report, null, 2) : reportText(report, createView(process.stdout, 'en'));
  process.stdout.write(`${text}\n`);
}

function complain(report: SimulationReport): void {
  const [first] = report.violations;
  if (first === undefined) return;
  throw new DomainError('simulation.violated', `Seed ${report.seed}, step ${report.steps}: ${first.oracle}.`, {
    details: { seed: report.seed, step: report.steps },
  });
}

function numberOf(given: Given, name: keyof typeof DEFAULTS): number {
  const text = given[name];
  if (text === undefined) return DEFAULTS[name];
  if (/^\d+$/.test(text)) return Number(text);
  throw invalidInput({ path: name, message: `${text} is not a whole number` });
}

function profileOf(text: string | undefined): FaultProfile {
  const found = FAULT_PROFILES.find((profile) => profile === (text ?? 'normal'));
  if (found === undefined) throw invalidInput({ path: 'faults', message: `is one of ${FAULT_PROFILES.join(', ')}` });
  return found;
}
