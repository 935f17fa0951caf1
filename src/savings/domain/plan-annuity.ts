import { Decimal, divideHalfEven, divideUp, maxMoney, minMoney, type Money } from '../../shared/index.js';
import type { PeriodicRate } from './plan-interval.js';

/** What is saved for, from what, and what one interval earns. Money in tiyn. */
export type Saving = { readonly target: Money; readonly have: Money; readonly rate: PeriodicRate };

/** Decimals of a tiyn to which a payment of any plan is exact with the 40 digits of the core's decimals. */
const EXACT_DECIMALS = 12;

/** One interval of a plan: what its end brings, and the balance after it. Money in tiyn. */
export type ScheduleStep = {
  /** What is put in; of the last line only what is missing. */
  readonly contribution: Money;
  /** What the balance of the line before has earned, rounded half to even to the tiyn. */
  readonly interest: Money;
  readonly balance: Money;
};

/**
 * The amount that, put in at the end of every interval, meets the target within `count` of them: the annuity payment,
 * rounded up to the step. Interest is credited in whole tiyn; where those roundings would leave the target a few tiyn
 * short, it is one step more.
 *
 * Formula: PMT = (G - H(1+r)^n) r / ((1+r)^n - 1), the payment of an ordinary annuity; (G - H) / n without interest.
 *
 * @returns zero when the money at hand and its interest are enough
 */
export function contributionFor(saving: Saving, count: number, step: Money): Money {
  const isMetBy = (amount: Money) => contributionsToMeet(saving, amount, count) !== undefined;
  if (isMetBy(0n)) return 0n;
  let amount = divideUp(payment(saving, count), step) * step;
  // A line is rounded by half a tiyn at most, so the payment lacks half a tiyn at most: one turn or none.
  while (!isMetBy(amount)) amount += step;
  return amount;
}

/**
 * How many intervals it takes until the balance is at the target; zero when it is there already.
 *
 * @returns undefined when `limit` intervals are not enough
 */
export function contributionsToMeet({ target, have, rate }: Saving, amount: Money, limit: number): number | undefined {
  let balance = have;
  for (let number = 0; number <= limit; number += 1) {
    if (balance >= target) return number;
    balance += interestOn(balance, rate) + amount;
  }
  return undefined;
}

/**
 * The intervals of a plan until the target is met, or `limit` of them. The last contribution is trimmed to what is
 * missing.
 *
 * @param amountOf what is put in at the end of each interval, counted from 1
 */
export function scheduleOf(
  { target, have, rate }: Saving,
  amountOf: (number: number) => Money,
  limit: number,
): readonly ScheduleStep[] {
  const steps: ScheduleStep[] = [];
  let balance = have;
  while (steps.length < limit && balance < target) {
    const interest = interestOn(balance, rate);
    const missing = maxMoney(0n, target - balance - interest);
    const contribution = minMoney(missing, amountOf(steps.length + 1));
    balance += interest + contribution;
    steps.push({ contribution, interest, balance });
  }
  return steps;
}

function interestOn(balance: Money, { numerator, denominator }: PeriodicRate): Money {
  return divideHalfEven(balance * numerator, denominator);
}

/** The exact payment rounded up to the tiyn, at least one. */
function payment({ target, have, rate }: Saving, count: number): Money {
  if (rate.numerator === 0n) return divideUp(target - have, BigInt(count));
  const perPeriod = new Decimal(rate.numerator.toString()).div(rate.denominator.toString());
  const growth = perPeriod.plus(1).pow(count);
  const missing = new Decimal(target.toString()).minus(growth.times(have.toString()));
  const exact = missing.times(perPeriod).div(growth.minus(1));
  // A twelfth of a percent has no end: without this a payment of exactly 1,000 could come out as 1,000.01.
  const tiyn = exact.toDecimalPlaces(EXACT_DECIMALS).toFixed(0, Decimal.ROUND_UP);
  return exact.lt(1) ? 1n : BigInt(tiyn);
}
