import type { CivilDate, Money, RateBps } from '../../shared/index.js';

export const PLAN_KINDS = ['fixed', 'income-share', 'round-up', 'ladder'] as const;
export type PlanKind = (typeof PLAN_KINDS)[number];

export const PLAN_RHYTHMS = ['month', 'fortnight', 'week'] as const;
/** How often a plan that has dates of its own comes due. */
export type PlanRhythm = (typeof PLAN_RHYTHMS)[number];

/** How a fixed amount grows: by a percentage every so many months, or each time the client's income has risen. */
export type PlanGrowth =
  | { readonly by: RateBps; readonly everyMonths: number }
  | { readonly by: RateBps; readonly onRise: true };

/** The same amount again and again, or one that steps up. */
export type FixedRule = {
  readonly kind: 'fixed';
  readonly amount: Money;
  readonly every: PlanRhythm;
  /** The day of the month, 1 to 31 (a shorter month gives its last day), or of the week, 1 for Monday to 7. */
  readonly on: number;
  readonly growth: PlanGrowth | null;
};

/** A share of every salary, moved on the working day after it has arrived. */
export type IncomeShareRule = { readonly kind: 'income-share'; readonly share: RateBps };

/** What rounds every card purchase up to a multiple, gathered day by day until it can be moved. */
export type RoundUpRule = { readonly kind: 'round-up'; readonly to: Money };

/** The 52-week ladder: one unit in the first week, two in the second, 52 in the last; or the other way round. */
export type LadderRule = {
  readonly kind: 'ladder';
  readonly unit: Money;
  /** The day of the week, 1 for Monday to 7. */
  readonly on: number;
  readonly descending: boolean;
};

/** By what rule a plan saves. */
export type PlanRule = FixedRule | IncomeShareRule | RoundUpRule | LadderRule;

/** The multiples to which purchases are rounded up, in tiyn. */
export const ROUND_UP_STEPS: readonly Money[] = [100_00n, 500_00n, 1_000_00n];
export const LADDER_WEEKS = 52;

/** Whether the plan looks every working day at what happened on the client's account, and has no dates of its own. */
export function watchesAccount(rule: PlanRule): rule is IncomeShareRule | RoundUpRule {
  return rule.kind === 'income-share' || rule.kind === 'round-up';
}

/** One date of a plan: its place in the row, counted from 1, and its day. */
export type DueDate = { readonly number: number; readonly on: CivilDate };
