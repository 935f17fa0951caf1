import {
  addDays,
  type CivilDate,
  civilDate,
  civilDateOf,
  daysBetween,
  endOfMonth,
  MIN_YEAR,
  parseCivilDate,
  startOfMonth,
} from '../../src/shared/index.js';

const DAY_ZERO = parseCivilDate('1970-01-01');

/** The first day of the calendar: from it on an account has the rate it was opened with, until another one begins. */
export const FIRST_DAY = dayOf(civilDate(MIN_YEAR, 1, 1));

/** The number of a day in the bank's file: days since 1970-01-01. */
export function dayOf(date: CivilDate): number {
  return daysBetween(DAY_ZERO, date);
}

/** The day with this number. */
export function dateOf(day: number | bigint): CivilDate {
  return addDays(DAY_ZERO, Number(day));
}

/** The number of the day that it is in Almaty at this instant. */
export function dayAt(instant: Date | number | bigint): number {
  return dayOf(civilDateOf(instant instanceof Date ? instant : new Date(Number(instant))));
}

/** The first day of the month of a day. */
export function monthStart(day: number): number {
  return dayOf(startOfMonth(dateOf(day)));
}

/** The last day of the month of a day. */
export function monthEnd(day: number): number {
  return dayOf(endOfMonth(dateOf(day)));
}
