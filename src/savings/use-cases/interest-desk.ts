import type { Books, TransferMove } from '../../ledger/index.js';
import { type CivilDate, civilDateOf, type GoalId, invariant, type Money, sumMoney } from '../../shared/index.js';
import type { Movement } from '../domain/accrual.js';
import { type DuePosting, duePosting } from '../domain/expected-interest.js';
import type { Goal } from '../domain/goal.js';
import { advanceInterest, type InterestTerms, interestTerms, openPosition } from '../domain/interest.js';
import { allocateInterest, type InterestMember, type InterestShare } from '../domain/interest-allocation.js';
import {
  accountMovements,
  claimMovements,
  hasLateMovement,
  type NewMovements,
  newMovements,
} from '../domain/interest-history.js';
import type { Member } from '../domain/member.js';
import type { BankEntry } from '../ports/bank.js';
import type { InterestPosting, InterestState, OutflowTx } from '../ports/outflow-tx.js';
import { claimOf } from './payouts.js';

/** What a goal's interest depends on, as it stands in the running transaction. */
export type InterestDesk = {
  readonly goal: Goal;
  readonly openedOn: CivilDate;
  readonly members: readonly Member[];
  readonly books: Books;
  readonly terms: InterestTerms;
  readonly state: InterestState;
  /** The bank's references that were booked on the day of the position or later. */
  readonly booked: ReadonlySet<string>;
  /** What has moved after `state.settledSeq`. */
  readonly moves: readonly TransferMove[];
  /** The account's movements up to this transfer are computed, if their value dates lie before the position. */
  readonly computedSeq: number;
  /** Everything from the beginning; only where something became known late. */
  readonly history: InterestHistory | undefined;
};

/** All that a goal's interest was ever computed from. */
export type InterestHistory = {
  readonly moves: readonly TransferMove[];
  readonly postings: readonly InterestPosting[];
};

/** What should be posted on a day, and from what. */
export type DueInterest = DuePosting & Pick<NewMovements, 'settledSeq'>;

/**
 * Loads all that postings of these goals need, with one question to each repository whatever their number; the goals are
 * locked until the transaction ends. Only what came since the last posting is read, and the whole history of those goals
 * in which something became known late.
 */
export async function openDesks(tx: OutflowTx, goals: readonly Goal[]): Promise<readonly InterestDesk[]> {
  const ids = goals.map(({ id }) => id);
  const states = await openStates(tx, goals);
  const [members, rates] = [byGoal(await tx.members.ofGoals(ids)), byGoal(await tx.interest.rates(ids))];
  const books = await tx.books.load(ids.map((goal) => ({ goal, accounts: 'all' })));
  const booked = await tx.interest.bookedReferences(states.map(({ goal, position: { from } }) => ({ goal, from })));
  const moves = await tx.transfers.moves(states.map(({ goal, settledSeq: afterSeq }) => ({ goal, afterSeq })));
  const desks = goals.map((goal, index): InterestDesk => {
    const [state, ownBooks] = [states[index], books.get(goal.id)];
    invariant(state !== undefined && ownBooks !== undefined, `goal ${goal.id} has books`);
    const openedOn = civilDateOf(goal.createdAt);
    return {
      goal,
      openedOn,
      members: members.get(goal.id) ?? [],
      books: ownBooks,
      terms: interestTerms(goal.product, openedOn, rates.get(goal.id)),
      state,
      booked: booked.get(goal.id) ?? NOTHING_BOOKED,
      moves: moves.get(goal.id) ?? [],
      computedSeq: state.readSeq,
      history: undefined,
    };
  });
  const late = desks.filter(({ state, moves: own, openedOn }) => hasLateMovement(state, own, openedOn));
  if (late.length === 0) return desks;
  const histories = await readHistories(
    tx,
    late.map(({ goal }) => goal.id),
  );
  return desks.map((desk) => ({ ...desk, history: histories.get(desk.goal.id) }));
}

/** The same for one goal. */
export async function openDesk(tx: OutflowTx, goal: Goal): Promise<InterestDesk> {
  const [desk] = await openDesks(tx, [goal]);
  invariant(desk !== undefined, 'a goal has a desk');
  return desk;
}

const NOTHING_BOOKED: ReadonlySet<string> = new Set();

/** How far the interest of each goal is posted; a goal that nothing was posted for begins on the day it was opened. */
export async function openStates(tx: OutflowTx, goals: readonly Goal[]): Promise<readonly InterestState[]> {
  const states = await tx.interest.states(goals.map(({ id }) => id));
  return goals.map(({ id: goal, createdAt }) => {
    const known = states.get(goal);
    if (known !== undefined) return known;
    const openedOn = civilDateOf(createdAt);
    return { goal, position: openPosition(openedOn), sharedOn: openedOn, readSeq: 0, settledSeq: 0 };
  });
}

/** All transfers and postings of goals, for a computation from the beginning. */
export async function readHistories(
  tx: OutflowTx,
  goals: readonly GoalId[],
): Promise<ReadonlyMap<GoalId, InterestHistory>> {
  const moves = await tx.transfers.moves(goals.map((goal) => ({ goal, afterSeq: 0 })));
  const postings = await tx.interest.postings(goals);
  return new Map(goals.map((goal) => [goal, { moves: moves.get(goal) ?? [], postings: postings.get(goal) ?? [] }]));
}

/** What the bank should credit on a posting day, and from what. */
export function dueInterest(
  { openedOn, terms, state, moves, computedSeq, history }: InterestDesk,
  on: CivilDate,
  isClosing = false,
): DueInterest {
  const { account, settledSeq } = newMovements({ ...state, computedSeq }, moves, openedOn, on);
  if (history === undefined) {
    const { interest, position } = advanceInterest(state.position, account, { until: on, isClosing }, terms);
    return { interest, correction: 0n, position, settledSeq };
  }
  // Something became known late: only the whole history tells what it changes in the months already posted.
  const movements = allMovements(history, openedOn, on);
  const postedBefore = sumMoney(history.postings.map(({ due, correction }) => due + correction));
  return { ...duePosting({ openedOn, terms, movements }, { until: on, isClosing }, postedBefore), settledSeq };
}

/** All that moved the account before a day: the transfers, and where the bank credited another sum than was due. */
export function allMovements(
  { moves, postings }: InterestHistory,
  openedOn: CivilDate,
  until: CivilDate,
): readonly Movement[] {
  const differences = postings.flatMap(({ on, credited, due, correction }) =>
    on < until ? [{ date: on, amount: credited - due - correction }] : [],
  );
  return [...accountMovements(moves, openedOn, until), ...differences];
}

/** The bank's interest entries up to a day that no posting has booked yet. */
export function unbookedEntries(
  { booked, state }: Pick<InterestDesk, 'booked' | 'state'>,
  entries: readonly BankEntry[],
  on: CivilDate,
): readonly BankEntry[] {
  const { from } = state.position;
  // Earlier ones were booked by the posting that has moved the position on, even in statements read before it.
  return entries.filter(
    ({ kind, reference, valueDate }) =>
      kind === 'interest' && valueDate >= from && valueDate <= on && !booked.has(reference),
  );
}

/** Who gets what of a sum on a day, by what each has had in since the last sharing. */
export function sharesOf(
  { members, books, state, moves, openedOn }: InterestDesk,
  total: Money,
  on: CivilDate,
): readonly InterestShare[] {
  if (total <= 0n) return [];
  const moved = claimMovements(state, moves, openedOn, on);
  const sharing = members.map(({ client, joinedAt }): InterestMember => {
    const { principal, interest } = claimOf(books, client);
    const opening = principal + interest - (moved.changes.get(client) ?? 0n);
    return { client, joinedAt, opening, movements: moved.members.get(client) ?? [] };
  });
  const shares = allocateInterest(total, sharing, { from: state.sharedOn, until: on });
  // A report of 50,000 postings keeps them all: a filtered copy would take twice the room.
  return shares.every(({ amount }) => amount > 0n) ? shares : shares.filter(({ amount }) => amount > 0n);
}

function byGoal<Item extends { readonly goal: GoalId }>(items: readonly Item[]): ReadonlyMap<GoalId, readonly Item[]> {
  const groups = new Map<GoalId, Item[]>();
  for (const item of items) {
    const group = groups.get(item.goal);
    if (group === undefined) groups.set(item.goal, [item]);
    else group.push(item);
  }
  return groups;
}
