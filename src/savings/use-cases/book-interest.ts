import {
  accountIn,
  BANK,
  balanceOf,
  type Books,
  type BooksChange,
  type Instruction,
  interestOf,
  record,
  UNALLOCATED,
} from '../../ledger/index.js';
import { asTransferId, type CivilDate, formatTenge, type GoalId, type Money, sumMoney } from '../../shared/index.js';
import type { SavingsEvent } from '../domain/event.js';
import type { Goal } from '../domain/goal.js';
import type { InterestShare } from '../domain/interest-allocation.js';
import { bankReference } from '../domain/booked-transfers.js';
import type { BankEntry } from '../ports/bank.js';
import type { InterestPosting, InterestState, OutflowTx } from '../ports/outflow-tx.js';
import { type DueInterest, type InterestDesk, sharesOf } from './interest-desk.js';
import type { OutflowPorts } from './payouts.js';
import { reachGoal, saveReached } from './reach-goals.js';

/** Who posts, when, and under which rules. */
export type PostingCause = { readonly actor: string; readonly now: Date; readonly rulesVersion: number };

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

/** A posting that is decided and not stored yet. */
export type DecidedPosting = {
  readonly booked: BookedInterest;
  readonly change: BooksChange;
  readonly state: InterestState;
  /** Absent when nothing was due and nothing came. */
  readonly posting: InterestPosting | undefined;
  readonly event: SavingsEvent | undefined;
  /** The goal, when this interest has met it. */
  readonly met: Goal | undefined;
};

/**
 * Decides how what the bank has credited is booked and shared out between the members. Once: an entry's reference is
 * kept, and the position moves on to the day of the posting.
 *
 * @throws ledger.overdrawn when the bank has taken back more interest than there is to share out
 */
export function decidePosting(
  { ids, digest }: Pick<OutflowPorts, 'ids' | 'digest'>,
  desk: InterestDesk,
  due: DueInterest,
  { on, entries }: { readonly on: CivilDate; readonly entries: readonly BankEntry[] },
  cause: PostingCause,
): DecidedPosting {
  const { goal, state, books } = desk;
  const credited = sumMoney(entries.map(({ amount }) => amount));
  const shares = sharesOf(desk, balanceOf(accountIn(books, UNALLOCATED)) + credited, on);
  const instructions = [
    // Credits first: what the bank takes back beside them is covered by them.
    ...[...entries]
      .sort((a, b) => Number(b.amount > 0n) - Number(a.amount > 0n))
      .map((entry) => creditOf(entry, ids.next())),
    ...shares.map((share) => allocationOf(share, on, ids.next())),
  ];
  const change = record(books, instructions, { now: cause.now, digest });
  const { interest, correction, position } = due;
  const difference = credited - interest - correction;
  const booked = { goal: goal.id, on, due: interest, correction, credited, difference, shares };
  const isShared = shares.length > 0;
  const isWorthKeeping = entries.length > 0 || interest !== 0n || correction !== 0n;
  const references = entries.map(({ reference }) => reference);
  const posting = { goal: goal.id, on, due: interest, correction, credited, references, postedAt: cause.now };
  return {
    booked,
    change,
    state: {
      goal: goal.id,
      position: { ...position, balance: position.balance + difference },
      // While nothing was shared out, everything since the last sharing counts in the next one.
      sharedOn: isShared ? on : state.sharedOn,
      readSeq: isShared ? change.books.head.seq : state.readSeq,
      settledSeq: isShared ? settledAfter(due, books, change) : state.settledSeq,
    },
    posting: isWorthKeeping ? posting : undefined,
    event: entries.length > 0 ? postedEvent(posting, cause) : undefined,
    met: entries.length > 0 ? reachGoal(goal, change.books, cause.now) : undefined,
  };
}

/** What a posting itself books counts from its own day on, as if it had been there at the beginning of the next one. */
function settledAfter({ settledSeq }: DueInterest, before: Books, { books }: BooksChange): number {
  return settledSeq >= before.head.seq ? books.head.seq : settledSeq;
}

/** The desk after a posting: the next month of the goal is decided without reading anything again. */
export function afterPosting(desk: InterestDesk, { change, state, posting, met }: DecidedPosting): InterestDesk {
  const { history } = desk;
  return {
    ...desk,
    goal: met ?? desk.goal,
    books: change.books,
    state,
    booked: new Set([...desk.booked, ...(posting?.references ?? [])]),
    moves: [...desk.moves, ...change.transfers],
    computedSeq: change.books.head.seq,
    history: history && {
      moves: [...history.moves, ...change.transfers],
      postings: posting === undefined ? history.postings : [...history.postings, posting],
    },
  };
}

/** Stores decided postings in the running transaction, those of one goal in their order, and tells the members of goals they have met. */
export async function savePostings(
  tx: OutflowTx,
  decided: readonly DecidedPosting[],
  { now, rulesVersion }: PostingCause,
): Promise<void> {
  await tx.books.save(decided.map(({ change }) => change));
  await tx.interest.save(
    decided.map(({ state }) => state),
    decided.flatMap(({ posting }) => posting ?? []),
  );
  await tx.events.append(decided.flatMap(({ event }) => event ?? []));
  const met = decided.flatMap((posting) => posting.met ?? []);
  await saveReached(tx, met, rulesVersion, now);
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

function postedEvent(
  { goal, on, credited, due, correction }: InterestPosting,
  { now: at, actor, rulesVersion }: PostingCause,
): SavingsEvent {
  const data = { on, credited: formatTenge(credited), due: formatTenge(due), correction: formatTenge(correction) };
  return { goal, type: 'interest.posted', at, actor, client: null, rulesVersion, data };
}
