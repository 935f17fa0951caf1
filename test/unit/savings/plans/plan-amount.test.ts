import { describe, expect, it } from 'vitest';
import { sumOf } from '../../../../src/savings/domain/plan-amount.js';
import { LADDER_WEEKS, type PlanRule } from '../../../../src/savings/domain/plan-rule.js';
import { sumMoney } from '../../../../src/shared/index.js';
import { aPlan, day, LADDER, ROUND_UP, SHARE, tenge } from './fixtures.js';

const stepping = (by: number, everyMonths: number): PlanRule => ({
  ...{ kind: 'fixed', amount: tenge(10_000), every: 'month', on: 31 },
  growth: { by, everyMonths },
});
const onRise = (by: number): PlanRule => ({
  ...{ kind: 'fixed', amount: tenge(10_000), every: 'month', on: 1 },
  growth: { by, onRise: true },
});
const sumOn = (rule: PlanRule, startedOn: string, on: string, rises = 0) =>
  sumOf(aPlan({ rule, startedOn: day(startedOn), rises }), { number: 1, on: day(on) });

describe('the sum of a date', () => {
  it('is the agreed amount', () => {
    expect(sumOf(aPlan(), { number: 5, on: day('2031-03-02') })).toBe(tenge(10_000));
  });

  it.each([
    ['2026-01-31', tenge(10_000)],
    ['2026-06-30', tenge(10_000)],
    ['2026-07-31', tenge(11_000)],
    ['2026-12-31', tenge(11_000)],
    ['2027-01-31', tenge(12_100)],
    ['2027-07-31', tenge(13_310)],
  ])('steps up by 10 %% every 6 months from 31 January 2026: %s', (on, sum) => {
    expect(sumOn(stepping(1_000, 6), '2026-01-31', on)).toBe(sum);
  });

  it('counts a month as over on the last day of a shorter one, and a February as a beginning like any other', () => {
    expect(sumOn(stepping(1_000, 1), '2026-01-31', '2026-02-28')).toBe(tenge(11_000));
    expect(sumOn(stepping(1_000, 1), '2026-02-28', '2026-03-31')).toBe(tenge(11_000));
    expect(sumOn(stepping(1_000, 1), '2026-02-28', '2026-03-27')).toBe(tenge(10_000));
    expect(sumOn(stepping(1_000, 12), '2028-02-29', '2029-02-28')).toBe(tenge(11_000));
  });

  it('rounds half a tiyn to even', () => {
    const rule: PlanRule = { kind: 'fixed', amount: 25n, every: 'week', on: 1, growth: { by: 1_000, onRise: true } };
    // 25 x 1.1 = 27.5 and 35 x 1.1 = 38.5
    expect(sumOn(rule, '2026-03-02', '2026-03-02', 1)).toBe(28n);
    expect(sumOn({ ...rule, amount: 35n }, '2026-03-02', '2026-03-02', 1)).toBe(38n);
  });

  it('steps up with each rise of the income, and only then', () => {
    expect([0, 1, 2].map((rises) => sumOn(onRise(2_000), '2026-03-01', '2027-03-01', rises))).toEqual([
      tenge(10_000),
      tenge(12_000),
      tenge(14_400),
    ]);
  });

  it('stays money however often it doubles', () => {
    const sum = sumOn(stepping(10_000, 1), '2026-01-31', '2126-01-31');
    expect(sum).toBeGreaterThan(tenge(10_000_000));
    expect(sum).toBeLessThan(2n ** 63n);
  });

  it('of a ladder is a unit more each week, or one less, and 1,378 units in all', () => {
    for (const descending of [false, true]) {
      const plan = aPlan({ rule: { ...LADDER, descending } as PlanRule });
      const sums = Array.from({ length: LADDER_WEEKS }, (_, index) =>
        sumOf(plan, { number: index + 1, on: day('2026-03-02') }),
      );
      expect([sums[0], sums.at(-1)]).toEqual(descending ? [tenge(5_200), tenge(100)] : [tenge(100), tenge(5_200)]);
      expect(sumMoney(sums)).toBe(tenge(137_800));
    }
  });

  it.each([ROUND_UP, SHARE])('is nothing of its own where the account decides: $kind', (rule) => {
    expect(sumOf(aPlan({ rule }), { number: 1, on: day('2026-03-03') })).toBe(0n);
  });
});
