import { addDays, type CivilDate, civilDateOf, DomainError, type Money } from '../../shared/index.js';
import type { Goal } from './goal.js';
import { type Plan, type PlanConsent, requirePlanStatus } from './plan.js';
import { sumOf } from './plan-amount.js';
import { checkedFloor, requireAmount, requireBeforeDeadline, requireNew } from './plan-checks.js';
import { firstDue, runDayOf } from './plan-dates.js';
import { type PlanRule, watchesAccount } from './plan-rule.js';
import { type PlanTerms, planRule, termsOf } from './plan-terms.js';
import type { Rules } from './rules.js';

export type ChangePlanTerms = PlanTerms & {
  readonly floor?: Money | undefined;
  readonly catchUp?: boolean | undefined;
};

type ChangeState = {
  readonly goal: Goal;
  readonly consent: PlanConsent;
  readonly others: readonly Plan[];
  readonly rules: Rules;
  readonly now: Date;
};

/**
 * Changes the terms of a plan; what is not named stays, an amount that has stepped up included. Who names the kind says
 * the whole rule anew. A date that was paid or skipped does not come again, and one that is still to be paid comes,
 * unless other dates are chosen.
 *
 * @throws input.invalid plans.not-running plans.already-running savings.transfer-too-small
 *   savings.below-min-contribution
 * @throws savings.contribution-pending while a transfer of the plan is on its way
 */
export function changePlan(plan: Plan, { floor, catchUp, ...terms }: ChangePlanTerms, state: ChangeState): Plan {
  requirePlanStatus(plan, 'active', 'paused');
  requireIdle(plan);
  const { goal, consent, rules, now } = state;
  const named = Object.fromEntries(Object.entries(terms).filter(([, value]) => value !== undefined)) as PlanTerms;
  const rule = planRule(named.kind === undefined ? { ...keptTerms(plan, named), ...named } : named);
  requireNew(rule, state.others, consent);
  if (Object.keys(named).length > 0) requireAmount(rule, goal, rules);
  const changed: Plan = {
    ...plan,
    floor: floor === undefined ? plan.floor : checkedFloor(floor, rules),
    catchUp: catchUp ?? plan.catchUp,
    consent,
  };
  if (Object.keys(named).length === 0) return changed;
  const today = civilDateOf(now);
  const dated = datesOf(rule) === datesOf(plan.rule) ? { ...changed, rule } : redated(changed, rule, today);
  if (dated.due !== null && dated.due !== plan.due) requireBeforeDeadline(dated.due, goal);
  // What happened on the account while another kind held is none of the new one's business.
  const readTo = rule.kind === plan.rule.kind ? plan.readTo : addDays(today, -1);
  return { ...(namesSum(named) ? restepped(dated) : dated), readTo };
}

/** What is on its way was decided by the terms that hold now. */
function requireIdle({ id, sending }: Plan): void {
  if (sending === null) return;
  throw new DomainError('savings.contribution-pending', 'A transfer of this plan is on its way.', {
    details: { plan: id, contribution: sending },
  });
}

/** The terms that stay unless they are named. Of the two ways to step up the one that is named takes over. */
function keptTerms({ rule, due, ...rest }: Plan, named: PlanTerms): PlanTerms {
  const isStepping = rule.kind === 'fixed' && rule.growth !== null;
  return {
    ...termsOf(rule),
    ...(isStepping && due !== null && namesSum(named) && { amount: sumOf({ rule, ...rest }, due) }),
    ...(named.stepMonths !== undefined && { stepOnRise: undefined }),
    ...(named.stepOnRise === true && { stepMonths: undefined }),
  };
}

function namesSum({ kind, amount, stepPercent, stepMonths, stepOnRise }: PlanTerms): boolean {
  return [kind, amount, stepPercent, stepMonths, stepOnRise].some((term) => term !== undefined);
}

/** An amount that is agreed anew steps up from its next date on. */
function restepped(plan: Plan): Plan {
  return { ...plan, startedOn: plan.due?.on ?? plan.startedOn, rises: 0, income: null };
}

/** What two rules must have in common to come due on the same days. */
function datesOf(rule: PlanRule): string {
  if (watchesAccount(rule)) return 'account';
  return rule.kind === 'fixed' ? `fixed ${rule.every} ${rule.on}` : `ladder ${rule.on}`;
}

/** Begins a new row of dates, after the last one that was paid or skipped. A ladder goes on with its step. */
function redated(plan: Plan, rule: PlanRule, today: CivilDate): Plan {
  const afterLast = plan.lastOn === null ? today : addDays(plan.lastOn, 1);
  const { on } = firstDue(rule, afterLast > today ? afterLast : today);
  const number = rule.kind === plan.rule.kind ? (plan.due?.number ?? 1) : 1;
  return { ...plan, rule, due: { number, on }, runOn: runDayOf(on), attempts: 0 };
}
