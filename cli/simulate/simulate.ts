import { checkOptions, type SimulationOptions, WORLD_GOALS } from './options.js';
import { playRun } from './play-run.js';
import type { SimulationReport } from './report/report.js';
import { divide } from './worlds/divide.js';
import { mergeReports } from './worlds/merge.js';
import { type PlayOptions, playWorlds } from './worlds/play-worlds.js';

/** A run, and by how many processes a large one is played; it comes to the same whatever their number. */
export type RunOptions = SimulationOptions & {
  /** One: all in this process, one world after the other. */
  readonly processes?: number | undefined;
  /** The most goals of a world. */
  readonly worldGoals?: number | undefined;
} & Pick<PlayOptions, 'program' | 'onProcess'>;

/**
 * Plays years of savings under one seed, divided into worlds where there are many goals. The first world that finds what
 * must not be ends the run.
 *
 * @throws input.invalid for a size that cannot be; simulation.machine-failed simulation.process-died; the reason of its
 * signal when that was aborted
 */
export async function simulate(options: RunOptions): Promise<SimulationReport> {
  const { processes = 1, worldGoals = WORLD_GOALS, program, onProcess, ...run } = options;
  checkOptions(run);
  if (run.goals <= worldGoals) return (await playRun(run)).report;
  const { onProgress, signal } = run;
  return mergeReports(
    run,
    await playWorlds(divide(run, worldGoals), { processes, program, onProcess, onProgress, signal }),
  );
}
