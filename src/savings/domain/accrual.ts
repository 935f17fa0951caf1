import {
  type CivilDate,
  Decimal,
  daysBetween,
  divideHalfEven,
  invariant,
  type Money,
  type RateBps,
} from '../../shared/index.js';

/** A change of a balance: signed tiyn, and the value date from which it counts. */
export type Movement = { readonly date: CivilDate; readonly amount: Money };

/** A nominal yearly rate and the first day on which it holds; it holds until the next one begins. */
export type RateFrom = { readonly from: CivilDate; readonly rateBps: RateBps };

/** The days from `from` on, up to the day before `until`. */
export type Period = { readonly from: CivilDate; readonly until: CivilDate };

/**
 * Interest before rounding, as a whole number: tiyn x days x basis points. `ACCRUAL_PER_TIYN` of it are one tiyn.
 * A whole number keeps what a decimal cannot: a 365th has no end.
 */
export type Accrual = bigint;

/** 365 days (actual/365, in leap years too) times 10,000 basis points. */
export const ACCRUAL_PER_TIYN: Accrual = 365n * 10_000n;

/** Enough to tell any two accruals of a tenge and a day apart. */
const SHOWN_DECIMALS = 10;

/**
 * What end-of-day balances earn over some days, before rounding: a deposit earns from its value date on, the last
 * day that earns is the day before `until`.
 *
 * Formula: the sum of balance x days x rate, actual/365. It is linear in every movement, so a movement counts by itself
 * for the days that are left: no sorting, no walk from day to day, and a day's deposits may be split at will.
 *
 * @param opening the balance at the beginning of `period.from`, in tiyn
 * @param movements in any order, each within the period
 * @param rates ascending by date, the first no later than `period.from`
 */
export function accrue(
  opening: Money,
  movements: readonly Movement[],
  period: Period,
  rates: readonly RateFrom[],
): Accrual {
  invariant(period.from <= period.until, `a period does not end before it begins on ${period.from}`);
  const segments = rateSegments(rates, period);
  let accrual = opening * weightOf(segments, period.from);
  for (const { date, amount } of movements) {
    invariant(
      date >= period.from && date < period.until,
      `${date} is not from ${period.from} to before ${period.until}`,
    );
    accrual += amount * weightOf(segments, date);
  }
  return accrual;
}

/** Rounds what was accrued to whole tiyn, half to even: banker's rounding favours neither the client nor the bank. */
export function roundAccrual(accrual: Accrual): Money {
  return divideHalfEven(accrual, ACCRUAL_PER_TIYN);
}

/** Writes what was accrued in tenge with ten decimals, "38.3561643836", for the explanation of a sum. */
export function formatAccrual(accrual: Accrual): string {
  return new Decimal(accrual.toString())
    .div(ACCRUAL_PER_TIYN.toString())
    .div(100)
    .toFixed(SHOWN_DECIMALS, Decimal.ROUND_HALF_EVEN);
}

/** The stretches of the period in which one rate holds, in order. */
export function rateSegments(rates: readonly RateFrom[], period: Period): (Period & { readonly rateBps: RateBps })[] {
  const first = rates[0];
  invariant(first !== undefined && first.from <= period.from, `no rate holds on ${period.from}`);
  return rates.flatMap(({ from, rateBps }, index) => {
    const next = rates[index + 1]?.from;
    invariant(next === undefined || from < next, 'rates are in the order of their dates');
    const segment = {
      from: from > period.from ? from : period.from,
      until: next !== undefined && next < period.until ? next : period.until,
      rateBps,
    };
    return segment.from < segment.until ? [segment] : [];
  });
}

/** Days x basis points that a tiyn still earns for when it arrives on this day. */
function weightOf(segments: readonly (Period & { readonly rateBps: RateBps })[], date: CivilDate): bigint {
  // A century at 1000 % is below 10^10: a double counts days x basis points exactly.
  let weight = 0;
  for (const { from, until, rateBps } of segments) {
    if (date < until) weight += rateBps * daysBetween(date > from ? date : from, until);
  }
  return BigInt(weight);
}
