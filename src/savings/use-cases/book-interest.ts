import {
  accountIn,
  BANK,
  type Books,
  balanceOf,
  type Instruction,
  interestOf,
  record,
  type Transfer,
  UNALLOCATED,
} from '../../ledger/index.js';
import {
  asTransferId,
  type CivilDate,
  civilDateOf,
  formatTenge,
  type GoalId,
  type Money,
  sumMoney,
} from '../../shared/index.js';
import { type DuePosting, duePosting } from '../domain/expected-interest.js';
import type { Goal } from '../domain/goal.js';
import { advanceInterest, type InterestTerms, interestTerms, openPosition } from '../domain/interest.js';
import { allocateInterest, type InterestMember, type InterestShare } from '../domain/interest-allocation.js';
import { accountMovements, type NewMovements, newMovements } from '../domain/interest-history.js';
import type { Member } from '../domain/member.js';
import { bankReference } from '../domain/reconciliation.js';
import type { BankEntry } from '../ports/bank.js';
import type { InterestPosting, InterestState, OutflowTx } from '../ports/outflow-tx.js';
import type { SavingsTx } from '../ports/savings-tx.js';
import { claimOf, loadBooks, type OutflowPorts } from './payouts.js';
import { reachGoal, saveReached } from './reach-goals.js';

/** What a goal's interest depends on, as it stands in the running transaction. */
export type InterestDesk = {
  readonly goal: Goal;
  readonly openedOn: CivilDate;
  readonly members: readonly Member[];
  readonly books: Books;
  readonly terms: InterestTerms;
  readonly state: InterestState;
  readonly postings: readonly InterestPosting[];
  /** The transfers after `state.settledSeq`. */
  readonly transfers: readonly Transfer[];
};

/** What should be posted on a day, and from what. */
export type DueInterest = DuePosting & { readonly moved: NewMovements };

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

const PAGE = 5_000;

/**
 * Loads all that a posting of this goal needs; the goal is locked until the transaction ends. For an explanation from
 * the beginning the whole history is loaded, a posting needs only what came since the last one.
 */
export async function openInterest(
  tx: OutflowTx,
  goal: Goal,
  extent: 'since-last' | 'whole-history' = 'since-last',
): Promise<InterestDesk> {
  const openedOn = civilDateOf(goal.createdAt);
  const state = (await tx.interest.states([goal.id])).get(goal.id) ?? {
    goal: goal.id,
    position: openPosition(openedOn),
    sharedOn: openedOn,
    readSeq: 0,
    settledSeq: 0,
  };
  const rates = await tx.interest.rates([goal.id]);
  return {
    goal,
    openedOn,
    members: await tx.members.ofGoals([goal.id]),
    books: await loadBooks(tx, goal.id),
    terms: interestTerms(goal.product, openedOn, rates),
    state,
    postings: (await tx.interest.postings([goal.id])).get(goal.id) ?? [],
    transfers: await transfersAfter(tx, goal.id, extent === 'since-last' ? state.settledSeq : 0),
  };
}

/** What the bank should credit on a posting day, and by what the members' claims have moved until then. */
export async function dueInterest(
  tx: SavingsTx,
  { goal, openedOn, terms, state, transfers, postings }: InterestDesk,
  on: CivilDate,
  isClosing = false,
): Promise<DueInterest> {
  const moved = newMovements(state, transfers, openedOn, on);
  if (!moved.hasLate) {
    const { interest, position } = advanceInterest(state.position, moved.account, { until: on, isClosing }, terms);
    return { interest, correction: 0n, position, moved };
  }
  // Something became known late: only the whole history tells what it changes in the months already posted.
  const all = await transfersAfter(tx, goal.id, 0);
  const differences = postings.map(({ on: date, credited, due, correction }) => ({
    date,
    amount: credited - due - correction,
  }));
  const movements = [...accountMovements(all, openedOn, on), ...differences.filter(({ date }) => date < on)];
  const postedBefore = sumMoney(postings.map(({ due, correction }) => due + correction));
  return { ...duePosting({ openedOn, terms, movements }, { until: on, isClosing }, postedBefore), moved };
}

/** The bank's interest entries up to a day that no posting has booked yet. */
export function unbookedEntries({ postings }: InterestDesk, entries: readonly BankEntry[], on: CivilDate): BankEntry[] {
  const booked = new Set(postings.flatMap(({ references }) => references));
  return entries.filter(
    ({ kind, reference, valueDate }) => kind === 'interest' && valueDate <= on && !booked.has(reference),
  );
}

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
  const { on, entries, now, actor, rulesVersion } = booking;
  const credits = record(
    desk.books,
    entries.map((entry) => creditOf(entry, ids.next())),
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
  await tx.interest.save([next], entries.length > 0 || due.interest !== 0n || due.correction !== 0n ? [posting] : []);
  if (entries.length > 0) {
    const data = {
      on,
      credited: formatTenge(credited),
      due: formatTenge(due.interest),
      correction: formatTenge(due.correction),
    };
    await tx.events.append([
      { goal: goal.id, type: 'interest.posted', at: now, actor, client: null, rulesVersion, data },
    ]);
    const met = reachGoal(goal, allocations.books, now);
    if (met !== undefined) await saveReached(tx, [met], rulesVersion, now);
  }
  return { goal: goal.id, on, due: due.interest, correction: due.correction, credited, difference, shares };
}

/** Who gets what of a sum on a day, by what each has had in since the last sharing. */
export function sharesOf(
  desk: InterestDesk,
  moved: NewMovements,
  total: Money,
  on: CivilDate,
): readonly InterestShare[] {
  if (total <= 0n) return [];
  const members = desk.members.map((member): InterestMember => {
    const { principal, interest } = claimOf(desk.books, member.client);
    return {
      client: member.client,
      joinedAt: member.joinedAt,
      opening: principal + interest - (moved.changes.get(member.client) ?? 0n),
      movements: moved.members.get(member.client) ?? [],
    };
  });
  return allocateInterest(total, members, { from: desk.state.sharedOn, until: on }).filter(({ amount }) => amount > 0n);
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

async function transfersAfter(tx: SavingsTx, goal: GoalId, seq: number): Promise<readonly Transfer[]> {
  const transfers: Transfer[] = [];
  for (let afterSeq = seq; ; ) {
    const page = await tx.transfers.history(goal, { afterSeq, limit: PAGE });
    transfers.push(...page);
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return transfers;
    afterSeq = last.seq;
  }
}
