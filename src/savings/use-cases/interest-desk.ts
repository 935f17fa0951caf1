import { type Books, type Transfer, transferPages } from '../../ledger/index.js';
import { type CivilDate, civilDateOf, type GoalId, type Money, sumMoney } from '../../shared/index.js';
import type { Movement } from '../domain/accrual.js';
import { type DuePosting, duePosting } from '../domain/expected-interest.js';
import type { Goal } from '../domain/goal.js';
import { advanceInterest, type InterestTerms, interestTerms, openPosition } from '../domain/interest.js';
import { allocateInterest, type InterestMember, type InterestShare } from '../domain/interest-allocation.js';
import { accountMovements, type NewMovements, newMovements } from '../domain/interest-history.js';
import type { Member } from '../domain/member.js';
import type { BankEntry } from '../ports/bank.js';
import type { InterestPosting, InterestState, OutflowTx } from '../ports/outflow-tx.js';
import type { SavingsTx } from '../ports/savings-tx.js';
import { claimOf, loadBooks } from './payouts.js';

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
  const movements = allMovements({ openedOn, postings }, all, on);
  const postedBefore = sumMoney(postings.map(({ due, correction }) => due + correction));
  return { ...duePosting({ openedOn, terms, movements }, { until: on, isClosing }, postedBefore), moved };
}

/** All that moved the account before a day: the transfers, and where the bank credited another sum than was due. */
export function allMovements(
  { openedOn, postings }: Pick<InterestDesk, 'openedOn' | 'postings'>,
  transfers: readonly Transfer[],
  until: CivilDate,
): Movement[] {
  const differences = postings.flatMap(({ on, credited, due, correction }) =>
    on < until ? [{ date: on, amount: credited - due - correction }] : [],
  );
  return [...accountMovements(transfers, openedOn, until), ...differences];
}

/** The bank's interest entries up to a day that no posting has booked yet. */
export function unbookedEntries({ postings }: InterestDesk, entries: readonly BankEntry[], on: CivilDate): BankEntry[] {
  const booked = new Set(postings.flatMap(({ references }) => references));
  return entries.filter(
    ({ kind, reference, valueDate }) => kind === 'interest' && valueDate <= on && !booked.has(reference),
  );
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

async function transfersAfter(tx: SavingsTx, goal: GoalId, seq: number): Promise<readonly Transfer[]> {
  const transfers: Transfer[] = [];
  for await (const page of transferPages(tx, goal, seq)) transfers.push(...page);
  return transfers;
}
