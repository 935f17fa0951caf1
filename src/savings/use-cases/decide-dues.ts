import { type Actor, actorName } from '../../access/index.js';
import {
  asContributionId,
  type CivilDate,
  type ErrorCode,
  invariant,
  type Money,
  type PlanId,
} from '../../shared/index.js';
import { type DueDecision, type DueFacts, decideDue, floorOf } from '../domain/automatic-transfer.js';
import { type Contribution, missingIn } from '../domain/contribution.js';
import type { Plan } from '../domain/plan.js';
import { type PlanCause, planEvent, unpaidEvent } from '../domain/plan-events.js';
import { afterDecision, sendDue } from '../domain/plan-progress.js';
import { watchAccount } from '../domain/plan-watch.js';
import type { BankEntry, BankTransferCommand } from '../ports/bank.js';
import type { SavingsPorts } from '../ports/index.js';
import type { SavingsTx } from '../ports/savings-tx.js';
import {
  addContribution,
  bankOrder,
  booksIn,
  type ContributionBatch,
  loadContributionBatch,
  pairOf,
  saveContributionBatch,
} from './contribution-batch.js';

/** A plan whose date is due, with what was just read about the client's main account. */
export type DueItem = {
  readonly plan: Plan;
  /** Tiyn. */
  readonly balance: Money;
  /** What was booked on the days that the plan had to be told of. */
  readonly entries: readonly BankEntry[];
  readonly readOn: CivilDate;
};

/** What was decided about a date of a plan: that the bank is to be asked, or why it is not. */
export type DecidedDue =
  | { readonly outcome: 'sent'; readonly contribution: Contribution; readonly order: BankTransferCommand }
  | { readonly outcome: Unsent; readonly reason: ErrorCode | null };

/** `passed`: there was nothing to move. `gone`: somebody else was faster. */
type Unsent = 'collected' | 'passed' | 'postponed' | 'skipped' | 'ended' | 'gone';

type Deps = Pick<SavingsPorts, 'clock' | 'ids' | 'digest'> & {
  readonly actor: Actor;
  /** A try between two attempts: money that is still not there changes nothing. */
  readonly isExtra: boolean;
};

/** The decisions about many dates, and what has to be written for them. */
export type DecidedDues = {
  readonly dues: readonly DecidedDue[];
  readonly batch: ContributionBatch;
  readonly plans: readonly Plan[];
};

/**
 * Decides dates of many plans in one transaction. The plans are read again, locked, so that each date is decided once,
 * whoever else is at work.
 */
export async function decideDues(tx: SavingsTx, items: readonly DueItem[], deps: Deps): Promise<DecidedDues> {
  const payments = items.map(({ plan }) => plan);
  const batch = await loadContributionBatch(tx, payments, deps.clock.now());
  const plans = await tx.plans.findMany(payments.map(({ id }) => id));
  const saved = new Map<PlanId, Plan>();
  const dues = items.map(({ plan: seen, balance, entries, readOn }): DecidedDue => {
    const plan = saved.get(seen.id) ?? plans.get(seen.id);
    if (plan === undefined || !isStillDue(plan, seen)) return { outcome: 'gone', reason: null };
    const { due, next } = decideOne(batch, watchAccount(plan, entries, readOn), balance, deps);
    saved.set(plan.id, next);
    return due;
  });
  return { dues, batch, plans: [...saved.values()] };
}

/** Writes what was decided: pending contributions for what is to be paid, and where each plan stands. */
export async function saveDues(tx: SavingsTx, { batch, plans }: DecidedDues): Promise<void> {
  await tx.plans.saveProgress(plans);
  await saveContributionBatch(tx, batch);
}

function isStillDue(plan: Plan, seen: Plan): boolean {
  const isWaiting = plan.status === 'active' && plan.sending === null;
  return isWaiting && plan.due?.on === seen.due?.on && plan.attempts === seen.attempts;
}

type UnsentDue = Exclude<DecidedDue, { readonly outcome: 'sent' }>;
type Decided = { readonly due: DecidedDue; readonly next: Plan };

function decideOne(batch: ContributionBatch, plan: Plan, balance: Money, deps: Deps): Decided {
  const facts = factsOf(batch, plan, balance);
  const decision = decideDue(plan, facts);
  if (decision.do === 'pay') return pay(batch, plan, { amount: decision.amount, facts, deps });
  if (deps.isExtra && 'reason' in decision && decision.reason === 'bank.insufficient-funds') {
    return { due: { outcome: 'postponed', reason: decision.reason }, next: plan };
  }
  const cause = { actor: actorName(deps.actor), now: batch.now, rulesVersion: batch.rules.version };
  const next = afterDecision(plan, decision, batch.today);
  const due = told(decision);
  batch.events.push(...eventsOf(plan, next, due, cause));
  return { due, next };
}

function factsOf(batch: ContributionBatch, plan: Plan, balance: Money): DueFacts {
  const goal = batch.goals.get(plan.goal);
  const client = batch.clients.get(plan.client);
  invariant(goal !== undefined && client !== undefined, 'the goal and the client of a plan are kept as long as it is');
  return {
    today: batch.today,
    goal,
    client,
    member: batch.members.get(pairOf(client.id, goal.id)),
    missing: missingIn(goal, booksIn(batch, goal.id)),
    clientTotal: batch.totals.get(client.id) ?? 0n,
    rules: batch.rules,
    balance,
  };
}

function told(decision: Exclude<DueDecision, { readonly do: 'pay' }>): UnsentDue {
  switch (decision.do) {
    case 'collect':
      return { outcome: 'collected', reason: null };
    case 'pass':
      return { outcome: 'passed', reason: null };
    case 'postpone':
      return { outcome: 'postponed', reason: decision.reason };
    case 'skip':
      return { outcome: 'skipped', reason: decision.reason };
    case 'end':
      return { outcome: 'ended', reason: decision.reason };
  }
}

function eventsOf(plan: Plan, next: Plan, { outcome, reason }: UnsentDue, cause: PlanCause) {
  const isUnpaid = outcome === 'postponed' || outcome === 'skipped';
  const unpaid = isUnpaid ? [unpaidEvent(plan, outcome, reason ?? '', cause)] : [];
  if (next.status !== 'finished' && next.status !== 'stopped') return unpaid;
  return [...unpaid, planEvent(plan, `plan.${next.status}`, cause, outcome === 'ended' ? { reason } : {})];
}

type Due = { readonly amount: Money; readonly facts: DueFacts; readonly deps: Deps };

function pay(batch: ContributionBatch, plan: Plan, { amount, facts, deps }: Due): Decided {
  const { goal, client, rules } = facts;
  invariant(plan.due !== null && client.account !== null, 'only a date with an account is paid');
  const id = deps.ids.next();
  const contribution: Contribution = {
    id: asContributionId(id),
    goal: goal.id,
    client: client.id,
    amount,
    key: id,
    status: 'pending',
    reason: null,
    valueDate: batch.today,
    plan: { id: plan.id, on: plan.due.on },
    createdAt: batch.now,
  };
  addContribution(batch, contribution, deps);
  const from = client.account;
  const order = bankOrder(contribution, { from, to: goal.account, keepAtLeast: floorOf(plan, rules) });
  return { due: { outcome: 'sent', contribution, order }, next: sendDue(plan, contribution.id) };
}
