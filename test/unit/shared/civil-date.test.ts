import { describe, expect, it } from 'vitest';
import {
  addDays,
  addMonths,
  compareDates,
  daysBetween,
  endOfMonth,
  firstDay,
  InvariantViolation,
  isLeapYear,
  lastDay,
  monthOf,
  nextMonth,
  previousMonth,
  parseCivilDate,
  parseMonth,
  startOfMonth,
  weekdayOf,
} from '../../../src/shared/index.js';
import { refusal } from './refusal.js';

const day = (text: string) => parseCivilDate(text);

describe('parseCivilDate', () => {
  it.each(['1900-01-01', '2024-02-29', '2000-02-29', '2199-12-31'])('takes %s', (text) => {
    expect(parseCivilDate(text)).toBe(text);
  });

  it.each([
    ['2026-02-31', /there is no day 2026-02-31/],
    ['2026-02-29', /there is no day/],
    ['1900-02-29', /there is no day/],
    ['2026-13-01', /there is no day/],
    ['2026-00-10', /there is no day/],
    ['2026-04-31', /there is no day/],
    ['2026-01-00', /there is no day/],
    ['1899-12-31', /1900 to 2199/],
    ['2200-01-01', /1900 to 2199/],
    ['2026-1-5', /YYYY-MM-DD/],
    ['05.01.2026', /YYYY-MM-DD/],
    ['2026-01-05\n', /YYYY-MM-DD/],
    ['2026-01-05T00:00', /YYYY-MM-DD/],
    ['', /YYYY-MM-DD/],
  ])('refuses %s', (text, message) => {
    const error = refusal(() => parseCivilDate(text, 'deadline'));
    expect(error.code).toBe('input.invalid');
    expect(error.message).toMatch(/^deadline: /);
    expect(error.message).toMatch(message);
  });
});

describe('days', () => {
  it('are counted over months, years and 29 February', () => {
    expect(addDays(day('2024-02-28'), 1)).toBe('2024-02-29');
    expect(addDays(day('2026-12-31'), 1)).toBe('2027-01-01');
    expect(addDays(day('2026-01-01'), -1)).toBe('2025-12-31');
    expect(daysBetween(day('2024-01-01'), day('2025-01-01'))).toBe(366);
    expect(daysBetween(day('1970-01-02'), day('1969-12-31'))).toBe(-2);
  });

  it('refuse to leave the calendar', () => {
    expect(refusal(() => addDays(day('2199-12-31'), 1)).code).toBe('input.invalid');
    expect(refusal(() => addDays(day('1900-01-01'), -1)).code).toBe('input.invalid');
    expect(refusal(() => addMonths(day('2199-12-01'), 1)).code).toBe('input.invalid');
    expect(() => addDays(day('2026-01-01'), 0.5)).toThrow(InvariantViolation);
  });

  it('have ISO weekdays', () => {
    expect(weekdayOf(day('2026-01-05'))).toBe(1);
    expect(weekdayOf(day('2026-01-04'))).toBe(7);
    expect(weekdayOf(day('1900-01-01'))).toBe(1);
    expect(weekdayOf(day('1969-12-31'))).toBe(3);
  });

  it('sort by time', () => {
    expect([day('2026-10-01'), day('2026-02-01'), day('2025-12-31')].sort(compareDates)).toEqual([
      '2025-12-31',
      '2026-02-01',
      '2026-10-01',
    ]);
    expect(compareDates(day('2026-02-01'), day('2026-02-01'))).toBe(0);
  });
});

describe('leap years', () => {
  it('follow the Gregorian rule', () => {
    expect([1900, 2000, 2024, 2026, 2100, 2400].filter(isLeapYear)).toEqual([2000, 2024, 2400]);
  });
});

describe('months', () => {
  it('clamp to the last day and remember the wished one', () => {
    const february = addMonths(day('2026-01-31'), 1, 31);
    expect(february).toBe('2026-02-28');
    expect(addMonths(february, 1, 31)).toBe('2026-03-31');
    expect(addMonths(february, 1)).toBe('2026-03-28');
    expect(addMonths(day('2024-02-29'), 12)).toBe('2025-02-28');
  });

  it('go backwards over the new year', () => {
    expect(addMonths(day('2026-01-15'), -1)).toBe('2025-12-15');
    expect(addMonths(day('2026-03-31'), -13)).toBe('2025-02-28');
    expect(addMonths(day('2026-12-15'), 1)).toBe('2027-01-15');
  });

  it('refuse a wished day that no month has', () => {
    expect(() => addMonths(day('2026-01-15'), 1, 32)).toThrow(InvariantViolation);
    expect(() => addMonths(day('2026-01-15'), 1, 0)).toThrow(InvariantViolation);
  });

  it('have a first and a last day', () => {
    expect(startOfMonth(day('2024-02-10'))).toBe('2024-02-01');
    expect(endOfMonth(day('2024-02-10'))).toBe('2024-02-29');
    const month = parseMonth('2026-12');
    expect([firstDay(month), lastDay(month), nextMonth(month)]).toEqual(['2026-12-01', '2026-12-31', '2027-01']);
    expect(previousMonth(parseMonth('2027-01'))).toBe('2026-12');
    expect(monthOf(day('2026-12-31'))).toBe('2026-12');
  });

  it.each(['2026-13', '2026-00', '2026-1', '202601', '1899-12', '2200-01', ''])('refuse "%s"', (text) => {
    expect(refusal(() => parseMonth(text)).message).toMatch(/^month: /);
  });
});
