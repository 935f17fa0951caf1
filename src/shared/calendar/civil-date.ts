import type { Brand } from '../brand.js';
import { invalidInput, invariant } from '../errors.js';

/** A day on the calendar of Almaty, 'YYYY-MM-DD', in the years 1900 to 2199. Later days sort after earlier ones. */
export type CivilDate = Brand<string, 'CivilDate'>;

/** The first year of the calendar. */
export const MIN_YEAR = 1900;
/** The last year of the calendar. */
export const MAX_YEAR = 2199;

const DAY_MS = 86_400_000;
const FIRST_DAY_NUMBER = Date.UTC(MIN_YEAR, 0, 1) / DAY_MS;
const LAST_DAY_NUMBER = Date.UTC(MAX_YEAR, 11, 31) / DAY_MS;

/**
 * Reads a day written as YYYY-MM-DD.
 *
 * @throws input.invalid when it is written otherwise, does not exist (31 February) or is outside 1900 to 2199
 */
export function parseCivilDate(text: string, path = 'date'): CivilDate {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (match === null) throw invalidInput({ path, message: 'is not a date written as YYYY-MM-DD' });
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (year < MIN_YEAR || year > MAX_YEAR) throw outsideCalendar(path);
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) {
    throw invalidInput({ path, message: `there is no day ${text}` });
  }
  return text as CivilDate;
}

/**
 * The day `n` days later, or earlier when `n` is negative.
 *
 * @throws input.invalid when that is outside 1900 to 2199
 */
export function addDays(date: CivilDate, n: number): CivilDate {
  invariant(Number.isSafeInteger(n), `days are counted in whole numbers, not ${n}`);
  return dateOfDayNumber(dayNumberOf(date) + n);
}

/** How many days `to` is after `from`; negative when it is before. */
export function daysBetween(from: CivilDate, to: CivilDate): number {
  return dayNumberOf(to) - dayNumberOf(from);
}

/** Orders days for `sort`: negative when `a` is before `b`, zero when they are the same day. */
export function compareDates(a: CivilDate, b: CivilDate): -1 | 0 | 1 {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The day of the week as ISO 8601 counts it: 1 is Monday, 7 is Sunday. */
export function weekdayOf(date: CivilDate): number {
  // Day 0, 1970-01-01, was a Thursday; the extra 7 keeps the days before it positive.
  return ((((dayNumberOf(date) + 3) % 7) + 7) % 7) + 1;
}

/** Whether the year has a 29 February (Gregorian rule). */
export function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** How many days a month has; months are counted from 1. */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Writes a day from its parts; months are counted from 1. The caller knows that it exists. */
export function civilDate(year: number, month: number, day: number): CivilDate {
  if (year < MIN_YEAR || year > MAX_YEAR) throw outsideCalendar('date');
  return `${year}-${twoDigits(month)}-${twoDigits(day)}` as CivilDate;
}

/** The year, month (from 1) and day of the month. */
export function partsOf(date: CivilDate): { readonly year: number; readonly month: number; readonly day: number } {
  return { year: Number(date.slice(0, 4)), month: Number(date.slice(5, 7)), day: Number(date.slice(8, 10)) };
}

/** Days that were asked for, with their numbers, both ways: at most the 109,573 of this calendar. */
const knownNumbers = new Map<CivilDate, number>();
const knownDates = new Map<number, CivilDate>();

/** The number of the day, counted from 1970-01-01. */
export function dayNumberOf(date: CivilDate): number {
  // Kept: reminders, interest and plans ask for the same few days by the million.
  const known = knownNumbers.get(date);
  if (known !== undefined) return known;
  const { year, month, day } = partsOf(date);
  const number = Date.UTC(year, month - 1, day) / DAY_MS;
  knownNumbers.set(date, number);
  return number;
}

/** The day with this number. */
export function dateOfDayNumber(dayNumber: number): CivilDate {
  const known = knownDates.get(dayNumber);
  if (known !== undefined) return known;
  if (!(dayNumber >= FIRST_DAY_NUMBER && dayNumber <= LAST_DAY_NUMBER)) throw outsideCalendar('date');
  const day = new Date(dayNumber * DAY_MS);
  const date = civilDate(day.getUTCFullYear(), day.getUTCMonth() + 1, day.getUTCDate());
  knownDates.set(dayNumber, date);
  return date;
}

function twoDigits(n: number): string {
  return n < 10 ? `0${n}` : String(n);
}

function outsideCalendar(path: string): Error {
  return invalidInput({ path, message: `is outside the years ${MIN_YEAR} to ${MAX_YEAR}` });
}
