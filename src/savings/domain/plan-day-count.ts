import { type CivilDate, maxMoney, type Money, sumMoney } from '../../shared/index.js';
import { duePosting } from './expected-interest.js';
import { interestTerms } from './interest.js';
import type { SavingsProduct } from './product.js';

/** What the same contributions come to as the bank itself counts interest. Money in tiyn. */
export type DayCount = {
  readonly capitalisation: SavingsProduct['capitalisation'];
  /** Earned by the last day of the plan, what is not credited yet included. */
  readonly interest: Money;
  readonly total: Money;
  /** What is missing to the target on that day; zero when nothing is. */
  readonly missing: Money;
};

type Paid = { readonly date: CivilDate; readonly contribution: Money };

/**
 * Puts a plan on the bank's own scale: actual/365 on end-of-day balances, capitalised on the first of each month. The
 * annuity formula knows no days, so that the two differ a little; the bank's one is what will happen.
 */
export function byDayCount(
  { target, have, start, schedule }: DayCountPlan,
  product: Pick<SavingsProduct, 'rateBps' | 'capitalisation'>,
): DayCount {
  const end = schedule.at(-1)?.date ?? start;
  const movements = [
    { date: start, amount: have },
    ...schedule.map(({ date, contribution }) => ({ date, amount: contribution })),
  ];
  const account = { openedOn: start, terms: interestTerms(product, start), movements };
  const interest = duePosting(account, { until: end, isClosing: true }, 0n).position.posted;
  const total = sumMoney(movements.map(({ amount }) => amount)) + interest;
  return { capitalisation: product.capitalisation, interest, total, missing: maxMoney(0n, target - total) };
}

type DayCountPlan = {
  readonly target: Money;
  readonly have: Money;
  readonly start: CivilDate;
  readonly schedule: readonly Paid[];
};
