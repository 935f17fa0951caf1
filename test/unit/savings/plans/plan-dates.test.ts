import { describe, expect, it } from 'vitest';
import { dueAfter, dueFrom, firstDue, runDayOf } from '../../../../src/savings/domain/plan-dates.js';
import {
  type DueDate,
  LADDER_WEEKS,
  type PlanRhythm,
  type PlanRule,
} from '../../../../src/savings/domain/plan-rule.js';
import { viewPlan } from '../../../../src/savings/domain/plan-view.js';
import { day, LADDER, MONTHLY, ROUND_UP, SHARE, aPlan } from './fixtures.js';

const fixed = (every: PlanRhythm, on: number): PlanRule => ({ kind: 'fixed', amount: 1n, every, on, growth: null });

/** The first so many dates of a plan from a day on. */
function row(rule: PlanRule, from: string, count: number): string[] {
  const dates: string[] = [];
  for (let due: DueDate | null = firstDue(rule, day(from)); due !== null && dates.length < count; ) {
    dates.push(due.on);
    due = dueAfter(rule, due);
  }
  return dates;
}

describe('the dates of a plan', () => {
  it.each([
    [
      'the 31st comes back after a short month',
      31,
      '2026-01-31',
      ['2026-01-31', '2026-02-28', '2026-03-31', '2026-04-30'],
    ],
    ['the 31st is 29 February in a leap year', 31, '2028-01-31', ['2028-01-31', '2028-02-29', '2028-03-31']],
    ['the 30th is 28 February and comes back', 30, '2026-02-01', ['2026-02-28', '2026-03-30', '2026-04-30']],
    ['the 29th of a common year', 29, '2026-02-28', ['2026-02-28', '2026-03-29']],
    ['a year ends', 31, '2026-12-01', ['2026-12-31', '2027-01-31', '2027-02-28']],
    ['the day itself is the first', 10, '2026-03-10', ['2026-03-10', '2026-04-10']],
    ['a day that has passed waits for the next month', 9, '2026-03-10', ['2026-04-09', '2026-05-09']],
  ])('of a month: %s', (_, on, from, dates) => {
    expect(row(fixed('month', on), from, dates.length)).toEqual(dates);
  });

  it.each([
    ['week', 1, '2026-03-02', ['2026-03-02', '2026-03-09', '2026-03-16']],
    ['week', 7, '2026-03-02', ['2026-03-08', '2026-03-15']],
    ['week', 1, '2026-03-03', ['2026-03-09', '2026-03-16']],
    ['fortnight', 5, '2026-02-27', ['2026-02-27', '2026-03-13', '2026-03-27']],
    ['fortnight', 3, '2026-12-20', ['2026-12-23', '2027-01-06', '2027-01-20']],
  ] as const)('of a %s on day %i from %s', (every, on, from, dates) => {
    expect(row(fixed(every, on), from, dates.length)).toEqual(dates);
  });

  it('of a ladder are 52 weeks, and then it is over', () => {
    const dates = row(LADDER, '2026-03-02', 1_000);
    expect(dates).toHaveLength(LADDER_WEEKS);
    expect([dates[0], dates.at(-1)]).toEqual(['2026-03-02', '2027-02-22']);
  });

  it.each([ROUND_UP, SHARE])('of one that watches the account are the working days after it began: $kind', (rule) => {
    // Women's day on Sunday the 8th moves to Monday; Nauryz and the days given for it are 21 to 25 March.
    expect(row(rule, '2026-03-05', 3)).toEqual(['2026-03-06', '2026-03-10', '2026-03-11']);
    expect(row(rule, '2026-03-20', 2)).toEqual(['2026-03-26', '2026-03-27']);
  });

  it.each([
    ['2026-03-20', '2026-03-20'],
    ['2026-03-21', '2026-03-26'],
    ['2026-03-23', '2026-03-26'],
    ['2026-03-25', '2026-03-26'],
    ['2026-01-01', '2026-01-05'],
    ['2026-05-09', '2026-05-12'],
    ['2026-12-16', '2026-12-17'],
    ['2024-05-04', '2024-05-04'],
  ])('money of %s is moved on %s, the next working day', (date, runOn) => {
    expect(runDayOf(day(date))).toBe(runOn);
  });

  it('a holiday moves the money and not the row', () => {
    const plan = aPlan({ rule: fixed('week', 6), due: { number: 1, on: day('2026-03-21') }, runOn: day('2026-03-26') });
    const { next } = viewPlan(plan, { deadline: day('2026-06-30') });
    expect(next.map(({ on, runOn }) => [on, runOn])).toEqual([
      ['2026-03-21', '2026-03-26'],
      ['2026-03-28', '2026-03-30'],
      ['2026-04-04', '2026-04-06'],
    ]);
  });

  it('shows no date whose money would move after the deadline', () => {
    const plan = aPlan({ rule: fixed('week', 6), due: { number: 1, on: day('2026-03-14') }, runOn: day('2026-03-16') });
    const shown = (deadline: string) => viewPlan(plan, { deadline: day(deadline) }).next.map(({ on }) => on);
    expect(shown('2026-03-16')).toEqual(['2026-03-14']);
    expect(shown('2026-03-15')).toEqual([]);
    expect(shown('2026-03-25')).toEqual(['2026-03-14']);
    expect(shown('2026-03-26')).toEqual(['2026-03-14', '2026-03-21']);
  });
});

describe('a row that goes on from a later day', () => {
  it('leaves out what lay before it', () => {
    expect(dueFrom(MONTHLY, { number: 3, on: day('2026-01-02') }, day('2026-03-05')).on).toBe('2026-04-02');
    expect(dueFrom(fixed('month', 31), { number: 1, on: day('2026-01-31') }, day('2026-02-10')).on).toBe('2026-02-28');
  });

  it('keeps the weeks of a fortnight', () => {
    const due = { number: 1, on: day('2026-01-02') };
    expect(dueFrom(fixed('fortnight', 5), due, day('2026-01-10')).on).toBe('2026-01-16');
    expect(dueFrom(fixed('fortnight', 5), due, day('2026-01-16')).on).toBe('2026-01-16');
    expect(dueFrom(fixed('fortnight', 5), due, day('2026-01-17')).on).toBe('2026-01-30');
  });

  it('climbs a ladder step by step, however long it rested', () => {
    expect(dueFrom(LADDER, { number: 7, on: day('2026-01-05') }, day('2026-03-04'))).toEqual({
      number: 7,
      on: '2026-03-09',
    });
  });

  it('changes nothing about a date that has not come', () => {
    const due = { number: 1, on: day('2026-04-02') };
    expect(dueFrom(MONTHLY, due, day('2026-04-02'))).toBe(due);
  });
});
