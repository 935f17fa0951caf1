import { invalidInput, invariant } from '../errors.js';
import { addDays, type CivilDate, weekdayOf } from './civil-date.js';
import { KZ_HOLIDAYS, KZ_WORKING_WEEKENDS } from './kz-holidays.js';

/** The days off besides Saturdays and Sundays, and the Saturdays and Sundays that are worked. */
export type WorkingCalendar = { readonly holidays: ReadonlySet<string>; readonly workingWeekends: ReadonlySet<string> };

/** What a decree or a file adds to a working calendar. */
export type CalendarChanges = { readonly holidays?: Iterable<CivilDate>; readonly workingDays?: Iterable<CivilDate> };

/**
 * The five-day working calendar of Kazakhstan. Years that the reviewed table does not reach yet know only weekends:
 * extend it when the Government publishes theirs.
 */
export const KZ_CALENDAR: WorkingCalendar = {
  holidays: new Set(KZ_HOLIDAYS),
  workingWeekends: new Set(KZ_WORKING_WEEKENDS),
};

/**
 * The calendar with more days off and more days worked, as a decree that moves days off orders it. A day named here
 * wins over what the calendar said before.
 *
 * @throws input.invalid when a day is named as both
 */
export function extendCalendar(calendar: WorkingCalendar, changes: CalendarChanges): WorkingCalendar {
  const holidays = new Set(changes.holidays ?? []);
  const workingDays = new Set(changes.workingDays ?? []);
  const both = [...workingDays].find((date) => holidays.has(date));
  if (both !== undefined) {
    throw invalidInput({ path: 'workingDays', message: `${both} is named both as a holiday and as a working day` });
  }
  return {
    holidays: new Set([...calendar.holidays, ...holidays].filter((date) => !workingDays.has(date as CivilDate))),
    workingWeekends: new Set(
      [...calendar.workingWeekends, ...workingDays].filter((d) => !holidays.has(d as CivilDate)),
    ),
  };
}

/** Whether the bank works on this day. */
export function isWorkingDay(date: CivilDate, calendar: WorkingCalendar = KZ_CALENDAR): boolean {
  if (calendar.workingWeekends.has(date)) return true;
  return weekdayOf(date) <= 5 && !calendar.holidays.has(date);
}

/** The day itself when the bank works on it, otherwise the first day after it on which the bank does. */
export function nextWorkingDay(date: CivilDate, calendar: WorkingCalendar = KZ_CALENDAR): CivilDate {
  let day = date;
  while (!isWorkingDay(day, calendar)) day = addDays(day, 1);
  return day;
}

/**
 * The `n`th working day after this day, which itself does not count; earlier when `n` is negative, the day itself
 * when it is zero.
 */
export function addWorkingDays(date: CivilDate, n: number, calendar: WorkingCalendar = KZ_CALENDAR): CivilDate {
  invariant(Number.isSafeInteger(n), `working days are counted in whole numbers, not ${n}`);
  const step = n < 0 ? -1 : 1;
  let day = date;
  for (let left = Math.abs(n); left > 0; ) {
    day = addDays(day, step);
    if (isWorkingDay(day, calendar)) left -= 1;
  }
  return day;
}
