import type { Brand } from '../brand.js';
import { invalidInput, invariant } from '../errors.js';
import { type CivilDate, civilDate, daysInMonth, MAX_YEAR, MIN_YEAR, partsOf } from './civil-date.js';

/** A calendar month, 'YYYY-MM'. Later months sort after earlier ones. */
export type Month = Brand<string, 'Month'>;

/**
 * Reads a month written as YYYY-MM.
 *
 * @throws input.invalid when it is written otherwise or outside 1900 to 2199
 */
export function parseMonth(text: string, path = 'month'): Month {
  if (!/^\d{4}-(?:0[1-9]|1[0-2])$/.test(text))
    throw invalidInput({ path, message: 'is not a month written as YYYY-MM' });
  const year = Number(text.slice(0, 4));
  if (year < MIN_YEAR || year > MAX_YEAR) {
    throw invalidInput({ path, message: `is outside the years ${MIN_YEAR} to ${MAX_YEAR}` });
  }
  return text as Month;
}

/** The month in which the day lies. */
export function monthOf(date: CivilDate): Month {
  return date.slice(0, 7) as Month;
}

/** The first day of the month. */
export function firstDay(month: Month): CivilDate {
  return startOfMonth(`${month}-01` as CivilDate);
}

/** The last day of the month. */
export function lastDay(month: Month): CivilDate {
  return endOfMonth(`${month}-01` as CivilDate);
}

/**
 * The month after this one.
 *
 * @throws input.invalid after December 2199
 */
export function nextMonth(month: Month): Month {
  return monthOf(addMonths(firstDay(month), 1));
}

/**
 * The month before this one.
 *
 * @throws input.invalid before January 1900
 */
export function previousMonth(month: Month): Month {
  return monthOf(addMonths(firstDay(month), -1));
}

/** The first day of the month in which the day lies. */
export function startOfMonth(date: CivilDate): CivilDate {
  return `${monthOf(date)}-01` as CivilDate;
}

/** The last day of the month in which the day lies. */
export function endOfMonth(date: CivilDate): CivilDate {
  const { year, month } = partsOf(date);
  return civilDate(year, month, daysInMonth(year, month));
}

/**
 * The same day `n` months later (earlier when negative), or the last day of that month when it is shorter.
 * A series of dates passes the day it began with as `anchorDay`, so that February does not shorten the months after
 * it: 31 January, 28 February, 31 March.
 *
 * @param anchorDay the wished day of the month, 1 to 31; by default the day of `date`
 * @throws input.invalid when the result is outside 1900 to 2199
 */
export function addMonths(date: CivilDate, n: number, anchorDay?: number): CivilDate {
  const { year, month, day } = partsOf(date);
  const wished = anchorDay ?? day;
  invariant(Number.isSafeInteger(n), `months are counted in whole numbers, not ${n}`);
  invariant(Number.isInteger(wished) && wished >= 1 && wished <= 31, `a month has no day ${wished}`);
  const monthNumber = year * 12 + (month - 1) + n;
  const targetYear = Math.floor(monthNumber / 12);
  const targetMonth = monthNumber - targetYear * 12 + 1;
  return civilDate(targetYear, targetMonth, Math.min(wished, daysInMonth(targetYear, targetMonth)));
}
