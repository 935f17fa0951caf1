import { describe, expect, it } from 'vitest';
import type { PlanWish } from '../../../src/savings/index.js';
import { refusal } from '../shared/refusal.js';
import { tenge } from './family.js';
import { day, propose } from './planning.js';

const FREE = { rateBps: 0 } as const;
/** Forty contributions of 2,500, with room for eight more. */
const ROUNDED = { ...FREE, target: tenge(100_000), months: 48, step: tenge(500) } as const;
const contributions = (changes: Parameters<typeof propose>[0], today?: string) =>
  propose(changes, today === undefined ? {} : { today: day(today) }).schedule.map(({ contribution }) => contribution);

describe('a missed contribution', () => {
  it('is caught up over the rest of the term, which is said', () => {
    const plan = propose({ ...FREE, missed: [3] });
    expect(plan.schedule.map(({ contribution }) => contribution)).toEqual([
      ...[tenge(100_000), tenge(100_000), 0n],
      ...Array.from({ length: 8 }, () => 111_111_12n),
      111_111_04n,
    ]);
    expect(plan).toMatchObject({ amount: 111_111_12n, count: 11, end: '2027-01-05' });
    expect(plan.catchUp).toEqual({
      missed: [3],
      planned: tenge(100_000),
      from: '2026-05-05',
      since: '2026-04-05',
      balance: tenge(200_000),
      otherwiseMetOn: '2027-02-05',
    });
  });

  it('goes on earning nothing, so that more than its own sum has to be caught up', () => {
    const { amount, catchUp, schedule } = propose({ missed: [3] });
    expect(catchUp?.planned).toBe(93_744_55n);
    expect(amount).toBeGreaterThan(93_744_55n + 93_744_55n / 9n);
    expect(schedule.at(-1)?.balance).toBe(tenge(1_200_000));
  });

  it('among several is named in any order, once', () => {
    const plan = propose({ ...FREE, missed: [4, 2, 4] });
    expect(plan.catchUp).toMatchObject({ missed: [2, 4], balance: tenge(200_000), from: '2026-06-05' });
    expect(plan.amount).toBe(tenge(125_000));
  });

  it('leaves what was paid meanwhile as it was paid, up to yesterday', () => {
    const running = { ...FREE, start: day('2025-10-05'), missed: [1] };
    // On 5 January the one of December is past; the one of that day is not, and is the first to rise.
    expect(contributions(running).slice(0, 4)).toEqual([0n, tenge(100_000), tenge(110_000), tenge(110_000)]);
    expect(contributions(running, '2026-01-06').slice(0, 4)).toEqual([
      ...[0n, tenge(100_000), tenge(100_000)],
      111_111_12n,
    ]);
  });

  it('for which an amount that was rounded up has room leaves it as it is', () => {
    const plan = propose({ ...ROUNDED, missed: [1] });
    expect(plan).toMatchObject({ amount: tenge(2_500), count: 40, end: '2029-06-05' });
  });

  it('of a plan by amount is caught up in the term that the amount gave', () => {
    const plan = propose({ ...FREE, amount: tenge(100_000), missed: [1] });
    expect(plan).toMatchObject({ count: 11, end: '2027-01-05', amount: 109_090_91n });
  });

  it('makes a plan infeasible when the rest costs too much, and the offers are for the rest', () => {
    const plan = propose({ missed: [3, 4, 5], surplus: tenge(100_000), step: tenge(100) });
    expect(plan).toMatchObject({ amount: tenge(136_300), feasible: false });
    const { since, balance } = plan.catchUp ?? {};
    expect(plan.alternatives.map(({ change }) => change)).toEqual(['term', 'target', 'amount']);
    for (const { change, target, amount, deadline } of plan.alternatives) {
      const asked = change === 'amount' ? { amount } : { deadline };
      const rest = { ...asked, target, start: since, have: balance, surplus: tenge(100_000), step: tenge(100) };
      expect(propose(rest)).toMatchObject({ feasible: true, amount });
    }
  });

  it('says that the old amount would take too long', () => {
    const plan = propose({ ...FREE, target: tenge(360_000), months: 360, missed: [1] });
    expect(plan.catchUp?.otherwiseMetOn).toBeNull();
  });

  const cases: readonly (readonly [why: string, missed: number[], says: RegExp, others: Partial<PlanWish>])[] = [
    ['the last one', [12], /no contribution to catch up in/, {}],
    ['one after the end', [13], /contribution 13, but there are only 12/, {}],
    ['number zero', [0], /numbers from 1/, {}],
    ['half a number', [1.5], /numbers from 1/, {}],
    ['one of a plan without contributions', [1], /no contributions/, { have: tenge(1_200_000) }],
    // 2,500 forty times is 100,000; 48 would fit into the term.
    ['one after the target is met', [41], /met with contribution 40/, ROUNDED],
    ['one where the target is met all the same', [1], /the target is met/, { ...ROUNDED, start: day('2022-07-05') }],
  ];
  it.each(cases)('cannot be %s', (_why, missed, says, others) => {
    const { code, message, details } = refusal(() => propose({ missed, ...others }));
    expect(code).toBe('input.invalid');
    expect(message).toMatch(says);
    expect(details.problems).toMatchObject([{ path: 'missed' }]);
  });
});
