import { type CivilDate, DomainError, type GoalId, type Money } from '../../shared/index.js';
import type { Goal } from '../domain/goal.js';
import { nextPostingDay } from '../domain/interest.js';
import type { PayoutId } from '../domain/payout-order.js';
import type { BankEntry } from '../ports/bank.js';
import type { OutflowTx } from '../ports/outflow-tx.js';
import {
  afterPosting,
  type BookedInterest,
  type DecidedPosting,
  decidePosting,
  type PostingCause,
  savePostings,
} from './book-interest.js';
import { dueInterest, type InterestDesk, openDesks, unbookedEntries } from './interest-desk.js';
import { currentRules } from './load.js';
import { loadBooks, type PayoutDeps } from './payouts.js';
import type { FailedGoal, GoalStatement } from './read-statements.js';
import { refundLeavers } from './refund-leavers.js';

/** Interest that was due and that the bank has not credited. */
export type MissingInterest = { readonly goal: GoalId; readonly on: CivilDate; readonly due: Money };

/** A refund that a posting has opened; it is sent after the transaction. */
export type OpenedRefund = { readonly goal: GoalId; readonly payout: PayoutId };

/** What came of posting some goals. */
export type PostedBatch = {
  readonly results: readonly (BookedInterest | MissingInterest)[];
  readonly failed: readonly FailedGoal[];
  readonly refunds: readonly OpenedRefund[];
};

/** So many are read and decided together: what is held for a whole page grows old before it is let go. */
const AT_ONCE = 50;

/**
 * Posts what the bank has told about some goals, in the running transaction: month by month, until the day to which
 * interest is posted.
 */
export async function postStatements(
  tx: OutflowTx,
  deps: PayoutDeps,
  { until, actor }: { readonly until: CivilDate; readonly actor: string },
  statements: readonly GoalStatement[],
): Promise<PostedBatch> {
  const now = deps.clock.now();
  const { version: rulesVersion } = await currentRules(tx, now);
  const batch: Batch = { cause: { now, actor, rulesVersion }, results: [], failed: [], refunds: [] };
  for (let first = 0; first < statements.length; first += AT_ONCE) {
    await postSome(tx, deps, until, statements.slice(first, first + AT_ONCE), batch);
  }
  return batch;
}

type Batch = {
  readonly cause: PostingCause;
  readonly results: (BookedInterest | MissingInterest)[];
  readonly failed: FailedGoal[];
  readonly refunds: OpenedRefund[];
};

/** A goal whose posting the books refuse is listed with what was posted before; its neighbours go on. */
async function postSome(
  tx: OutflowTx,
  deps: PayoutDeps,
  until: CivilDate,
  statements: readonly GoalStatement[],
  batch: Batch,
): Promise<void> {
  const entriesOf = new Map(statements.map(({ goal, entries }) => [goal, entries]));
  const goals = [...(await tx.goals.findMany([...entriesOf.keys()])).values()];
  const decided: DecidedPosting[] = [];
  const owing: InterestDesk[] = [];
  for (const opened of await openDesks(tx, await earningGoals(tx, goals))) {
    const postings = decideMonths(deps, opened, entriesOf.get(opened.goal.id) ?? [], until, batch);
    const booked = postings.filter(({ event }) => event !== undefined).map((posting) => posting.booked);
    decided.push(...postings);
    batch.results.push(...booked);
    if (booked.length > 0 && opened.members.some(({ status }) => status !== 'active')) owing.push(opened);
  }
  await savePostings(tx, decided, batch.cause);
  for (const { goal, members } of owing) {
    const payouts = await refundLeavers(tx, deps, goal, members, await loadBooks(tx, goal.id), batch.cause);
    batch.refunds.push(...payouts.map((payout) => ({ goal: goal.id, payout })));
  }
}

function decideMonths(
  deps: PayoutDeps,
  opened: InterestDesk,
  entries: readonly BankEntry[],
  until: CivilDate,
  batch: Batch,
): DecidedPosting[] {
  const decided: DecidedPosting[] = [];
  for (let desk = opened; ; ) {
    const posting = decideNext(deps, desk, entries, until, batch);
    if (posting === undefined) return decided;
    decided.push(posting);
    if (posting.booked.on === until) return decided;
    desk = afterPosting(desk, posting);
  }
}

/** The posting of a goal's next month; undefined when none is due, none has come, or the books refuse it. */
function decideNext(
  deps: PayoutDeps,
  desk: InterestDesk,
  entries: readonly BankEntry[],
  until: CivilDate,
  { cause, results, failed }: Batch,
): DecidedPosting | undefined {
  const goal = desk.goal.id;
  const isMonthly = desk.terms.capitalisation === 'monthly';
  const on = isMonthly ? nextPostingDay(desk.state.position.from) : until;
  if (on > until || desk.state.position.from >= until) return undefined;
  const due = dueInterest(desk, on);
  const unbooked = unbookedEntries(desk, entries, on);
  // Without capitalisation all of it is due at closing.
  if (unbooked.length === 0 && !isMonthly) return undefined;
  if (unbooked.length === 0 && due.interest + due.correction > 0n) {
    results.push({ goal, on, due: due.interest + due.correction });
    // A month that is paid late is booked with the next posting; until something comes, it stays open.
    if (unbookedEntries(desk, entries, until).length === 0) return undefined;
  }
  try {
    return decidePosting(deps, desk, due, { on, entries: unbooked }, cause);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    failed.push({ goal, error });
    return undefined;
  }
}

/**
 * A goal that is being closed gets its interest with the closing, which knows on which day the account is closed; only a
 * dispute makes that wait for long. A closed account earns nothing more, even while an unclaimed refund lies on it.
 */
async function earningGoals(tx: OutflowTx, goals: readonly Goal[]): Promise<readonly Goal[]> {
  const earning: Goal[] = [];
  for (const goal of goals) {
    if (goal.status === 'closed') continue;
    const isClosing = goal.status === 'cancelling' && (!goal.frozen || (await isAccountClosed(tx, goal)));
    if (!isClosing) earning.push(goal);
  }
  return earning;
}

async function isAccountClosed(tx: OutflowTx, { id }: Goal): Promise<boolean> {
  return (await tx.closings.find(id))?.isAccountClosed === true;
}
