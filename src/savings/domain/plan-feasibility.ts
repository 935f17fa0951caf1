import type { ClientId, Money } from '../../shared/index.js';
import { monthlyCost } from './plan-interval.js';
import type { SavingTerms } from './plan-wish.js';
import { splitAll, splitSum } from './plan-split.js';
import type { Rules } from './rules.js';

/** Why a plan cannot be carried out as it is. Money in tiyn. */
export type PlanObstacle = {
  /**
   * A contribution under the minimum of an automatic transfer, more principal than one client may save, or more a month
   * than can be spared.
   */
  readonly code: 'below-minimum' | 'over-limit' | 'over-surplus';
  /** The member whom it stops; null where the plan is one client's or all are meant. */
  readonly client: ClientId | null;
  /** The contribution, the principal, or the cost of an average month. */
  readonly amount: Money;
  /** The minimum, the limit, or the surplus. */
  readonly bound: Money;
};

/** What a plan asks of its payers. */
export type PlanDemand = {
  readonly amount: Money;
  /** Money at hand, which is principal too. */
  readonly have: Money;
  readonly contributions: readonly Money[];
};

/**
 * Everything that stops a plan. The money at hand counts as put in by the members in the same parts as the rest. A
 * last contribution that is trimmed below the minimum is no obstacle: it can be paid by hand.
 *
 * @returns nothing when the plan is feasible
 */
export function obstaclesTo({ amount, have, contributions }: PlanDemand, terms: SavingTerms, rules: Rules) {
  const { members, step, every, surplus } = terms;
  const { minAutomaticTransfer: minimum, clientLimit: limit } = rules;
  const clientAt = (index: number) => members[index]?.client ?? null;
  const obstacles: PlanObstacle[] = [];
  for (const [index, part] of splitSum(amount, members, step).entries()) {
    const isPayer = amount > 0n && members[index]?.weight !== 0n;
    if (isPayer && part < minimum) {
      obstacles.push({ code: 'below-minimum', client: clientAt(index), amount: part, bound: minimum });
    }
  }
  const atHand = splitSum(have, members, step);
  for (const [index, paid] of splitAll(contributions, members, step).entries()) {
    const principal = paid + (atHand[index] ?? 0n);
    if (principal > limit) {
      obstacles.push({ code: 'over-limit', client: clientAt(index), amount: principal, bound: limit });
    }
  }
  const cost = monthlyCost(amount, every);
  if (surplus !== undefined && cost > surplus) {
    obstacles.push({ code: 'over-surplus', client: null, amount: cost, bound: surplus });
  }
  return obstacles;
}
