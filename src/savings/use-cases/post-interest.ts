import { type Actor, actorName, authorise } from '../../access/index.js';
import {
  type CivilDate,
  civilDateOf,
  firstDay,
  type GoalId,
  invalidInput,
  type Money,
  type Month,
  nextMonth,
  sumMoney,
} from '../../shared/index.js';
import type { PageRange } from '../domain/shared-run.js';
import type { BookedInterest } from './book-interest.js';
import type { PayoutDeps } from './payouts.js';
import { sendPayouts } from './send-payouts.js';
import { type MissingInterest, type OpenedRefund, postStatements } from './post-statements.js';
import {
  type AccountToRead,
  accountPages,
  type FailedGoal,
  type GoalStatement,
  readStatements,
} from './read-statements.js';

export type PostInterestCommand = {
  readonly actor: Actor;
  readonly month: Month;
  /** Only the goals after the first id, up to and including the second; all of them by default. */
  readonly between?: PageRange<GoalId> | undefined;
  readonly onProgress?: ((done: number, failed: number) => void) | undefined;
};

export type InterestReport = {
  readonly month: Month;
  readonly goals: number;
  readonly posted: readonly BookedInterest[];
  readonly total: Money;
  readonly missing: readonly MissingInterest[];
  /** Postings in which bank and own computation differ by more than a tiyn. */
  readonly differences: readonly BookedInterest[];
  readonly failed: readonly FailedGoal[];
};

/** Goals whose postings share a transaction. */
const PAGE = 500;
/** Bank and own computation may round one tiyn apart. */
const TOLERANCE = 1n;

/**
 * Books the interest that the bank has credited for a month, and for earlier months that were not posted, in every
 * goal, and shares it out. Running it again books nothing twice. A goal that fails does not stop the rest.
 *
 * @throws access.denied
 * @throws input.invalid when the month is not over
 */
export class PostInterest {
  readonly #deps: PayoutDeps;

  constructor(deps: PayoutDeps) {
    this.#deps = deps;
  }

  async execute({ actor, month, between, onProgress }: PostInterestCommand): Promise<InterestReport> {
    authorise(actor, 'interest.post');
    const until = requireOver(month, this.#deps.clock.now());
    const work: Work = { until, actor: actorName(actor), posted: [], missing: [], failed: [], refunds: [] };
    let goals = 0;
    for await (const accounts of accountPages(this.#deps.store, until, PAGE, between)) {
      await postPage(this.#deps, work, accounts);
      goals += accounts.length;
      onProgress?.(goals, work.failed.length);
    }
    return {
      month,
      goals,
      posted: work.posted,
      total: sumMoney(work.posted.map(({ credited }) => credited)),
      missing: work.missing,
      differences: work.posted.filter(({ difference }) => difference > TOLERANCE || difference < -TOLERANCE),
      failed: work.failed,
    };
  }
}

/**
 * The day on which the bank credits a month's interest.
 *
 * @throws input.invalid when it is still to come
 */
export function requireOver(month: Month, now: Date): CivilDate {
  const until = firstDay(nextMonth(month));
  if (until <= civilDateOf(now)) return until;
  throw invalidInput({ path: 'month', message: `${month} is not over: its interest is credited on ${until}` });
}

type Work = {
  readonly until: CivilDate;
  readonly actor: string;
  readonly posted: BookedInterest[];
  readonly missing: MissingInterest[];
  readonly failed: FailedGoal[];
  /** Opened by the postings of a page, and sent after it. */
  readonly refunds: OpenedRefund[];
};

async function postPage(deps: PayoutDeps, work: Work, accounts: readonly AccountToRead[]): Promise<void> {
  const answered: GoalStatement[] = [];
  for (const statement of await readStatements(deps.bank, accounts, work.until)) {
    if ('error' in statement) work.failed.push(statement);
    else answered.push(statement);
  }
  if (answered.length === 0) return;
  try {
    await postTogether(deps, work, answered);
  } catch {
    // One of them spoiled the transaction: each gets its own.
    for (const statement of answered) await listed(work, statement.goal, () => postTogether(deps, work, [statement]));
  }
  for (const { goal, payout } of work.refunds.splice(0)) await listed(work, goal, () => sendPayouts(deps, [payout]));
}

/** Does a goal's own work; when it fails, the goal is listed. */
async function listed(work: Work, goal: GoalId, task: () => Promise<unknown>): Promise<void> {
  try {
    await task();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    work.failed.push({ goal, error });
  }
}

/** Posts goals in one transaction. Nothing is added to the report before it is kept. */
async function postTogether(deps: PayoutDeps, work: Work, statements: readonly GoalStatement[]): Promise<void> {
  const done = await deps.store.transact((tx) => postStatements(tx, deps, work, statements));
  for (const result of done.results) {
    if ('credited' in result) work.posted.push(result);
    else work.missing.push(result);
  }
  work.failed.push(...done.failed);
  work.refunds.push(...done.refunds);
}
