import {
  addDays,
  type CivilDate,
  type ClientId,
  type ContributionId,
  DomainError,
  type GoalId,
  type Money,
  type PlanId,
} from '../../shared/index.js';
import { type Goal, requireStatus } from './goal.js';
import { dueFrom, runDayOf } from './plan-dates.js';
import type { DueDate, PlanRule } from './plan-rule.js';

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
  /** The first date of the amount as it was agreed: from it on the months to the next step are counted. */
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

/**
 * @throws plans.not-running
 */
export function requirePlanStatus(plan: Plan, ...statuses: readonly PlanStatus[]): void {
  if (statuses.includes(plan.status)) return;
  throw new DomainError('plans.not-running', `The plan is ${plan.status}.`, {
    details: { plan: plan.id, status: plan.status },
  });
}

/**
 * The next date from a day on, after the last one that was paid or skipped. A date has not passed before the day on
 * which its money is moved.
 */
function continueFrom(plan: Plan, today: CivilDate): Plan {
  if (plan.due === null || plan.runOn === null || plan.sending !== null || plan.runOn >= today) return plan;
  const after = plan.lastOn === null ? today : addDays(plan.lastOn, 1);
  const due = dueFrom(plan.rule, plan.due, after > today ? after : today);
  return { ...plan, due, runOn: runDayOf(due.on), attempts: 0 };
}
