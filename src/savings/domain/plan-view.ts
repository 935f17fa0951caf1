import type { CivilDate, ClientId, GoalId, Money, PlanId } from '../../shared/index.js';
import type { Goal } from './goal.js';
import type { Plan, PlanConsent, PlanStatus } from './plan.js';
import { sumOf } from './plan-amount.js';
import { dueAfter, runDayOf } from './plan-dates.js';
import { type PlanRule, watchesAccount } from './plan-rule.js';

/** A date that is still to come, the day on which the money moves, and how much; null where the account decides. */
export type NextDate = { readonly on: CivilDate; readonly runOn: CivilDate; readonly amount: Money | null };

/** A plan as its client and operations read it, in the library and in `--json`. */
export type PlanView = {
  readonly id: PlanId;
  readonly goal: GoalId;
  readonly client: ClientId;
  readonly status: PlanStatus;
  readonly rule: PlanRule;
  readonly floor: Money;
  readonly catchUp: boolean;
  readonly collected: Money;
  readonly missed: Money;
  readonly attempts: number;
  /** True while the bank has not answered about the present date. */
  readonly isSending: boolean;
  readonly consent: PlanConsent;
  readonly next: readonly NextDate[];
  readonly createdAt: Date;
};

const SHOWN_DATES = 3;

/** Shows a plan with its next three dates and sums; none that would move after the goal's deadline. */
export function viewPlan(plan: Plan, goal: Pick<Goal, 'deadline'>): PlanView {
  const { id, client, status, rule, floor, catchUp, collected, missed, attempts, sending, consent, createdAt } = plan;
  return {
    id,
    goal: plan.goal,
    client,
    status,
    rule,
    floor,
    catchUp,
    collected,
    missed,
    attempts,
    isSending: sending !== null,
    consent,
    next: nextDates(plan, goal.deadline),
    createdAt,
  };
}

function nextDates(plan: Plan, deadline: CivilDate): NextDate[] {
  const dates: NextDate[] = [];
  for (let due = plan.due; due !== null && dates.length < SHOWN_DATES; due = dueAfter(plan.rule, due)) {
    const runOn = due === plan.due && plan.runOn !== null ? plan.runOn : runDayOf(due.on);
    if (runOn > deadline) break;
    dates.push({ on: due.on, runOn, amount: watchesAccount(plan.rule) ? null : sumOf(plan, due) });
  }
  return dates;
}
