import { type Actor, authorise } from '../../access/index.js';
import { type CivilDate, civilDateOf, invalidInput } from '../../shared/index.js';
import type { PayoutDeps } from './payouts.js';
import { sharedRunsOf } from './share-transfers.js';

export type PruneRunsCommand = {
  readonly actor: Actor;
  /** Runs of this day and later ones stay. */
  readonly before: CivilDate;
  readonly onProgress?: ((lines: number) => void) | undefined;
  readonly isInterrupted?: (() => boolean) | undefined;
};

/** How many runs are gone, and how many lines with them. */
export type PruneReport = { readonly runs: number; readonly lines: number };

/** So many at once that other work hardly waits for it. */
const LINES_AT_ONCE = 10_000;

/**
 * Deletes what shared runs of before a day have noted about each date: contributions, events and transfers say what was paid
 * and stay. A run that is not finished stays as well. Safe to run at any time, and again where it was interrupted.
 *
 * @throws access.denied jobs.no-queue
 * @throws input.invalid for a day that is still to come
 */
export class PruneRuns {
  readonly #deps: Pick<PayoutDeps, 'store' | 'clock'>;

  constructor(deps: Pick<PayoutDeps, 'store' | 'clock'>) {
    this.#deps = deps;
  }

  async execute({ actor, before, onProgress, isInterrupted }: PruneRunsCommand): Promise<PruneReport> {
    authorise(actor, 'transfers.prune');
    const { store, clock } = this.#deps;
    const today = civilDateOf(clock.now());
    if (before > today) throw invalidInput({ path: 'before', message: `is still to come: today is ${today}` });
    const report = { runs: 0, lines: 0 };
    while (isInterrupted?.() !== true) {
      const run = await store.read((tx) => sharedRunsOf(tx).runs.oldestBefore(before));
      if (run === undefined) break;
      const deleted = await store.transact(async (tx) => {
        const { runs } = sharedRunsOf(tx);
        const count = await runs.deleteLines(run, LINES_AT_ONCE);
        if (count < LINES_AT_ONCE) await runs.delete(run);
        return count;
      });
      report.lines += deleted;
      if (deleted < LINES_AT_ONCE) report.runs += 1;
      onProgress?.(report.lines);
    }
    return report;
  }
}
