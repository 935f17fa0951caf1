import { type Actor, authorise } from '../../access/index.js';
import { type FailingJob, NotFound } from '../../shared/index.js';
import { inReportOrder, type RunCount, type RunLine } from '../domain/run-report.js';
import type { RunProgress, SharedRun, SharedRunId } from '../domain/shared-run.js';
import type { LineCursor } from '../ports/shared-runs.js';
import type { PayoutDeps } from './payouts.js';
import { pageKeys, sharedRunsOf } from './share-transfers.js';

/** How a shared run stands. */
export type SharedRunState = {
  readonly run: SharedRun;
  readonly progress: RunProgress;
  readonly isFinished: boolean;
  /** What has become of its dates; null before it is finished, or was interrupted and nobody is there to go on with it. */
  readonly counts: readonly RunCount[] | null;
  /** Workers that are alive. */
  readonly workers: number;
  /** Pages that could not be worked on. */
  readonly failing: readonly FailingPage[];
};

/** A page that has failed so often; nobody tries it again by itself once it is given up. */
export type FailingPage = Pick<FailingJob, 'attempts' | 'isGivenUp' | 'error'> & { readonly page: number };

type RunQuestion = { readonly actor: Actor; readonly run: SharedRunId };
type LinePage = { readonly after: LineCursor | null; readonly limit: number };

/**
 * Shows how far a shared run is, and what has become of its dates once it has ended.
 *
 * @throws access.denied not-found jobs.no-queue
 */
export class ShowSharedRun {
  readonly #deps: Pick<PayoutDeps, 'store'>;

  constructor(deps: Pick<PayoutDeps, 'store'>) {
    this.#deps = deps;
  }

  async execute({ actor, run: id }: RunQuestion): Promise<SharedRunState> {
    authorise(actor, 'transfers.run');
    return this.#deps.store.read(async (tx) => {
      const { runs, jobs } = sharedRunsOf(tx);
      const run = await runs.find(id);
      if (run === undefined) throw new NotFound('run', id);
      const keys = pageKeys(id);
      const [progress, workers, failed] = await Promise.all([runs.progress(id), jobs.workers(), jobs.failing(keys)]);
      const failing = failed.map(({ key, ...rest }) => ({ page: Number(key.slice(keys.length)), ...rest }));
      const isFinished = progress.finished === progress.pages;
      const isLeft = run.stopped === 'interrupted' && workers === 0;
      const counts = isFinished || isLeft ? inReportOrder(await runs.counts(id, null)) : null;
      return { run, progress, isFinished, counts, workers, failing };
    });
  }
}

/**
 * Lists the lines of a shared run in the order of their plans, page by page.
 *
 * @throws access.denied jobs.no-queue
 */
export class ListRunLines {
  readonly #deps: Pick<PayoutDeps, 'store'>;

  constructor(deps: Pick<PayoutDeps, 'store'>) {
    this.#deps = deps;
  }

  async execute({ actor, run, after, limit }: RunQuestion & LinePage): Promise<readonly RunLine[]> {
    authorise(actor, 'transfers.run');
    return this.#deps.store.read((tx) => sharedRunsOf(tx).runs.lines(run, after, limit));
  }
}

/**
 * Stops a shared run for everybody: pages in hand are finished, no further one begins.
 *
 * @throws access.denied jobs.no-queue
 */
export class StopSharedRun {
  readonly #deps: Pick<PayoutDeps, 'store'>;

  constructor(deps: Pick<PayoutDeps, 'store'>) {
    this.#deps = deps;
  }

  async execute({ actor, run }: RunQuestion): Promise<void> {
    authorise(actor, 'transfers.run');
    await this.#deps.store.transact((tx) => sharedRunsOf(tx).runs.stop(run, 'interrupted'));
  }
}
