import {
  addDays,
  type CivilDate,
  type ClientId,
  civilDateOf,
  invalidInput,
  type Money,
  type PlanId,
} from '../../shared/index.js';
import { type Goal, requireStatus } from './goal.js';
import type { Plan, PlanConsent } from './plan.js';
import { checkedFloor, requireAmount, requireBeforeDeadline, requireNew } from './plan-checks.js';
import { firstDue, runDayOf } from './plan-dates.js';
import { type PlanTerms, planRule } from './plan-terms.js';
import type { Rules } from './rules.js';

export type StartPlanTerms = PlanTerms & {
  readonly floor?: Money | undefined;
  readonly catchUp?: boolean | undefined;
  /** The first day it may come due; today when absent. */
  readonly from?: CivilDate | undefined;
};

type StartState = {
  readonly id: PlanId;
  readonly goal: Goal;
  readonly client: ClientId;
  readonly consent: PlanConsent;
  /** The client's other plans in this goal, those that have ended included. */
  readonly others: readonly Plan[];
  readonly rules: Rules;
  readonly now: Date;
};

/**
 * Decides a new plan.
 *
 * @throws input.invalid savings.goal-not-active savings.transfer-too-small savings.below-min-contribution plans.limit
 * @throws plans.already-running when the client has the same plan in this goal, as after a button pressed twice, or had
 *   it by the same paper, as after a file that was imported twice
 */
export function startPlan(terms: StartPlanTerms, state: StartState): Plan {
  const { goal, client, rules, now } = state;
  requireStatus(goal, 'active');
  const { floor, catchUp = false, from, ...ruleTerms } = terms;
  const rule = planRule(ruleTerms);
  const today = civilDateOf(now);
  if (from !== undefined && from < today) throw invalidInput({ path: 'from', message: `must not be before ${today}` });
  requireNew(rule, state.others, state.consent);
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
