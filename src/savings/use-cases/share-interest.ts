import { type Actor, authorise } from '../../access/index.js';
import { goalPages } from '../../ledger/index.js';
import type { GoalId, Month, QueuedJob } from '../../shared/index.js';
import { type NumberedRange, pagesBetween } from '../domain/shared-run.js';
import type { OutflowPorts } from './payouts.js';
import { requireOver } from './post-interest.js';
import { sharedRunsOf } from './share-transfers.js';

/** What workers do with each page of goals whose interest is posted. */
export const INTEREST_TASK = 'interest.page';

/** Some seconds of work where the bank takes its time; ten million goals make 5,000 pages. */
const GOALS_OF_A_PAGE = 2_000;

export type ShareInterestCommand = {
  readonly actor: Actor;
  readonly month: Month;
  /** How many goals a page has, 2,000 by default. */
  readonly goalsOfAPage?: number | undefined;
};

/**
 * Shares the posting of a month's interest out among the workers, all goals in pages. Nothing has to be kept about the run:
 * a goal knows up to which day it was posted, so that a page which is taken over, or shared out again, posts nothing twice.
 *
 * @throws access.denied jobs.no-queue
 * @throws input.invalid when the month is not over
 */
export class ShareInterest {
  readonly #deps: Pick<OutflowPorts, 'store' | 'clock'>;

  constructor(deps: Pick<OutflowPorts, 'store' | 'clock'>) {
    this.#deps = deps;
  }

  async execute({ actor, month, goalsOfAPage = GOALS_OF_A_PAGE }: ShareInterestCommand): Promise<{ pages: number }> {
    authorise(actor, 'interest.post');
    const { store, clock } = this.#deps;
    requireOver(month, clock.now());
    const ends: GoalId[] = [];
    for await (const goals of goalPages(store, goalsOfAPage)) ends.push(...goals.slice(-1));
    const pages = pagesBetween(ends.slice(0, -1)).map((page) => pageJob(month, page));
    await store.transact((tx) => sharedRunsOf(tx).jobs.enqueue(pages));
    return { pages: pages.length };
  }
}

function pageJob(month: Month, { number, after, upTo }: NumberedRange<GoalId>): QueuedJob {
  return { task: INTEREST_TASK, payload: { month, after, upTo }, key: `${INTEREST_TASK}:${month}:${number}` };
}
