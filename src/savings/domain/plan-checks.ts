import { DomainError, formatTenge, invalidInput, type Money, requireNameable, toDocument } from '../../shared/index.js';
import type { Goal } from './goal.js';
import type { Plan, PlanConsent } from './plan.js';
import { runDayOf } from './plan-dates.js';
import { type DueDate, LADDER_WEEKS, type PlanRule, watchesAccount } from './plan-rule.js';
import type { Rules } from './rules.js';

/** How many plans a member can have in one goal. */
export const MAX_PLANS_PER_MEMBER = 10;
/** 1 + 2 + … + 52: what a whole ladder saves. */
const LADDER_UNITS = BigInt((LADDER_WEEKS * (LADDER_WEEKS + 1)) / 2);

/** @throws input.invalid */
export function checkedFloor(floor: Money, { minFloor }: Rules): Money {
  if (floor < minFloor) throw invalidInput({ path: 'floor', message: `must be at least ${formatTenge(minFloor)}` });
  requireNameable(floor, 'floor');
  return floor;
}

/**
 * A plan that runs is not started again; nor is one that has ended by the paper on which it was started: whoever
 * imports a file again does not undo what its clients have stopped.
 *
 * @throws plans.already-running plans.limit
 */
export function requireNew(
  rule: PlanRule,
  others: readonly Plan[],
  { reference }: Pick<PlanConsent, 'reference'>,
): void {
  const wanted = toDocument(rule);
  const same = others.find(
    (other) => toDocument(other.rule) === wanted && (isRunning(other) || isOnPaper(other, reference)),
  );
  if (same !== undefined) {
    const runs = isRunning(same) ? 'runs for this goal already' : `was started by the paper ${reference} and has ended`;
    throw new DomainError('plans.already-running', `The same plan ${runs}.`, {
      details: { plan: same.id, status: same.status },
    });
  }
  if (others.filter(isRunning).length < MAX_PLANS_PER_MEMBER) return;
  throw new DomainError('plans.limit', `A member has at most ${MAX_PLANS_PER_MEMBER} plans in one goal.`);
}

/**
 * A fixed amount must be one that can be moved; what is gathered waits until it can.
 *
 * @throws input.invalid savings.transfer-too-small savings.below-min-contribution
 */
export function requireAmount(rule: PlanRule, goal: Goal, { minAutomaticTransfer: minimum }: Rules): void {
  const amount = mostAtOnce(rule);
  if (amount !== null) requireNameable(amount, 'amount');
  if (amount !== null && amount < minimum) {
    throw new DomainError('savings.transfer-too-small', `At least ${formatTenge(minimum)} KZT is moved at once.`, {
      details: { amount, minimum },
    });
  }
  if (rule.kind !== 'fixed') return;
  if (goal.minContribution !== null && rule.amount < goal.minContribution) {
    const minimum = goal.minContribution;
    throw new DomainError(
      'savings.below-min-contribution',
      `The organiser set a minimum of ${formatTenge(minimum)} KZT.`,
      { details: { amount: rule.amount, minimum } },
    );
  }
}

/** @throws input.invalid when the money of a plan's first date would move after the goal's deadline */
export function requireBeforeDeadline({ on }: DueDate, { deadline }: Goal): void {
  const runOn = runDayOf(on);
  if (runOn <= deadline) return;
  const moved = runOn === on ? '' : `, moved on ${runOn},`;
  throw invalidInput({
    path: 'on',
    message: `the first date, ${on}${moved} is after the goal's deadline, ${deadline}`,
  });
}

function isRunning({ status }: Plan): boolean {
  return status === 'active' || status === 'paused';
}

function isOnPaper({ consent }: Plan, reference: string | null): boolean {
  return reference !== null && consent.reference === reference;
}

/** The most that the rule gathers by itself; null where the account decides. */
function mostAtOnce(rule: PlanRule): Money | null {
  if (watchesAccount(rule)) return null;
  return rule.kind === 'fixed' ? rule.amount : rule.unit * LADDER_UNITS;
}
