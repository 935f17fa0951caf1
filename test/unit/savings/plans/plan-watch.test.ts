import { describe, expect, it } from 'vitest';
import type { BankEntry } from '../../../../src/savings/index.js';
import { measureIncome } from '../../../../src/savings/domain/plan-income.js';
import type { PlanRule } from '../../../../src/savings/domain/plan-rule.js';
import { daysToWatch, valueDatesOf, watchAccount } from '../../../../src/savings/domain/plan-watch.js';
import { aPlan, day, MONTHLY, noon, ROUND_UP, SHARE, tenge } from './fixtures.js';

const entry = (
  kind: BankEntry['kind'],
  amount: bigint,
  bookedAt: Date | string,
  valueDate = '2026-03-03',
): BankEntry => ({
  ...{ reference: 'r', kind, amount, valueDate: day(valueDate) },
  bookedAt: typeof bookedAt === 'string' ? noon(bookedAt) : bookedAt,
});
const gather = (rule: PlanRule, entries: readonly BankEntry[], today = '2026-03-04', readTo = '2026-03-02') =>
  watchAccount(aPlan({ rule, readTo: day(readTo) }), entries, day(today)).collected;
const card = (amount: bigint, on = '2026-03-03') => entry('card', -amount, on);

describe('what a plan gathers from the account', () => {
  it.each([
    [tenge(100), 450_00n, 50_00n],
    [tenge(100), 400_00n, 0n],
    [tenge(100), 400_01n, 99_99n],
    [tenge(100), 399_99n, 1n],
    [tenge(500), 1n, 499_99n],
    [tenge(1_000), 12_345_67n, 654_33n],
  ])('rounds up to %s: a purchase of %s gives %s', (to, amount, change) => {
    expect(gather({ kind: 'round-up', to }, [card(amount)])).toBe(change);
  });

  it('rounds each purchase up for itself', () => {
    expect(gather(ROUND_UP, [card(tenge(999)), card(tenge(999)), card(tenge(1))])).toBe(tenge(1_001));
  });

  it('takes its share of each salary, rounded down to the tiyn', () => {
    expect(gather({ kind: 'income-share', share: 333 }, [entry('salary', 100_01n, '2026-03-03')])).toBe(333n);
    const twice = [entry('salary', 15n, '2026-03-03'), entry('salary', 15n, '2026-03-03')];
    expect(gather({ kind: 'income-share', share: 1_000 }, twice)).toBe(2n);
  });

  it('takes nothing of what is no purchase, no salary, or goes the other way', () => {
    const others: BankEntry[] = [
      entry('transfer', -450_00n, '2026-03-03'),
      entry('transfer', 450_00n, '2026-03-03'),
      entry('interest', 450_00n, '2026-03-03'),
      entry('other', 450_00n, '2026-03-03'),
      entry('card', 450_00n, '2026-03-03'),
      entry('salary', -450_00n, '2026-03-03'),
    ];
    expect(gather(ROUND_UP, others)).toBe(0n);
    expect(gather(SHARE, others)).toBe(0n);
  });

  it('looks at whole days in Almaty: not at what it has seen, nor at today', () => {
    const at = (instant: string) => card(tenge(1), instant);
    const edges = [
      entry('card', -tenge(900), new Date('2026-03-02T23:59:59.999+05:00')),
      entry('card', -tenge(990), new Date('2026-03-03T00:00:00+05:00')),
      entry('card', -tenge(999), new Date('2026-03-03T23:59:59.999+05:00')),
      entry('card', -tenge(500), new Date('2026-03-04T00:00:00+05:00')),
    ];
    expect(gather(ROUND_UP, edges)).toBe(tenge(11));
    expect(gather(ROUND_UP, [at('2026-03-02'), at('2026-03-04')])).toBe(0n);
  });

  it('remembers how far it has looked, and adds to what it had', () => {
    const plan = aPlan({ rule: ROUND_UP, readTo: day('2026-03-02'), collected: tenge(7) });
    const seen = watchAccount(plan, [card(tenge(990))], day('2026-03-04'));
    expect(seen).toMatchObject({ collected: tenge(17), readTo: '2026-03-03' });
    expect(watchAccount(seen, [card(tenge(990))], day('2026-03-04'))).toBe(seen);
  });

  it('asks for value dates on both sides of the days it has not seen', () => {
    const days = daysToWatch({ rule: ROUND_UP, readTo: day('2026-02-27') }, day('2026-03-02'));
    expect(days).toEqual({ from: '2026-02-28', to: '2026-03-01' });
    expect(days && valueDatesOf(days)).toEqual({ from: '2026-02-18', to: '2026-03-11' });
    expect(daysToWatch({ rule: ROUND_UP, readTo: day('2026-03-01') }, day('2026-03-02'))).toBeNull();
    expect(daysToWatch({ rule: MONTHLY, readTo: day('2020-01-01') }, day('2026-03-02'))).toBeNull();
  });

  it('counts a late and an early value date by the day of the booking', () => {
    expect(gather(ROUND_UP, [{ ...card(tenge(990)), valueDate: day('2026-02-25') }])).toBe(tenge(10));
    expect(gather(ROUND_UP, [{ ...card(tenge(990)), valueDate: day('2026-03-09') }])).toBe(tenge(10));
  });
});

describe('an amount that follows the income', () => {
  const rule: PlanRule = { ...MONTHLY, growth: { by: 1_000, onRise: true } } as PlanRule;
  const salary = (whole: number, on: string) => entry('salary', tenge(whole), on);

  it('looks once a month at the whole month before', () => {
    const plan = aPlan({ rule, readTo: day('2026-02-10') });
    expect(daysToWatch(plan, day('2026-02-28'))).toBeNull();
    expect(daysToWatch(plan, day('2026-03-02'))).toEqual({ from: '2026-02-01', to: '2026-02-28' });
    const seen = watchAccount(plan, [salary(1, '2026-02-01'), salary(2, '2026-02-28')], day('2026-03-02'));
    expect(seen).toMatchObject({ income: tenge(3), rises: 0, readTo: '2026-02-28' });
    expect(daysToWatch(seen, day('2026-03-31'))).toBeNull();
    expect(daysToWatch(seen, day('2026-04-01'))).toEqual({ from: '2026-03-01', to: '2026-03-31' });
  });

  it.each([
    ['the first month is only measured', null, 300_000, { rises: 0, income: tenge(300_000) }],
    ['a twentieth more is a rise', 300_000, 315_000, { rises: 1, income: tenge(315_000) }],
    ['less than a twentieth more is noise', 300_000, 314_999, { rises: 0, income: tenge(300_000) }],
    ['a month without income says nothing', 300_000, 0, { rises: 0, income: tenge(300_000) }],
    ['a lower income does not lower the measure', 300_000, 100_000, { rises: 0, income: tenge(300_000) }],
  ])('%s', (_, income, last, expected) => {
    expect(measureIncome({ rises: 0, income: income === null ? null : tenge(income) }, tenge(last))).toEqual(expected);
  });
});
