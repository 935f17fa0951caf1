import { type Books, type BooksChange, type Instruction, record } from '../../ledger/index.js';
import {
  asTransferId,
  type ErrorCode,
  type ContributionId,
  formatTenge,
  type GoalId,
  invariant,
  NotFound,
  type Outcome,
  type PlanId,
} from '../../shared/index.js';
import { type Contribution, heldTransfer } from '../domain/contribution.js';
import type { EventData, EventType, SavingsEvent } from '../domain/event.js';
import type { Goal } from '../domain/goal.js';
import type { Plan } from '../domain/plan.js';
import type { BankRefusal, BankTransferResult } from '../ports/bank.js';
import type { SavingsPorts } from '../ports/index.js';
import type { SavingsTx } from '../ports/savings-tx.js';
import { answerPlans } from './answer-plans.js';
import { booksRequests } from './contribution-batch.js';
import { currentRules } from './load.js';
import { reachGoal, saveReached } from './reach-goals.js';

type FinalAnswer = Exclude<BankTransferResult, { readonly status: 'held' }>;

/** What the bank said about a contribution, once and for all. */
export type Answer = {
  /** What never changes about it tells what has to be loaded; how it stands is read anew. */
  readonly contribution: Pick<Contribution, 'id' | 'goal' | 'client' | 'plan'>;
  readonly answer: FinalAnswer;
};

type Deps = Pick<SavingsPorts, 'store' | 'clock' | 'ids' | 'digest'>;

/**
 * Posts or voids what the bank has decided, many in one transaction. A contribution that someone else resolved
 * meanwhile is returned as it is. The goal is met exactly once: by the posting that brings it to its target.
 */
export async function resolveContributions(
  deps: Deps,
  answers: readonly Answer[],
): Promise<readonly Outcome<Contribution>[]> {
  return deps.store.transact(async (tx) => {
    const batch = await loadBatch(tx, deps, answers);
    const outcomes = answers.map(({ contribution: { id }, answer }): Outcome<Contribution> => {
      const contribution = batch.contributions.get(id);
      if (contribution === undefined) return { status: 'refused', error: new NotFound('contribution', id) };
      return { status: 'completed', value: resolve(batch, contribution, answer, deps) };
    });
    if (batch.resolved.length > 0) {
      const met = reach(batch);
      await tx.books.save(batch.changes);
      await tx.contributions.resolveMany(batch.resolved);
      const answered = answerPlans(batch.resolved, batch.plans, batch);
      await tx.plans.saveProgress(answered.plans);
      await tx.events.append([...batch.events, ...answered.events]);
      await saveReached(tx, met, batch.rulesVersion, batch.now);
    }
    return outcomes;
  });
}

type Batch = {
  readonly now: Date;
  readonly rulesVersion: number;
  readonly contributions: Map<ContributionId, Contribution>;
  readonly goals: ReadonlyMap<GoalId, Goal>;
  readonly plans: ReadonlyMap<PlanId, Plan>;
  readonly books: Map<GoalId, Books>;
  readonly changes: BooksChange[];
  readonly resolved: Contribution[];
  readonly events: SavingsEvent[];
};

async function loadBatch(tx: SavingsTx, { clock }: Deps, answers: readonly Answer[]): Promise<Batch> {
  const now = clock.now();
  const answered = answers.map(({ contribution }) => contribution);
  const requests = booksRequests(answered);
  // All at once, in this order: none of them needs another's answer.
  const [goals, contributions, plans, books, rules] = await Promise.all([
    tx.goals.findMany(requests.map(({ goal }) => goal)),
    tx.contributions.findMany(answered.map(({ id }) => id)),
    tx.plans.findMany(answered.flatMap(({ plan }) => plan?.id ?? [])),
    tx.books.load(requests),
    currentRules(tx, now),
  ]);
  return {
    now,
    rulesVersion: rules.version,
    contributions: new Map(contributions),
    goals,
    plans,
    books: new Map(books),
    changes: [],
    resolved: [],
    events: [],
  };
}

function resolve(batch: Batch, contribution: Contribution, answer: FinalAnswer, { ids, digest }: Deps): Contribution {
  if (contribution.status !== 'pending') return contribution;
  const books = batch.books.get(contribution.goal);
  invariant(books !== undefined, 'the books of every pending contribution are loaded');
  const id = asTransferId(ids.next());
  const pending = heldTransfer(contribution);
  const instruction: Instruction =
    answer.status === 'completed'
      ? { do: 'post-pending', id, pending, valueDate: answer.valueDate }
      : { do: 'void-pending', id, pending, reason: answer.reason };
  const change = record(books, [instruction], { now: batch.now, digest });
  const resolved: Contribution = {
    ...contribution,
    status: answer.status,
    reason: answer.status === 'refused' ? refusalCode(answer.reason) : null,
  };
  batch.books.set(contribution.goal, change.books);
  batch.contributions.set(contribution.id, resolved);
  batch.changes.push(change);
  batch.resolved.push(resolved);
  batch.events.push(contributionEvent(batch, resolved));
  return resolved;
}

/** The goals that this batch has brought to their target. */
function reach(batch: Batch): Goal[] {
  const touched = new Set(batch.resolved.map(({ goal }) => goal));
  return [...batch.goals.values()].flatMap((goal) => {
    if (!touched.has(goal.id)) return [];
    const books = batch.books.get(goal.id);
    return (books && reachGoal(goal, books, batch.now)) ?? [];
  });
}

function contributionEvent(batch: Batch, { id, goal, client, amount, status, reason }: Contribution): SavingsEvent {
  const data = { contribution: id, amount: formatTenge(amount) };
  return status === 'completed'
    ? systemEvent(batch, goal, 'contribution.completed', client, data)
    : systemEvent(batch, goal, 'contribution.refused', client, { ...data, reason });
}

function systemEvent(
  batch: Batch,
  goal: GoalId,
  type: EventType,
  client: SavingsEvent['client'],
  data: EventData,
): SavingsEvent {
  return { goal, type, at: batch.now, actor: 'system', client, rulesVersion: batch.rulesVersion, data };
}

function refusalCode(reason: BankRefusal): ErrorCode {
  switch (reason) {
    case 'insufficient-funds':
      return 'bank.insufficient-funds';
    case 'account-closed':
      return 'bank.account-closed';
    case 'account-unknown':
    case 'limit':
    case 'blocked':
      return 'bank.refused';
  }
}
