import {
  addDays,
  type ClientId,
  type CivilDate,
  civilDateOf,
  DomainError,
  formatTenge,
  invalidInput,
  type Money,
  type PlanId,
  toDocument,
} from '../../shared/index.js';
import { type Goal, requireStatus } from './goal.js';
import { continueFrom, type Plan, type PlanConsent, requirePlanStatus } from './plan.js';
import { firstDue, runDayOf } from './plan-dates.js';
import type { DueDate, PlanRule } from './plan-rule.js';
import { type PlanTerms, planRule, termsOf } from './plan-terms.js';
import type { Rules } from './rules.js';

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

/** What is on its way was decided by the terms that hold now. */
function requireIdle({ id, sending }: Plan): void {
  if (sending === null) return;
  throw new DomainError('savings.contribution-pending', 'A transfer of this plan is on its way.', {
    details: { plan: id, contribution: sending },
  });
}

function checkedFloor(floor: Money, { minFloor }: Rules): Money {
  if (floor >= minFloor) return floor;
  throw invalidInput({ path: 'floor', message: `must be at least ${formatTenge(minFloor)}` });
}

function requireNew(rule: PlanRule, others: readonly Plan[]): void {
  const running = others.filter(({ status }) => status === 'active' || status === 'paused');
  const same = running.find((other) => toDocument(other.rule) === toDocument(rule));
  if (same !== undefined) {
    throw new DomainError('plans.already-running', 'The same plan runs for this goal already.', {
      details: { plan: same.id },
    });
  }
  if (running.length < MAX_PLANS_PER_MEMBER) return;
  throw new DomainError('plans.limit', `A member has at most ${MAX_PLANS_PER_MEMBER} plans in one goal.`);
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
