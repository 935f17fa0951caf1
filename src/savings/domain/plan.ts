import {
  addDays,
  type CivilDate,
  type ClientId,
  type ContributionId,
  civilDateOf,
  DomainError,
  formatTenge,
  type GoalId,
  invalidInput,
  type Money,
  type PlanId,
} from '../../shared/index.js';
import { type Goal, requireStatus } from './goal.js';
import { dueFrom, firstDue, runDayOf } from './plan-dates.js';
import type { DueDate, PlanRule } from './plan-rule.js';
import { type PlanTerms, planRule, termsOf } from './plan-terms.js';
import type { Rules } from './rules.js';

export const PLAN_STATUSES = ['active', 'paused', 'finished', 'stopped'] as const;
export type PlanStatus = (typeof PLAN_STATUSES)[number];

/** That the client agreed to the terms of a plan: when, through whom, and where the paper is if there is one. */
export type PlanConsent = { readonly givenAt: Date; readonly givenBy: string; readonly reference: string | null };

/** A client's standing order to save for one goal: from their main account to the goal's savings account, nowhere else. */
export type Plan = {
  readonly id: PlanId;
  readonly goal: GoalId;
  readonly client: ClientId;
  readonly rule: PlanRule;
  readonly status: PlanStatus;
  /** Tiyn that always stay on the main account. */
  readonly floor: Money;
  /** Whether dates that were skipped for want of money are paid together with a later one. */
  readonly catchUp: boolean;
  readonly consent: PlanConsent;
  readonly startedOn: CivilDate;
  /** The date that is to be paid next; null when there is none any more. */
  readonly due: DueDate | null;
  /** The day on which the bank is to move it; later than the date after a holiday or a failed attempt. */
  readonly runOn: CivilDate | null;
  /** How often the money of the present date was not there. */
  readonly attempts: number;
  /** The contribution of the present date, while the bank has not said what became of it. */
  readonly sending: ContributionId | null;
  /** Tiyn gathered below the least that is moved at once. */
  readonly collected: Money;
  /** Tiyn of dates that were skipped for want of money and not caught up. */
  readonly missed: Money;
  /** How often a risen income has stepped the amount up, and the month's income that was the last measure. */
  readonly rises: number;
  readonly income: Money | null;
  /** The last day of the client's account that was looked at. */
  readonly readTo: CivilDate;
  /** The last date that was paid or skipped: no date comes twice, whatever is changed. */
  readonly lastOn: CivilDate | null;
  readonly createdAt: Date;
};

export type StartPlanTerms = PlanTerms & {
  readonly floor?: Money | undefined;
  readonly catchUp?: boolean | undefined;
  /** The first day it may come due; today when absent. */
  readonly from?: CivilDate | undefined;
};

/** How many plans a member can have in one goal. */
export const MAX_PLANS_PER_MEMBER = 10;

type StartState = {
  readonly id: PlanId;
  readonly goal: Goal;
  readonly client: ClientId;
  readonly consent: PlanConsent;
  readonly others: readonly Plan[];
  readonly rules: Rules;
  readonly now: Date;
};

/**
 * Decides a new plan.
 *
 * @throws input.invalid savings.goal-not-active savings.transfer-too-small savings.below-min-contribution
 * @throws plans.already-running when the client has the same plan in this goal, as after a button pressed twice
 */
export function startPlan(terms: StartPlanTerms, state: StartState): Plan {
  const { goal, client, rules, now } = state;
  requireStatus(goal, 'active');
  const { floor, catchUp = false, from, ...ruleTerms } = terms;
  const rule = planRule(ruleTerms);
  const today = civilDateOf(now);
  if (from !== undefined && from < today) throw invalidInput({ path: 'from', message: `must not be before ${today}` });
  requireNew(rule, state.others);
  requireAmount(rule, goal, rules);
  const due = firstDue(rule, from ?? today);
  requireBeforeDeadline(due, goal);
  return {
    id: state.id,
    goal: goal.id,
    client,
    rule,
    status: 'active',
    floor: checkedFloor(floor ?? rules.minFloor, rules),
    catchUp,
    consent: state.consent,
    startedOn: due.on,
    due,
    runOn: runDayOf(due.on),
    attempts: 0,
    sending: null,
    collected: 0n,
    missed: 0n,
    rises: 0,
    income: null,
    readTo: addDays(from ?? today, -1),
    lastOn: null,
    createdAt: now,
  };
}

/** Holds a plan still; its dates pass unpaid until it is resumed. */
export function pausePlan(plan: Plan): Plan {
  requirePlanStatus(plan, 'active');
  return { ...plan, status: 'paused' };
}

/** Lets a paused plan go on with its next date. What happened on the account meanwhile is not looked at. */
export function resumePlan(plan: Plan, goal: Goal, today: CivilDate): Plan {
  requirePlanStatus(plan, 'paused');
  requireStatus(goal, 'active');
  return { ...continueFrom(plan, today), status: 'active', readTo: addDays(today, -1) };
}

/** Ends a plan by the client's will. */
export function stopPlan(plan: Plan): Plan {
  requirePlanStatus(plan, 'active', 'paused');
  return { ...plan, status: 'stopped', due: null, runOn: null };
}

type ChangeState = Omit<StartState, 'id' | 'client'>;

/**
 * Changes the terms of a plan; what is not named stays. A date that was paid or skipped does not come again.
 *
 * @throws input.invalid plans.not-running savings.transfer-too-small savings.below-min-contribution
 * @throws savings.contribution-pending while a transfer of the plan is on its way
 */
export function changePlan(plan: Plan, terms: Omit<StartPlanTerms, 'from'>, state: ChangeState): Plan {
  requirePlanStatus(plan, 'active', 'paused');
  requireIdle(plan);
  const { floor, catchUp, ...ruleTerms } = terms;
  const { goal, rules, now } = state;
  const named = Object.fromEntries(Object.entries(ruleTerms).filter(([, value]) => value !== undefined));
  const rule = planRule(ruleTerms.kind === undefined ? { ...termsOf(plan.rule), ...named } : ruleTerms);
  requireNew(rule, state.others);
  requireAmount(rule, goal, rules);
  const changed: Plan = {
    ...plan,
    rule,
    floor: floor === undefined ? plan.floor : checkedFloor(floor, rules),
    catchUp: catchUp ?? plan.catchUp,
    consent: state.consent,
  };
  if (JSON.stringify(named) === '{}') return changed;
  const restarted = continueFrom({ ...changed, due: firstDue(rule, civilDateOf(now)) }, civilDateOf(now));
  if (restarted.due !== null) requireBeforeDeadline(restarted.due, goal);
  return restarted;
}

/**
 * @throws plans.not-running
 */
export function requirePlanStatus(plan: Plan, ...statuses: readonly PlanStatus[]): void {
  if (statuses.includes(plan.status)) return;
  throw new DomainError('plans.not-running', `The plan is ${plan.status}.`, {
    details: { plan: plan.id, status: plan.status },
  });
}

/** What is on its way was decided by the terms that hold now. */
function requireIdle({ id, sending }: Plan): void {
  if (sending === null) return;
  throw new DomainError('savings.contribution-pending', 'A transfer of this plan is on its way.', {
    details: { plan: id, contribution: sending },
  });
}

/** The next date from a day on, after the last one that was paid or skipped. */
function continueFrom(plan: Plan, today: CivilDate): Plan {
  if (plan.due === null || plan.sending !== null) return plan;
  const after = plan.lastOn === null ? today : addDays(plan.lastOn, 1);
  const due = dueFrom(plan.rule, plan.due, after > today ? after : today);
  return { ...plan, due, runOn: runDayOf(due.on), attempts: 0 };
}

function checkedFloor(floor: Money, { minFloor }: Rules): Money {
  if (floor >= minFloor) return floor;
  throw invalidInput({ path: 'floor', message: `must be at least ${formatTenge(minFloor)}` });
}

function requireNew(rule: PlanRule, others: readonly Plan[]): void {
  const running = others.filter(({ status }) => status === 'active' || status === 'paused');
  const same = running.find((other) => isSameRule(other.rule, rule));
  if (same !== undefined) {
    throw new DomainError('plans.already-running', 'The same plan runs for this goal already.', {
      details: { plan: same.id },
    });
  }
  if (running.length < MAX_PLANS_PER_MEMBER) return;
  throw new DomainError('plans.limit', `A member has at most ${MAX_PLANS_PER_MEMBER} plans in one goal.`);
}

function isSameRule(a: PlanRule, b: PlanRule): boolean {
  const text = (rule: PlanRule) =>
    JSON.stringify(rule, (_key, value) => (typeof value === 'bigint' ? `${value}` : value));
  return text(a) === text(b);
}

/** A fixed amount must be one that can be moved; what is gathered waits until it can. */
function requireAmount(rule: PlanRule, goal: Goal, rules: Rules): void {
  if (rule.kind !== 'fixed') return;
  if (rule.amount < rules.minAutomaticTransfer) {
    const minimum = rules.minAutomaticTransfer;
    throw new DomainError('savings.transfer-too-small', `At least ${formatTenge(minimum)} KZT is moved at once.`, {
      details: { amount: rule.amount, minimum },
    });
  }
  if (goal.minContribution !== null && rule.amount < goal.minContribution) {
    const minimum = goal.minContribution;
    throw new DomainError(
      'savings.below-min-contribution',
      `The organiser set a minimum of ${formatTenge(minimum)} KZT.`,
      { details: { amount: rule.amount, minimum } },
    );
  }
}

function requireBeforeDeadline({ on }: DueDate, { deadline }: Goal): void {
  if (on <= deadline) return;
  throw invalidInput({ path: 'on', message: `the first date, ${on}, is after the goal's deadline, ${deadline}` });
}
