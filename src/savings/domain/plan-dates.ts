import { addDays, addMonths, type CivilDate, nextWorkingDay, startOfMonth, weekdayOf } from '../../shared/index.js';
import { type DueDate, LADDER_WEEKS, type PlanRhythm, type PlanRule } from './plan-rule.js';

const WEEK_DAYS = 7;
const FORTNIGHT_DAYS = 14;

/**
 * The first date of a plan that begins on this day. A plan that watches the account first looks on the working day
 * after it, when the day is over.
 */
export function firstDue(rule: PlanRule, from: CivilDate): DueDate {
  return { number: 1, on: dateFrom(rule, from) };
}

/** The date after this one; null after the last step of a ladder. The 31st comes back after a February. */
export function dueAfter(rule: PlanRule, { number, on }: DueDate): DueDate | null {
  if (rule.kind === 'ladder' && number >= LADDER_WEEKS) return null;
  return { number: number + 1, on: stepFrom(rule, on) };
}

/** The first date on or after a day that continues the plan's row: what lay before it is left out, not caught up. */
export function dueFrom(rule: PlanRule, due: DueDate, from: CivilDate): DueDate {
  if (due.on >= from) return due;
  // A ladder is climbed step by step, however long it rests; a fortnight keeps its weeks.
  const { number } = due;
  if (rule.kind !== 'fixed' || rule.every !== 'fortnight') return { number, on: dateFrom(rule, from) };
  let on = due.on;
  while (on < from) on = addDays(on, FORTNIGHT_DAYS);
  return { number, on };
}

/** The day on which the bank moves the money of a date: the next working day when the date is none. */
export function runDayOf(date: CivilDate): CivilDate {
  return nextWorkingDay(date);
}

function dateFrom(rule: PlanRule, from: CivilDate): CivilDate {
  switch (rule.kind) {
    case 'fixed':
      return rule.every === 'month' ? dayOfMonthFrom(rule.on, from) : weekdayFrom(rule.on, from);
    case 'ladder':
      return weekdayFrom(rule.on, from);
    case 'income-share':
    case 'round-up':
      return nextWorkingDay(addDays(from, 1));
  }
}

function stepFrom(rule: PlanRule, on: CivilDate): CivilDate {
  switch (rule.kind) {
    case 'fixed':
      return step(rule.every, on, rule.on);
    case 'ladder':
      return addDays(on, WEEK_DAYS);
    case 'income-share':
    case 'round-up':
      return nextWorkingDay(addDays(on, 1));
  }
}

function step(every: PlanRhythm, on: CivilDate, day: number): CivilDate {
  return every === 'month' ? addMonths(on, 1, day) : addDays(on, every === 'week' ? WEEK_DAYS : FORTNIGHT_DAYS);
}

function dayOfMonthFrom(day: number, from: CivilDate): CivilDate {
  const inThisMonth = addMonths(startOfMonth(from), 0, day);
  return inThisMonth >= from ? inThisMonth : addMonths(from, 1, day);
}

function weekdayFrom(day: number, from: CivilDate): CivilDate {
  return addDays(from, (day - weekdayOf(from) + WEEK_DAYS) % WEEK_DAYS);
}
