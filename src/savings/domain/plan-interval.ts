import {
  addDays,
  addMonths,
  type CivilDate,
  daysBetween,
  Decimal,
  divideUp,
  type Money,
  type RateBps,
  rateFraction,
} from '../../shared/index.js';
import type { PlanRhythm } from './plan-rule.js';

/** What a balance earns in one interval, as an exact fraction of it. */
export type PeriodicRate = { readonly numerator: bigint; readonly denominator: bigint };

const DAYS_IN = { fortnight: 14, week: 7 } as const satisfies Record<Exclude<PlanRhythm, 'month'>, number>;
const DAYS_IN_YEAR = 365;
const MONTHS_IN_YEAR = 12;
const BPS_IN_ONE = 10_000;
/** A balance has at most 19 digits: with 30 decimals in the rate its interest is exact to a hundred-billionth tiyn. */
const RATE_DECIMALS = 30;

/**
 * The day of a plan's contribution, counted from 1: one interval after the plan's first day, and so on. A month that is
 * too short takes its last day, and the months after it the day that was meant: 31 January, 28 February, 31 March.
 */
export function contributionDate(start: CivilDate, number: number, every: PlanRhythm): CivilDate {
  return every === 'month' ? addMonths(start, number) : addDays(start, number * DAYS_IN[every]);
}

/** How many contributions fall on the days after `start` up to `until`, that day included. */
export function contributionsUntil(start: CivilDate, until: CivilDate, every: PlanRhythm): number {
  if (every !== 'month') return Math.floor(daysBetween(start, until) / DAYS_IN[every]);
  const months = monthNumber(until) - monthNumber(start);
  return addMonths(start, months) > until ? months - 1 : months;
}

/**
 * The rate of one interval. Of a month it is a twelfth of the nominal yearly rate, as the bank capitalises monthly. Of
 * a week or a fortnight it is the one that in 365 days compounds to the same effective yearly rate: weekly
 * contributions do not make the bank capitalise weekly, and a plan must not promise that they do.
 *
 * Formula: r = R/12; over d days r = (1 + R/12)^(12d/365) - 1, the equivalent rate of compound interest.
 */
export function periodicRate(rateBps: RateBps, every: PlanRhythm): PeriodicRate {
  if (every === 'month') return { numerator: BigInt(rateBps), denominator: BigInt(BPS_IN_ONE * MONTHS_IN_YEAR) };
  const months = new Decimal(MONTHS_IN_YEAR * DAYS_IN[every]).div(DAYS_IN_YEAR);
  const rate = rateFraction(rateBps).div(MONTHS_IN_YEAR).plus(1).pow(months).minus(1);
  const scale = new Decimal(10).pow(RATE_DECIMALS);
  return { numerator: BigInt(rate.times(scale).toFixed(0)), denominator: BigInt(scale.toFixed(0)) };
}

/**
 * What contributions come to in an average month, in tiyn, rounded up: a year of 365 days has 52 1/7 weeks, a twelfth of
 * which is a month. A month of five paydays costs more, one of four less.
 */
export function monthlyCost(amount: Money, every: PlanRhythm): Money {
  if (every === 'month') return amount;
  return divideUp(amount * BigInt(DAYS_IN_YEAR), BigInt(DAYS_IN[every] * MONTHS_IN_YEAR));
}

function monthNumber(date: CivilDate): number {
  return Number(date.slice(0, 4)) * MONTHS_IN_YEAR + Number(date.slice(5, 7));
}
