import { invalidInput, invariant } from './errors.js';

/** An amount of tenge, exact: a whole number of tiyn (1 KZT = 100 tiyn). */
export type Money = bigint;

/** The largest amount there is, in tiyn: what a signed 64-bit column of either database holds. */
export const MAX_MONEY: Money = 2n ** 63n - 1n;

/**
 * The largest amount that anybody may name for a goal, a contribution or a plan, in tiyn: 100 billion tenge. It is far
 * beyond what a household saves, and 900,000 of them add up to less than MAX_MONEY, so that sums of many fit as well.
 */
export const MAX_NAMED_AMOUNT: Money = 100_000_000_000_00n;

const TIYN_PER_TENGE = 100n;
/** Longer digit strings are beyond MAX_MONEY anyway; refusing them first keeps BigInt from parsing megabytes. */
const MAX_WHOLE_DIGITS = 30;
/** A double keeps 15 significant digits: two decimals are safe up to ten trillion tenge, not much beyond. */
const MAX_EXACT_TENGE = 10 ** 13;

/**
 * Reads an amount that a person or a program wrote in tenge, such as "500000.00", "15.5" or 4999.
 * A bigint is already in tiyn and is only checked for its size.
 *
 * @param path where the amount stands in the input; named in the refusal
 * @returns the amount in tiyn
 * @throws input.invalid when it is blank, not a plain decimal number, has more than two decimals or is too large
 */
export function parseMoney(input: string | number | bigint, path = 'amount'): Money {
  if (typeof input === 'bigint') return withinLimit(input, path);
  if (typeof input === 'number') requireExact(input, path);
  const text = String(input);
  const match = /^(-?)(\d+)(?:\.(\d{1,2}))?$/.exec(text);
  if (match === null) throw invalidInput({ path, message: whatIsWrong(text) });
  const [, sign, whole = '', decimals = ''] = match;
  if (whole.length > MAX_WHOLE_DIGITS) throw tooLarge(path);
  const tiyn = BigInt(whole) * TIYN_PER_TENGE + BigInt(decimals.padEnd(2, '0'));
  return withinLimit(sign === '-' ? -tiyn : tiyn, path);
}

/** Writes an amount of tiyn exactly, in tenge with two decimals ("500000.00"), as JSON and the command line carry it. */
export function formatTenge(amount: Money): string {
  const { sign, whole, decimals } = split(amount);
  return `${sign}${whole}.${decimals}`;
}

/**
 * Writes an amount of tiyn for people: "1 234 567,89 ₸" in Russian and Kazakh, "1,234,567.89 ₸" in English.
 * Spaces in ru and kk are non-breaking (U+00A0), so that an amount never falls apart at the end of a line.
 */
export function displayMoney(amount: Money, locale: 'ru' | 'kk' | 'en' = 'ru'): string {
  // By hand, not Intl: the text must be the same on every machine, whatever locale data it has.
  const { sign, whole, decimals } = split(amount);
  const grouped = (separator: string) => whole.replace(/\B(?=(?:\d{3})+$)/g, separator);
  return locale === 'en' ? `${sign}${grouped(',')}.${decimals} ₸` : `${sign}${grouped('\u00a0')},${decimals}\u00a0₸`;
}

/**
 * Checks that an amount is one that may be named for a goal, a contribution or a plan.
 *
 * @param path where the amount stands in the input; named in the refusal
 * @throws input.invalid above MAX_NAMED_AMOUNT
 */
export function requireNameable(amount: Money, path: string): void {
  if (amount <= MAX_NAMED_AMOUNT) return;
  throw invalidInput({ path, message: `is too large: at most ${formatTenge(MAX_NAMED_AMOUNT)} tenge` });
}

/** The smallest of some amounts. */
export function minMoney(first: Money, ...others: readonly Money[]): Money {
  return others.reduce((smallest, amount) => (amount < smallest ? amount : smallest), first);
}

/** The largest of some amounts. */
export function maxMoney(first: Money, ...others: readonly Money[]): Money {
  return others.reduce((largest, amount) => (amount > largest ? amount : largest), first);
}

/** The total of any number of amounts; of none, zero. */
export function sumMoney(amounts: Iterable<Money>): Money {
  let total = 0n;
  for (const amount of amounts) total += amount;
  return total;
}

function withinLimit(amount: Money, path: string): Money {
  if (amount > MAX_MONEY || amount < -MAX_MONEY) throw tooLarge(path);
  return amount;
}

function tooLarge(path: string): Error {
  return invalidInput({ path, message: `is too large: at most ${formatTenge(MAX_MONEY)} tenge` });
}

function requireExact(input: number, path: string): void {
  if (Number.isFinite(input) && Math.abs(input) > MAX_EXACT_TENGE) {
    throw invalidInput({ path, message: 'is too large to be exact as a number: write it as a string' });
  }
}

function whatIsWrong(text: string): string {
  if (text.trim() === '') return 'is empty: write an amount in tenge such as "500000.00"';
  if (/^-?(?:NaN|Infinity)$/.test(text)) return 'is not a number: write an amount in tenge such as "500000.00"';
  if (/^-?[\d.]+e[+-]?\d+$/i.test(text)) return 'has an exponent: write all digits, such as "500000.00"';
  if (/^-?\d+\.\d{3,}$/.test(text)) return 'has more than two decimals: the smallest amount is one tiyn, 0.01';
  return 'is not an amount in tenge such as "500000.00"';
}

function split(amount: Money): { readonly sign: string; readonly whole: string; readonly decimals: string } {
  invariant(amount <= MAX_MONEY && amount >= -MAX_MONEY, `the amount ${amount} tiyn is beyond MAX_MONEY`);
  const magnitude = amount < 0n ? -amount : amount;
  return {
    sign: amount < 0n ? '-' : '',
    whole: String(magnitude / TIYN_PER_TENGE),
    decimals: String(magnitude % TIYN_PER_TENGE).padStart(2, '0'),
  };
}
