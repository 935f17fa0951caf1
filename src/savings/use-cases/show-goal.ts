import { type Actor, authorise, isAllowed, relationToSelf } from '../../access/index.js';
import { type Books, type Transfer, transferPages } from '../../ledger/index.js';
import { type CivilDate, DomainError, type GoalId, invariant, type Money, pages } from '../../shared/index.js';
import type { Goal } from '../domain/goal.js';
import { isActiveMember, type Member } from '../domain/member.js';
import { type GoalProgress, type ProgressPoint, progressOf } from '../domain/progress.js';
import { type AmountsVisible, type GoalView, viewGoal } from '../domain/view.js';
import type { SavingsPorts } from '../ports/index.js';
import type { GoalFilter, SavingsTx } from '../ports/savings-tx.js';
import { openGoal, requireGoal } from './load.js';

export type ShowGoalDeps = Pick<SavingsPorts, 'store' | 'clock'>;
export type GoalRequest = { readonly actor: Actor; readonly goal: GoalId };

/**
 * Shows a goal to those who are in it or invited to it, to staff, and to an advisor when every member agreed.
 * A member sees the sums of others who agreed to show them.
 *
 * @throws not-found access.denied
 */
export class ShowGoal {
  readonly #deps: ShowGoalDeps;

  constructor(deps: ShowGoalDeps) {
    this.#deps = deps;
  }

  async execute(request: GoalRequest): Promise<GoalView> {
    const { store, clock } = this.#deps;
    return store.read(async (tx) => (await readGoal(tx, request, clock.now())).view);
  }
}

/**
 * Shows how far a goal is: missing sum, days left, pace, and its way day by day.
 *
 * @throws not-found access.denied
 */
export class ShowGoalProgress {
  readonly #deps: ShowGoalDeps;

  constructor(deps: ShowGoalDeps) {
    this.#deps = deps;
  }

  async execute(request: GoalRequest): Promise<GoalProgress> {
    const { store, clock } = this.#deps;
    return store.read(async (tx) => {
      const now = clock.now();
      const { goal, view } = await readGoal(tx, request, now);
      return progressOf(goal, view, await progressPoints(tx, goal.id), now);
    });
  }
}

export type ListGoalsCommand = GoalFilter & { readonly actor: Actor };

/**
 * Lists goals: a client's own, or all of them for staff.
 *
 * @throws access.denied
 */
export class ListGoals {
  readonly #deps: ShowGoalDeps;

  constructor(deps: ShowGoalDeps) {
    this.#deps = deps;
  }

  async execute({ actor, ...filter }: ListGoalsCommand): Promise<readonly GoalView[]> {
    const { store, clock } = this.#deps;
    const client = filter.client ?? (actor.kind === 'client' ? actor.client : undefined);
    authorise(actor, 'goals.list', relationToSelf(actor, client));
    const views: GoalView[] = [];
    const load = (after: GoalId | null) =>
      store.read(async (tx) =>
        viewMany(tx, await tx.goals.page({ ...filter, client }, after, LIST_PAGE), actor, clock.now()),
      );
    for await (const page of pages(load, ({ id }) => id)) views.push(...page);
    return views;
  }
}

const LIST_PAGE = 200;

async function readGoal(tx: SavingsTx, { actor, goal: id }: GoalRequest, now: Date) {
  const isConsentNeeded = isAllowed(actor, 'goals.show-consented') && !isAllowed(actor, 'goals.show');
  const { goal, members } = isConsentNeeded
    ? await readConsented(tx, id)
    : await openGoal(tx, actor, 'goals.show', id, now);
  const books = await allBooks(tx, [id]);
  return { goal, view: viewGoal(goal, members, booksOf(books, id), visibilityFor(actor), now) };
}

async function readConsented(tx: SavingsTx, id: GoalId): Promise<{ goal: Goal; members: readonly Member[] }> {
  const goal = await requireGoal(tx, id);
  const members = await tx.members.ofGoals([id]);
  if (members.filter(isActiveMember).every((member) => member.shareWithAdvisor)) return { goal, members };
  throw new DomainError('access.denied', 'Not every member of this goal agreed to show it to an advisor.', {
    details: { goal: id },
  });
}

async function viewMany(tx: SavingsTx, goals: readonly Goal[], actor: Actor, now: Date): Promise<GoalView[]> {
  const ids = goals.map((goal) => goal.id);
  const members = await tx.members.ofGoals(ids);
  const books = await allBooks(tx, ids);
  const isVisible = visibilityFor(actor);
  return goals.map((goal) => viewGoal(goal, ofGoal(members, goal.id), booksOf(books, goal.id), isVisible, now));
}

function ofGoal(members: readonly Member[], goal: GoalId): readonly Member[] {
  return members.filter((member) => member.goal === goal);
}

async function allBooks(tx: SavingsTx, goals: readonly GoalId[]): Promise<ReadonlyMap<GoalId, Books>> {
  return tx.books.load(goals.map((goal) => ({ goal, accounts: 'all' })));
}

function booksOf(books: ReadonlyMap<GoalId, Books>, goal: GoalId): Books {
  const found = books.get(goal);
  invariant(found !== undefined, `goal ${goal} has books`);
  return found;
}

/** Whose sums this reader may see: their own, those of members who agreed to it, all of them, or nobody's. */
export function visibilityFor(actor: Actor): AmountsVisible {
  if (isAllowed(actor, 'goals.show-amounts')) return () => true;
  if (actor.kind === 'client') return (member) => member.shareAmounts || member.client === actor.client;
  if (isAllowed(actor, 'goals.show-consented')) return (member) => member.shareWithAdvisor;
  return () => false;
}

/** The money in the goal at the end of each day on which it changed, by value date. */
async function progressPoints(tx: SavingsTx, goal: GoalId): Promise<readonly ProgressPoint[]> {
  const byDay = new Map<CivilDate, Money>();
  for await (const page of transferPages(tx, goal)) {
    for (const transfer of page) {
      const change = claimChange(transfer);
      if (change !== 0n) byDay.set(transfer.valueDate, (byDay.get(transfer.valueDate) ?? 0n) + change);
    }
  }
  let collected = 0n;
  return [...byDay]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([date, change]) => ({ date, collected: (collected += change) }));
}

/** What a transfer adds to the members' claims. */
function claimChange({ phase, debit, credit, amount }: Transfer): Money {
  if (phase !== 'posted' && phase !== 'post') return 0n;
  return ('client' in credit ? amount : 0n) - ('client' in debit ? amount : 0n);
}
