import {
  accountIn,
  type Books,
  BANK,
  balanceOf,
  type Instruction,
  interestOf,
  record,
  UNALLOCATED,
} from '../../ledger/index.js';
import { asTransferId, type CivilDate, formatTenge, type GoalId, type Money, sumMoney } from '../../shared/index.js';
import type { Goal } from '../domain/goal.js';
import type { InterestShare } from '../domain/interest-allocation.js';
import { bankReference } from '../domain/reconciliation.js';
import type { BankEntry } from '../ports/bank.js';
import type { InterestPosting, InterestState, OutflowTx } from '../ports/outflow-tx.js';
import { type DueInterest, type InterestDesk, sharesOf } from './interest-desk.js';
import type { OutflowPorts } from './payouts.js';
import { reachGoal, saveReached } from './reach-goals.js';

export type InterestBooking = {
  readonly on: CivilDate;
  readonly entries: readonly BankEntry[];
  readonly isClosing?: boolean;
  readonly actor: string;
  readonly now: Date;
  readonly rulesVersion: number;
};

/** One goal's posting, as `interest post` reports it. */
export type BookedInterest = {
  readonly goal: GoalId;
  readonly on: CivilDate;
  /** For the days since the last posting. */
  readonly due: Money;
  /** For earlier postings, of transfers found later. */
  readonly correction: Money;
  readonly credited: Money;
  /** What the bank credited more (or, negative, less) than was due. */
  readonly difference: Money;
  readonly shares: readonly InterestShare[];
};

/**
 * Books what the bank has credited and shares it out between the members, in the running transaction. Once: an entry's
 * reference is kept, and the position moves on to the day of the posting.
 *
 * @throws ledger.overdrawn when the bank has taken back more interest than there is to share out
 */
export async function bookInterest(
  tx: OutflowTx,
  { ids, digest }: Pick<OutflowPorts, 'ids' | 'digest'>,
  desk: InterestDesk,
  due: DueInterest,
  booking: InterestBooking,
): Promise<BookedInterest> {
  const { goal, state } = desk;
  const { on, entries, now } = booking;
  const credits = record(
    desk.books,
    // Credits first: what the bank takes back beside them is covered by them.
    [...entries]
      .sort((a, b) => Number(b.amount > 0n) - Number(a.amount > 0n))
      .map((entry) => creditOf(entry, ids.next())),
    { now, digest },
  );
  const shares = sharesOf(desk, due.moved, balanceOf(accountIn(credits.books, UNALLOCATED)), on);
  const allocations = record(
    credits.books,
    shares.map((share) => allocationOf(share, on, ids.next())),
    { now, digest },
  );
  await tx.books.save([credits, allocations]);

  const credited = sumMoney(entries.map(({ amount }) => amount));
  const difference = credited - due.interest - due.correction;
  const next: InterestState = {
    goal: goal.id,
    position: { ...due.position, balance: due.position.balance + difference },
    sharedOn: shares.length > 0 ? on : state.sharedOn,
    readSeq: allocations.books.head.seq,
    settledSeq: Math.min(due.moved.settledSeq, desk.books.head.seq),
  };
  const posting: InterestPosting = {
    goal: goal.id,
    on,
    due: due.interest,
    correction: due.correction,
    credited,
    references: entries.map(({ reference }) => reference),
    postedAt: now,
  };
  const isWorthKeeping = entries.length > 0 || due.interest !== 0n || due.correction !== 0n;
  await tx.interest.save([next], isWorthKeeping ? [posting] : []);
  if (entries.length > 0) await tellPosting(tx, goal, posting, allocations.books, booking);
  return { goal: goal.id, on, due: due.interest, correction: due.correction, credited, difference, shares };
}

/** Tells the posting in the history, and its members when it has met the goal. */
async function tellPosting(
  tx: OutflowTx,
  goal: Goal,
  { on, credited, due, correction }: InterestPosting,
  books: Books,
  { now, actor, rulesVersion }: InterestBooking,
): Promise<void> {
  const data = { on, credited: formatTenge(credited), due: formatTenge(due), correction: formatTenge(correction) };
  await tx.events.append([
    { goal: goal.id, type: 'interest.posted', at: now, actor, client: null, rulesVersion, data },
  ]);
  const met = reachGoal(goal, books, now);
  if (met !== undefined) await saveReached(tx, [met], rulesVersion, now);
}

/** The instruction that shares a part of the unallocated interest out to a member. */
export function allocationOf({ client, amount }: InterestShare, valueDate: CivilDate, id: string): Instruction {
  return {
    do: 'post',
    id: asTransferId(id),
    debit: UNALLOCATED,
    credit: interestOf(client),
    amount,
    code: 'allocation',
    valueDate,
  };
}

function creditOf({ amount, valueDate, reference }: BankEntry, id: string): Instruction {
  const isCredit = amount > 0n;
  return {
    do: 'post',
    id: asTransferId(id),
    debit: isCredit ? BANK : UNALLOCATED,
    credit: isCredit ? UNALLOCATED : BANK,
    amount: isCredit ? amount : -amount,
    code: isCredit ? 'interest' : 'interest-correction',
    valueDate,
    reason: bankReference(reference),
  };
}
