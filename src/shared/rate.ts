import { Decimal as SharedDecimal } from 'decimal.js';
import { invalidInput, invariant } from './errors.js';
import { MAX_MONEY, type Money } from './money.js';

/**
 * Decimal arithmetic with 40 significant digits, for rates and interest inside the core only.
 * A private clone: nobody who embeds Jinaq and configures decimal.js can change what a client earns.
 */
export const Decimal = SharedDecimal.clone({ defaults: true, precision: 40, rounding: SharedDecimal.ROUND_HALF_EVEN });
/** A decimal number of the core. */
export type Decimal = SharedDecimal;

/** A rate in basis points: 1400 is 14.00 %. */
export type RateBps = number;

/** How a share of a tiyn becomes a whole tiyn; `down` is towards zero and `up` is away from it. */
export type Rounding = 'half-even' | 'half-up' | 'down' | 'up';

/** The largest rate there is, in basis points: 1000 %. */
export const MAX_RATE_BPS: RateBps = 100_000;

const ROUNDING_MODES = {
  'half-even': SharedDecimal.ROUND_HALF_EVEN,
  'half-up': SharedDecimal.ROUND_HALF_UP,
  down: SharedDecimal.ROUND_DOWN,
  up: SharedDecimal.ROUND_UP,
} as const satisfies Record<Rounding, SharedDecimal.Rounding>;

/** Wide enough for 19 digits of money times 40 of a factor, so that an amount is rounded once, not twice. */
const WideDecimal = SharedDecimal.clone({ defaults: true, precision: 80 });

/** The rate as a fraction of one: 1400 basis points are 0.14. */
export function rateFraction(bps: RateBps): Decimal {
  invariant(Number.isSafeInteger(bps), `a rate is a whole number of basis points, not ${bps}`);
  return new Decimal(bps).div(10_000);
}

/** Multiplies an amount of tiyn by a factor and rounds once, in the named way, to whole tiyn. */
export function applyRate(amount: Money, factor: Decimal, rounding: Rounding): Money {
  invariant(factor.isFinite(), 'money is multiplied by finite factors only');
  const exact = new WideDecimal(amount.toString()).times(factor);
  const result = BigInt(exact.toFixed(0, ROUNDING_MODES[rounding]));
  invariant(result <= MAX_MONEY && result >= -MAX_MONEY, 'a rate made an amount beyond MAX_MONEY');
  return result;
}

/**
 * The yearly effective rate that the bank must show beside a nominal rate: what a tenge earns in a year when
 * interest is capitalised `periodsPerYear` times.
 *
 * Formula: (1 + r/m)^m - 1, the effective annual rate of compound interest.
 *
 * @param nominalPercent yearly rate in percent, such as "14.0"
 * @returns percent with one decimal, half up: 14.0 monthly is "14.9"
 * @throws input.invalid when the rate is not a plain decimal number from 0 to 1000
 */
export function effectiveAnnualRate(nominalPercent: string | number, periodsPerYear: number): string {
  invariant(
    Number.isSafeInteger(periodsPerYear) && periodsPerYear > 0,
    'a year has a whole, positive number of periods',
  );
  const nominal = new Decimal(plainPercent(nominalPercent, 'rate')).div(100);
  const effective = nominal.div(periodsPerYear).plus(1).pow(periodsPerYear).minus(1);
  return effective.times(100).toFixed(1, Decimal.ROUND_HALF_UP);
}

/**
 * Reads a rate written in percent: 14, "14" and "14.00" are 1400 basis points.
 *
 * @returns the rate in basis points
 * @throws input.invalid when it is not a plain decimal number from 0 to 1000 with at most two decimals
 */
export function parsePercent(input: string | number, path = 'rate'): RateBps {
  const text = plainPercent(input, path);
  if (/\.\d{3,}$/.test(text)) throw invalidInput({ path, message: 'has more than two decimals' });
  return new Decimal(text).times(100).toNumber();
}

function plainPercent(input: string | number, path: string): string {
  const text = String(input);
  if (!/^\d{1,4}(?:\.\d{1,20})?$/.test(text) || new Decimal(text).times(100).gt(MAX_RATE_BPS)) {
    throw invalidInput({ path, message: 'is not a rate in percent from 0 to 1000 such as "14.5"' });
  }
  return text;
}
