import { describe, expect, it } from 'vitest';
import {
  addDays,
  addWorkingDays,
  type CivilDate,
  extendCalendar,
  isWorkingDay,
  KZ_CALENDAR,
  nextWorkingDay,
  parseCivilDate,
  weekdayOf,
} from '../../../src/shared/index.js';
import { refusal } from './refusal.js';

const day = (text: string) => parseCivilDate(text);

/** The law, written down a second time: the table is right when both agree. */
function daysOffByLaw(year: number): Set<string> {
  const publicHolidays = ['01-01', '01-02', '03-08', '03-21', '03-22', '03-23', '05-01', '05-07', '05-09', '07-06'];
  publicHolidays.push('10-25', '12-16', ...(year <= 2025 ? ['08-30'] : []), ...(year >= 2027 ? ['03-15'] : []));
  const kurbanAit: Record<number, string> = {
    2024: '06-16',
    2025: '06-06',
    2026: '05-27',
    2027: '05-16',
    2028: '05-05',
  };
  const off = new Set([...publicHolidays, '01-07', kurbanAit[year] ?? ''].map((rest) => `${year}-${rest}`));
  const onWeekend = publicHolidays.map((rest) => day(`${year}-${rest}`)).filter((date) => weekdayOf(date) > 5);
  for (const holiday of onWeekend.sort()) {
    let moved = addDays(holiday, 1);
    while (weekdayOf(moved) > 5 || off.has(moved)) moved = addDays(moved, 1);
    off.add(moved);
  }
  return off;
}

describe('KZ_CALENDAR', () => {
  it.each([2024, 2025, 2026, 2027, 2028])('of %i is what the law says, and the orders that move a day off', (year) => {
    const byOrder = ['2024-05-08', '2025-01-03'].filter((date) => date.startsWith(`${year}`));
    const ofYear = [...KZ_CALENDAR.holidays].filter((date) => date.startsWith(`${year}`));
    expect(ofYear.sort()).toEqual([...daysOffByLaw(year), ...byOrder].sort());
  });

  it('has the extra days off of 2026', () => {
    const extra = ['2026-03-09', '2026-03-24', '2026-03-25', '2026-05-11', '2026-10-26'].map(day);
    expect(extra.filter((date) => isWorkingDay(date))).toEqual([]);
    expect(extra.map(weekdayOf).every((weekday) => weekday <= 5)).toBe(true);
  });

  it('knows that 30 August is a holiday until 2025 and 15 March from 2027', () => {
    expect(isWorkingDay(day('2024-08-30'))).toBe(false);
    expect(isWorkingDay(day('2027-08-30'))).toBe(true);
    expect(isWorkingDay(day('2027-03-15'))).toBe(false);
    expect(isWorkingDay(day('2024-03-15'))).toBe(true);
  });

  it('works on a weekend whose day off an order moved', () => {
    expect(isWorkingDay(day('2024-05-04'))).toBe(true);
    expect(isWorkingDay(day('2024-05-08'))).toBe(false);
    expect(isWorkingDay(day('2025-01-05'))).toBe(true);
  });
});

describe('working days', () => {
  it('are the day itself when the bank works, otherwise the next one', () => {
    expect(nextWorkingDay(day('2026-01-05'))).toBe('2026-01-05');
    expect(nextWorkingDay(day('2026-03-07'))).toBe('2026-03-10');
    expect(nextWorkingDay(day('2026-03-21'))).toBe('2026-03-26');
  });

  it('are counted over weekends and holidays, without the first day', () => {
    expect(addWorkingDays(day('2026-01-05'), 1)).toBe('2026-01-06');
    expect(addWorkingDays(day('2026-01-06'), 1)).toBe('2026-01-08');
    expect(addWorkingDays(day('2026-03-06'), 5)).toBe('2026-03-16');
    expect(addWorkingDays(day('2026-01-08'), -1)).toBe('2026-01-06');
    expect(addWorkingDays(day('2026-01-04'), 0)).toBe('2026-01-04');
  });
});

describe('extendCalendar', () => {
  it('adds days off and days worked, and leaves the old calendar alone', () => {
    const changes = { holidays: [day('2026-01-05')], workingDays: [day('2026-01-10'), day('2026-01-07')] };
    const extended = extendCalendar(KZ_CALENDAR, changes);
    expect(['2026-01-05', '2026-01-07', '2026-01-10'].map((text) => isWorkingDay(day(text), extended))).toEqual([
      false,
      true,
      true,
    ]);
    expect(isWorkingDay(day('2026-01-05'))).toBe(true);
    expect(nextWorkingDay(day('2026-01-05'), extended)).toBe('2026-01-06');
    expect(addWorkingDays(day('2026-01-09'), 1, extended)).toBe('2026-01-10');
  });

  it('lets the later decree win', () => {
    const worked = extendCalendar(KZ_CALENDAR, { workingDays: [day('2026-01-10')] });
    const offAgain = extendCalendar(worked, { holidays: [day('2026-01-10')] });
    expect(isWorkingDay(day('2026-01-10'), offAgain)).toBe(false);
  });

  it('refuses a day that is named as both', () => {
    const both: CivilDate[] = [day('2026-01-05')];
    const error = refusal(() => extendCalendar(KZ_CALENDAR, { holidays: both, workingDays: both }));
    expect(error.message).toMatch(/2026-01-05/);
  });

  it('ends at the last year instead of searching for ever', () => {
    const everyDay: CivilDate[] = [];
    for (let date = day('2199-12-01'); date < '2199-12-31'; date = addDays(date, 1)) everyDay.push(date);
    const never = extendCalendar(KZ_CALENDAR, { holidays: [...everyDay, day('2199-12-31')] });
    expect(refusal(() => nextWorkingDay(day('2199-12-02'), never)).code).toBe('input.invalid');
  });
});
