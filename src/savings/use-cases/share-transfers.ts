import { authorise } from '../../access/index.js';
import { Unavailable } from '../../shared/index.js';
import { asSharedRunId, pageSizeOf, pagesBetween, type SharedRun, type SharedRunId } from '../domain/shared-run.js';
import type { SavingsTx } from '../ports/savings-tx.js';
import type { SharedRunRepository } from '../ports/shared-runs.js';
import type { PayoutDeps } from './payouts.js';
import { DEFAULT_CONCURRENCY, runDate, type RunTransfersCommand } from './run-transfers.js';
import { SettleTransfers, type SettleReport } from './settle-transfers.js';

/** As for a run of one process; `concurrency` counts for each page in hand. */
export type ShareTransfersCommand = Pick<
  RunTransfersCommand,
  'actor' | 'date' | 'concurrency' | 'maxErrors' | 'postponedOnly' | 'isInterrupted'
>;

/** A run that was shared out, and what an earlier one had left unanswered, settled before. */
export type SharedOut = { readonly run: SharedRun; readonly settled: SettleReport };

/** What workers do with each page of a shared run. */
export const PAGE_TASK = 'transfers.page';

/**
 * Shares out among the workers what is due by the members' plans. A run of the day that is not finished yet is joined, and
 * pages of it that were given up are tried again. Where nothing is due there is no page: the run is finished, and asks for no
 * worker.
 *
 * @throws access.denied jobs.no-queue
 * @throws input.invalid when the day is still to come
 */
export class ShareTransfers {
  readonly #deps: PayoutDeps;

  constructor(deps: PayoutDeps) {
    this.#deps = deps;
  }

  async execute(command: ShareTransfersCommand): Promise<SharedOut> {
    const { actor, concurrency = DEFAULT_CONCURRENCY, maxErrors = null, postponedOnly: isPostponed = false } = command;
    const { isInterrupted } = command;
    authorise(actor, 'transfers.run');
    const { store, clock, ids } = this.#deps;
    const startedAt = clock.now();
    const date = runDate(command, startedAt);
    const wanted = { on: date, isPostponed };
    await store.read(async (tx) => sharedRunsOf(tx));
    const settled = await new SettleTransfers(this.#deps).execute({ actor, isInterrupted });
    const id = asSharedRunId(ids.next());
    const run = await store.transact(async (tx) => {
      const { runs, jobs } = sharedRunsOf(tx);
      const open = await runs.unfinished(wanted);
      // Its pages are put into the queue again: those that are there, or in hand, stay as they are.
      const due = open?.due ?? (await tx.plans.countDue(wanted));
      const isNew = open === undefined && due > 0;
      const pages = isNew ? pagesBetween(await runs.split(wanted, pageSizeOf(due))) : [];
      const begun: SharedRun = open ?? {
        ...{ id, date, isPostponed, concurrency, maxErrors, due, startedAt },
        ...{ pages: pages.length, stopped: null },
      };
      if (open === undefined) await runs.insert(begun, pages);
      await jobs.enqueue(Array.from({ length: begun.pages }, (_, page) => pageJob(begun.id, page)));
      return begun;
    });
    return { run, settled };
  }
}

function pageJob(run: SharedRunId, page: number) {
  return { task: PAGE_TASK, payload: { run, page }, key: `${pageKeys(run)}${page}` };
}

/** How the keys of a run's pages begin; their numbers follow. */
export function pageKeys(run: SharedRunId): string {
  return `${PAGE_TASK}:${run}:`;
}

/**
 * The runs that workers share and their queue.
 *
 * @throws jobs.no-queue where no workers share the database
 */
export function sharedRunsOf({ sharedRuns: runs, jobs }: Pick<SavingsTx, 'sharedRuns' | 'jobs'>): {
  readonly runs: SharedRunRepository;
  readonly jobs: NonNullable<SavingsTx['jobs']>;
} {
  if (runs === null || jobs === null) {
    throw new Unavailable('jobs.no-queue', 'No workers share this database.');
  }
  return { runs, jobs };
}
