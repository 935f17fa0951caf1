import { invariant, type Money } from '../../src/shared/index.js';

/** What a savings account had and earned over a run of days. */
export type AccrualInput = {
  /** The first and the last day that bear interest; nothing when `to` is before `from`. */
  readonly from: number;
  readonly to: number;
  /** Balance by value date at the end of the day before `from`. */
  readonly opening: Money;
  /** Signed entries with value days from `from` to `to`, in order. */
  readonly entries: readonly { readonly day: number; readonly amount: Money }[];
  /** Rates in the order of their days, each until the next begins. */
  readonly rates: readonly { readonly fromDay: number; readonly rateBps: bigint }[];
};

/** Basis points in one, times the days of a year (actual/365): what a sum of tiyn x bps x days is divided by. */
const YEAR_BPS_DAYS = 10_000n * 365n;

/**
 * The bank's own calculation of interest: end-of-day balances by value date, so that the day of a deposit counts.
 * Written apart from the calculation of the core, which checks it.
 *
 * @returns the exact sum over the days in tiyn x basis points x days; `toTiyn` makes money of it
 */
export function accrue({ from, to, opening, entries, rates }: AccrualInput): bigint {
  let total = 0n;
  let balance = opening;
  let next = 0;
  for (let day = from; day <= to; ) {
    for (let entry = entries[next]; entry !== undefined && entry.day <= day; entry = entries[next]) {
      balance += entry.amount;
      next += 1;
    }
    const newRate = rates.find(({ fromDay }) => fromDay > day);
    const until = Math.min(to + 1, entries[next]?.day ?? to + 1, newRate?.fromDay ?? to + 1);
    total += balance * rateOn(rates, day) * BigInt(until - day);
    day = until;
  }
  return total;
}

/** Rounds accrued interest half-even to the tiyn, once, when it is credited. */
export function toTiyn(accrued: bigint): Money {
  const sign = accrued < 0n ? -1n : 1n;
  const magnitude = accrued * sign;
  const whole = magnitude / YEAR_BPS_DAYS;
  const twice = (magnitude % YEAR_BPS_DAYS) * 2n;
  const isUp = twice > YEAR_BPS_DAYS || (twice === YEAR_BPS_DAYS && whole % 2n === 1n);
  return sign * (isUp ? whole + 1n : whole);
}

function rateOn(rates: AccrualInput['rates'], day: number): bigint {
  const rate = rates.filter(({ fromDay }) => fromDay <= day).at(-1);
  invariant(rate, 'a savings account has a rate on every day');
  return rate.rateBps;
}
