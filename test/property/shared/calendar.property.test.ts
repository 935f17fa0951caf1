import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  addMonths,
  addWorkingDays,
  civilDateOf,
  compareDates,
  daysBetween,
  daysInMonth,
  endOfMonth,
  firstDay,
  formatInstant,
  isWorkingDay,
  lastDay,
  monthOf,
  nextMonth,
  nextWorkingDay,
  parseCivilDate,
  parseInstant,
  startOfDay,
  weekdayOf,
} from '../../../src/shared/index.js';
import { civilDates } from './arbitraries.js';

const YEARS_4 = 1500;
const instants = () =>
  fc.date({ min: new Date('1900-01-02T00:00:00Z'), max: new Date('2199-12-30T00:00:00Z'), noInvalidDate: true });
const dayOfMonth = (date: string) => Number(date.slice(8));

describe('days', () => {
  it('added and counted are inverse', () => {
    fc.assert(
      fc.property(civilDates(YEARS_4), fc.integer({ min: -YEARS_4, max: YEARS_4 }), (date, n) => {
        expect(daysBetween(date, addDays(date, n))).toBe(n);
        expect(addDays(addDays(date, n), -n)).toBe(date);
      }),
    );
  });

  it('are readable, in the order of time, and their weekdays go round', () => {
    fc.assert(
      fc.property(civilDates(1), civilDates(1), (a, b) => {
        expect(parseCivilDate(a)).toBe(a);
        expect(compareDates(a, b)).toBe(Math.sign(daysBetween(b, a)));
        expect(weekdayOf(addDays(a, 1))).toBe((weekdayOf(a) % 7) + 1);
      }),
    );
  });
});

describe('months', () => {
  it('added land in that month, on the wished day or on the last one', () => {
    const wished = fc.option(fc.integer({ min: 1, max: 31 }), { nil: undefined });
    fc.assert(
      fc.property(civilDates(YEARS_4), fc.integer({ min: -48, max: 48 }), wished, (date, n, anchorDay) => {
        const later = addMonths(date, n, anchorDay);
        const [year, month] = later.split('-').map(Number) as [number, number];
        const count = (text: string) => Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7));
        expect(parseCivilDate(later)).toBe(later);
        expect(count(later) - count(date)).toBe(n);
        expect(dayOfMonth(later)).toBe(Math.min(anchorDay ?? dayOfMonth(date), daysInMonth(year, month)));
      }),
    );
  });

  it('one by one with the anchor lead to the same day as all at once', () => {
    fc.assert(
      fc.property(civilDates(YEARS_4), fc.integer({ min: 0, max: 40 }), (date, n) => {
        let step = date;
        for (let i = 0; i < n; i += 1) step = addMonths(step, 1, dayOfMonth(date));
        expect(step).toBe(addMonths(date, n));
      }),
    );
  });

  it('forwards and back by the anchor are inverse', () => {
    fc.assert(
      fc.property(civilDates(YEARS_4), fc.integer({ min: -48, max: 48 }), (date, n) => {
        expect(addMonths(addMonths(date, n), -n, dayOfMonth(date))).toBe(date);
      }),
    );
  });

  it('follow each other without a gap', () => {
    fc.assert(
      fc.property(civilDates(40), (date) => {
        const month = monthOf(date);
        expect(addDays(lastDay(month), 1)).toBe(firstDay(nextMonth(month)));
        expect(firstDay(month) <= date && date <= endOfMonth(date)).toBe(true);
      }),
    );
  });
});

describe('instants', () => {
  it('written and read again are the same, to the millisecond', () => {
    fc.assert(
      fc.property(instants(), (instant) => {
        expect(parseInstant(formatInstant(instant))).toEqual(instant);
      }),
    );
  });

  it('are written on the day that it is in Almaty', () => {
    const since1930 = instants().filter((instant) => instant.getUTCFullYear() >= 1930);
    fc.assert(
      fc.property(since1930, (instant) => {
        expect(formatInstant(instant).slice(0, 10)).toBe(civilDateOf(instant));
      }),
    );
  });

  it('belong to the day that began last', () => {
    fc.assert(
      fc.property(instants(), (instant) => {
        const today = civilDateOf(instant);
        expect(startOfDay(today).getTime()).toBeLessThanOrEqual(instant.getTime());
        expect(startOfDay(addDays(today, 1)).getTime()).toBeGreaterThan(instant.getTime());
      }),
    );
  });

  it('at which a day begins are the first of it', () => {
    fc.assert(
      fc.property(civilDates(2), (date) => {
        const beginning = startOfDay(date);
        expect(civilDateOf(beginning)).toBe(date);
        expect(civilDateOf(new Date(beginning.getTime() - 1))).toBe(addDays(date, -1));
      }),
    );
  });
});

describe('working days', () => {
  const nearTheTable = () => fc.integer({ min: -400, max: 2200 }).map((n) => addDays(parseCivilDate('2024-01-01'), n));

  it('found once are found again at the same place, and nothing is worked before', () => {
    fc.assert(
      fc.property(nearTheTable(), (date) => {
        const next = nextWorkingDay(date);
        expect(isWorkingDay(next)).toBe(true);
        expect(nextWorkingDay(next)).toBe(next);
        for (let day = date; day < next; day = addDays(day, 1)) expect(isWorkingDay(day)).toBe(false);
      }),
    );
  });

  it('added are as many as lie between, and going back ends on the working day one began with', () => {
    fc.assert(
      fc.property(nearTheTable(), fc.integer({ min: 1, max: 60 }), (date, n) => {
        const end = addWorkingDays(date, n);
        let worked = 0;
        for (let day = addDays(date, 1); day <= end; day = addDays(day, 1)) worked += isWorkingDay(day) ? 1 : 0;
        expect(isWorkingDay(end)).toBe(true);
        expect(worked).toBe(n);
        const start = nextWorkingDay(date);
        expect(addWorkingDays(addWorkingDays(start, n), -n)).toBe(start);
      }),
    );
  });
});
