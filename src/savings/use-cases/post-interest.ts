import { type Actor, actorName, authorise } from '../../access/index.js';
import { goalPages } from '../../ledger/index.js';
import {
  type CivilDate,
  civilDateOf,
  DomainError,
  firstDay,
  type GoalId,
  invalidInput,
  type Money,
  type Month,
  nextMonth,
  sumMoney,
} from '../../shared/index.js';
import { nextPostingDay } from '../domain/interest.js';
import type { Goal } from '../domain/goal.js';
import type { PayoutId } from '../domain/payout-order.js';
import type { OutflowTx } from '../ports/outflow-tx.js';
import { type BookedInterest, bookInterest } from './book-interest.js';
import { dueInterest, openInterest, unbookedEntries } from './interest-desk.js';
import { currentRules, requireGoal } from './load.js';
import { loadBooks, type PayoutDeps, sendPayouts } from './payouts.js';
import { type GoalStatement, readStatements } from './read-statements.js';
import { refundLeavers } from './refund-leavers.js';

export type PostInterestCommand = {
  readonly actor: Actor;
  readonly month: Month;
  readonly onProgress?: ((done: number, failed: number) => void) | undefined;
};

/** Interest that was due and that the bank has not credited. */
export type MissingInterest = { readonly goal: GoalId; readonly on: CivilDate; readonly due: Money };

export type InterestReport = {
  readonly month: Month;
  readonly goals: number;
  readonly posted: readonly BookedInterest[];
  readonly total: Money;
  readonly missing: readonly MissingInterest[];
  /** Postings in which bank and own computation differ by more than a tiyn. */
  readonly differences: readonly BookedInterest[];
  readonly failed: readonly { readonly goal: GoalId; readonly error: DomainError }[];
};

/** Goals whose postings share a transaction. */
const PAGE = 100;
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

  async execute({ actor, month, onProgress }: PostInterestCommand): Promise<InterestReport> {
    authorise(actor, 'interest.post');
    const until = firstDay(nextMonth(month));
    if (until > civilDateOf(this.#deps.clock.now())) {
      throw invalidInput({ path: 'month', message: `${month} is not over: its interest is credited on ${until}` });
    }
    const work: Work = { until, actor: actorName(actor), posted: [], missing: [], failed: [] };
    let goals = 0;
    for await (const page of goalPages(this.#deps.store, PAGE)) {
      await postPage(this.#deps, work, page);
      goals += page.length;
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

type Work = {
  readonly until: CivilDate;
  readonly actor: string;
  readonly posted: BookedInterest[];
  readonly missing: MissingInterest[];
  readonly failed: { readonly goal: GoalId; readonly error: DomainError }[];
};

async function postPage(deps: PayoutDeps, work: Work, goals: readonly GoalId[]): Promise<void> {
  const answered: GoalStatement[] = [];
  for (const statement of await readStatements(deps, goals, work.until)) {
    if ('error' in statement) work.failed.push(statement);
    else answered.push(statement);
  }
  try {
    await postTogether(deps, work, answered);
  } catch {
    // One of them spoiled the transaction: each gets its own.
    for (const statement of answered) {
      try {
        await postTogether(deps, work, [statement]);
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        work.failed.push({ goal: statement.goal, error });
      }
    }
  }
}

/** A closed account earns nothing more, even while a refund that the bank has refused still lies on it. */
async function isAccountClosed(tx: OutflowTx, { id, status }: Goal): Promise<boolean> {
  return status === 'cancelling' && (await tx.closings.find(id))?.isAccountClosed === true;
}

/** Nothing is added to the report before the transaction is kept. */
async function postTogether(deps: PayoutDeps, work: Work, statements: readonly GoalStatement[]): Promise<void> {
  const found = await deps.store.transact(async (tx) => {
    const now = deps.clock.now();
    const { version: rulesVersion } = await currentRules(tx, now);
    const batch: Batch = { now, rulesVersion, results: [], refunds: [] };
    for (const statement of statements) {
      while ((await postNext(tx, deps, work, statement, batch)) === 'more') {
        // Month by month, until the day to which interest is posted.
      }
    }
    return batch;
  });
  await sendPayouts(deps, found.refunds);
  for (const result of found.results) {
    if ('credited' in result) work.posted.push(result);
    else work.missing.push(result);
  }
}

type Batch = {
  readonly now: Date;
  readonly rulesVersion: number;
  readonly results: (BookedInterest | MissingInterest)[];
  readonly refunds: PayoutId[];
};

/** Posts the next month of one goal that is due. */
async function postNext(
  tx: OutflowTx,
  deps: PayoutDeps,
  work: Work,
  { goal: id, entries }: GoalStatement,
  { now, rulesVersion, results, refunds }: Batch,
): Promise<'more' | 'done'> {
  // Read anew each month: a posting may have met the goal.
  const goal = await requireGoal(tx, id);
  if (goal.status === 'closed' || (await isAccountClosed(tx, goal))) return 'done';
  const desk = await openInterest(tx, goal);
  const on = nextPostingDay(desk.state.position.from);
  if (on > work.until) return 'done';
  const due = await dueInterest(tx, desk, on);
  const unbooked = unbookedEntries(desk, entries, on);
  if (unbooked.length === 0 && due.interest + due.correction > 0n) {
    results.push({ goal: id, on, due: due.interest + due.correction });
    // A month that is paid late is booked with the next posting; until something comes, it stays open.
    if (unbookedEntries(desk, entries, work.until).length === 0) return 'done';
  }
  const booked = await bookInterest(tx, deps, desk, due, {
    on,
    entries: unbooked,
    actor: work.actor,
    now,
    rulesVersion,
  });
  if (unbooked.length > 0) {
    results.push(booked);
    if (desk.members.some(({ status }) => status !== 'active')) {
      const cause = { actor: work.actor, now };
      refunds.push(...(await refundLeavers(tx, deps, goal, desk.members, await loadBooks(tx, id), cause)));
    }
  }
  return on < work.until ? 'more' : 'done';
}
