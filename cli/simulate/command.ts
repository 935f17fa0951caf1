import { Command, Option } from 'commander';
import { DomainError, invalidInput } from '../../src/shared/index.js';
import { once, readSettings, type Settings } from '../global-options.js';
import { requireOutput, writeOutputFile } from '../output-files.js';
import { watchInterrupts } from '../interrupts.js';
import { createProgressBar } from '../progress-bar.js';
import { createView } from '../render/style.js';
import { note, printResult } from '../terminal.js';
import { tellFailure } from './failure/tell-failure.js';
import {
  type GivenOptions,
  OPTION_TEXTS,
  readFailureOptions,
  readOptions,
  readProcesses,
  readSeeds,
} from './given-options.js';
import type { SimulationOptions } from './options.js';
import { type ChartPress, openChartPress } from './report/chart.js';
import type { SimulationReport } from './report/report.js';
import { runPage } from './report/run-page.js';
import { sweepPage } from './report/sweep-page.js';
import { sweepText } from './report/sweep-text.js';
import { reportText } from './report/text.js';
import { simulate } from './simulate.js';
import { startTiming } from './timing.js';
import { sweep } from './sweep.js';
import { parseSweep } from './sweep-subject.js';

const ENDING = `
The same seed and the same version give the same run and the same report, to the last byte. Exit code 3 means that
something was found that must not be: the seed and the step are told, and the same seed finds it again.

Examples:
  jinaq simulate --seed 7 --goals 30 --months 6 --faults hostile
  jinaq simulate --goals 1000 --months 12 --html year.html
  jinaq simulate --goals 50000 --months 12 --sample 0.02 --json
  jinaq simulate --goals 30 --sweep minFloor=5000,20000,50000 --seeds 10 --html floors.html`;

/** The command `simulate`. It throws `simulation.violated` after it has shown what was found. */
export function simulateCommand(): Command {
  const command = new Command('simulate').description(
    'Play months of savings under one seed, with people and faults, and look for anything that must not be',
  );
  for (const [flags, text] of OPTION_TEXTS) command.addOption(new Option(flags, text).argParser(once));
  command.addHelpText('after', ENDING);
  command.action(async () => {
    const given = command.opts<GivenOptions>();
    // Whatever keeps the end from being written is told before the run, not after it.
    const [{ html }, failure] = [given, readFailureOptions(given)];
    await requireOutput('folder', failure.out, '--out');
    if (html !== undefined) await requireOutput('file', html, '--html');
    const press = html === undefined ? undefined : await openChartPress();
    const interrupts = watchInterrupts(process.stderr, 'Stopping: what was played so far is not kept.');
    const output = { settings: readSettings(command), html, press, failure, signal: interrupts.signal };
    try {
      if (given.sweep === undefined) await runOnce(given, output);
      else await runSweep(given, given.sweep, output);
    } catch (error) {
      if (!interrupts.signal.aborted || isFound(error)) throw error;
      process.exitCode = interrupts.exitCode();
    } finally {
      interrupts.stop();
    }
  });
  return command;
}

/** Where the result goes. */
type Output = {
  readonly settings: Settings;
  readonly html: string | undefined;
  readonly press: ChartPress | undefined;
  /** What to do with a run that breaks. */
  readonly failure: ReturnType<typeof readFailureOptions>;
  /** Somebody has no more patience for it. */
  readonly signal: AbortSignal;
};

async function runOnce(given: GivenOptions, output: Output): Promise<void> {
  if (given.seeds !== undefined)
    throw invalidInput({ path: 'seeds', message: 'is for a comparison: give --sweep, too' });
  const bar = progressBar(output);
  const [options, timing] = [readOptions(given), startTiming()];
  const report = await simulate({
    ...options,
    ...{ processes: readProcesses(given), signal: output.signal, onProcess: timing.addProcess },
    onProgress: ({ day, days, contributions }) =>
      bar.report({ done: day, refused: 0, total: days, unit: 'days', note: `${contributions} contributions` }),
  }).finally(() => bar.stop());
  try {
    await show(report, output, { text: reportText, html: runPage });
    if (!isSilent(output)) note(timing.text(report.cost.contributions));
  } finally {
    await complain(options, report, output);
  }
}

async function runSweep(given: GivenOptions, wanted: string, output: Output): Promise<void> {
  const options = { ...readOptions(given), processes: readProcesses(given), signal: output.signal };
  const [subject, seeds] = [parseSweep(wanted), readSeeds(given)];
  const bar = progressBar(output);
  const report = await sweep({
    ...{ options, subject, seeds },
    onProgress: ({ done, total, run }) => bar.report({ done, refused: 0, total, unit: 'runs', note: run }),
  }).finally(() => bar.stop());
  try {
    await show(report, output, { text: sweepText, html: sweepPage });
  } finally {
    if (report.violated !== null) {
      const { value, report: broken } = report.violated;
      await complain({ ...subject.apply(options, value), seed: broken.seed }, broken, output);
    }
  }
}

type Faces<Report> = {
  readonly text: (report: Report, view: ReturnType<typeof createView>) => string;
  readonly html: (report: Report, press: ChartPress) => string;
};

async function show<Report>(report: Report, output: Output, faces: Faces<Report>): Promise<void> {
  const { settings, html, press } = output;
  const view = createView(process.stdout, settings.locale);
  printResult(settings.isJson ? JSON.stringify(report, null, 2) : faces.text(report, view));
  if (html !== undefined && press !== undefined) {
    await writeOutputFile(html, '--html', faces.html(report, press));
    if (!isSilent(output)) note(`Written to ${html}.`);
  }
}

/** Finds the fewest that still break a world, tells it as a scenario, and ends with the error. */
async function complain(
  options: SimulationOptions,
  report: SimulationReport,
  { settings, failure, signal }: Output,
): Promise<void> {
  const [first] = report.violations;
  // The worlds of a run end with the first that found something.
  const world = report.worlds.at(-1);
  if (first === undefined || world === undefined) return;
  const { seed, goals, sample, steps } = world;
  const alone = { ...options, seed, goals, sample: sample ?? undefined, signal };
  // Beside a JSON error nothing else stands on standard error.
  const tell = settings.isJson ? () => undefined : note;
  const scenario = await tellFailure(alone, { ...failure, note: tell });
  throw new DomainError('simulation.violated', `Seed ${seed}, step ${steps}: ${first.oracle}.`, {
    details: { seed, goals, step: steps, scenario: scenario ?? null },
  });
}

function isFound(error: unknown): boolean {
  return error instanceof DomainError && error.code === 'simulation.violated';
}

function progressBar({ settings }: Output) {
  return createProgressBar(process.stderr, settings.isQuiet || (settings.isJson && !process.stderr.isTTY));
}

function isSilent({ settings }: Output): boolean {
  return settings.isQuiet || settings.isJson;
}
