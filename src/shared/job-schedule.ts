import { startOfDay, civilDateOf } from './calendar/almaty-time.js';
import { addDays, type CivilDate } from './calendar/civil-date.js';
import { firstDay, monthOf, nextMonth } from './calendar/months.js';
import { invalidInput } from './errors.js';
import type { JobSchedule } from './ports/jobs.js';

const MINUTE_MS = 60_000;
const MINUTES_PER_DAY = 1_440;

/** The first moment after this one at which the schedule wants its job to run. */
export function nextRun(schedule: JobSchedule, after: Date): Date {
  const today = civilDateOf(after);
  const tomorrow = addDays(today, 1);
  switch (schedule.every) {
    case 'minutes':
      // A step that does not divide the day is cut short at midnight, so that every day runs alike.
      return earlier(nextStep(startOfDay(today), schedule.minutes * MINUTE_MS, after), startOfDay(tomorrow));
    case 'day':
      return firstAfter(after, [today, tomorrow], schedule.at);
    case 'month':
      return firstAfter(after, [firstDay(monthOf(today)), firstDay(nextMonth(monthOf(today)))], schedule.at);
  }
}

/**
 * Checks a schedule that somebody wrote.
 *
 * @throws input.invalid
 */
export function checkSchedule(schedule: JobSchedule, path: string): void {
  if (schedule.every === 'minutes') {
    const { minutes } = schedule;
    if (Number.isInteger(minutes) && minutes >= 1 && minutes <= MINUTES_PER_DAY) return;
    throw invalidInput({ path, message: `is a whole number of minutes from 1 to ${MINUTES_PER_DAY}` });
  }
  if (/^(?:[01]\d|2[0-3]):[0-5]\d$/.test(schedule.at)) return;
  throw invalidInput({ path, message: `${schedule.at} is not a time of the day written as HH:MM` });
}

function firstAfter(after: Date, days: readonly CivilDate[], at: string): Date {
  const [hours, minutes] = at.split(':').map(Number) as [number, number];
  const moments = days.map((day) => new Date(startOfDay(day).getTime() + (hours * 60 + minutes) * MINUTE_MS));
  return moments.find((moment) => moment > after) ?? after;
}

function nextStep(midnight: Date, stepMs: number, after: Date): Date {
  const steps = Math.floor((after.getTime() - midnight.getTime()) / stepMs) + 1;
  return new Date(midnight.getTime() + steps * stepMs);
}

function earlier(a: Date, b: Date): Date {
  return a < b ? a : b;
}
