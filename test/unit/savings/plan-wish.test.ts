import { describe, expect, it } from 'vitest';
import { comparePlans } from '../../../src/savings/domain/plan-comparison.js';
import { DEFAULT_RULES, MAX_PLAN_MONEY, type PlanWish } from '../../../src/savings/index.js';
import { refusal } from '../shared/refusal.js';
import { TODAY, tenge } from './family.js';
import { day, propose } from './planning.js';

describe('a request that makes no sense', () => {
  const cases: readonly (readonly [why: string, changes: Partial<PlanWish>, path: string, says: RegExp])[] = [
    ['a target of nothing', { target: 0n }, 'target', /above zero/],
    ['a target below nothing', { target: -1n }, 'target', /above zero/],
    ['a target past all reason', { target: MAX_PLAN_MONEY + 1n }, 'target', /too large for a plan/],
    ['an amount of nothing', { amount: 0n }, 'amount', /above zero/],
    ['an amount past all reason', { amount: MAX_PLAN_MONEY + 1n }, 'amount', /too large for a plan/],
    ['a debt at hand', { have: -1n }, 'have', /below zero/],
    ['too much at hand', { have: MAX_PLAN_MONEY + 1n }, 'have', /too large for a plan/],
    ['a step of nothing', { step: 0n }, 'step', /above zero/],
    ['a step beyond the target', { step: tenge(1_200_001) }, 'step', /at most the target/],
    ['a surplus of nothing', { surplus: 0n }, 'surplus', /above zero/],
    ['no months', { months: 0 }, 'months', /from 1 to 360/],
    ['10,000 months', { months: 10_000 }, 'months', /from 1 to 360/],
    ['half a month', { months: 1.5 }, 'months', /from 1 to 360/],
    ['a deadline today', { deadline: TODAY }, 'deadline', /after today, 2026-01-05/],
    ['a deadline in the past', { deadline: day('2025-12-31') }, 'deadline', /after today/],
    ['a deadline before the first day to pay', { deadline: day('2026-02-04') }, 'deadline', /would be on 2026-02-05/],
    ['a deadline in 31 years', { deadline: day('2057-01-05') }, 'deadline', /within 30 years/],
    ['a start long ago', { start: day('1995-01-01') }, 'start', /within 30 years of today/],
    ['a plan that is over', { start: day('2024-01-05') }, 'months', /end on 2025-01-05/],
    ['a rate below nothing', { rateBps: -1 }, 'rate', /from 0 to 1000/],
    ['a rate over 1000 %', { rateBps: 100_001 }, 'rate', /from 0 to 1000/],
    ['half a basis point', { rateBps: 0.5 }, 'rate', /from 0 to 1000/],
    ['both months and an amount', { months: 12, amount: tenge(5_000) }, 'amount', /either months or amount/],
    ['both months and a deadline', { months: 12, deadline: day('2027-01-05') }, 'deadline', /either months or/],
    ['neither', { months: undefined }, 'months', /give months or a deadline/],
    // 1,200,000 in 360 months at 14 % takes 218.46…
    ['an amount that never gets there', { amount: 218_00n }, 'amount', /360 contributions.*218\.47 tenge does/],
  ];
  it.each(cases)('such as %s is refused by its field', (_why, changes, path, says) => {
    const { code, message, details } = refusal(() => propose(changes));
    expect(code).toBe('input.invalid');
    expect(details.problems).toMatchObject([{ path }]);
    expect(message).toMatch(says);
  });

  it('is told with all sums that are wrong', () => {
    const { details } = refusal(() => propose({ target: 0n, step: 0n, surplus: -1n }));
    expect(details.problems).toMatchObject([{ path: 'target' }, { path: 'step' }, { path: 'surplus' }]);
  });
});

describe('an extreme request', () => {
  it.each([
    ['the largest sum', { target: MAX_PLAN_MONEY }],
    ['a tiyn', { target: 1n }],
    ['thirty years of weeks', { target: MAX_PLAN_MONEY, months: 360, every: 'week' }],
    ['1000 % for thirty years', { target: MAX_PLAN_MONEY, months: 360, rateBps: 100_000 }],
    ['1000 % on a tiyn at hand', { target: MAX_PLAN_MONEY, have: 1n, amount: 1n, rateBps: 100_000 }],
    ['a hundredth of a percent', { months: 360, every: 'week', rateBps: 1 }],
    ['the largest step', { target: MAX_PLAN_MONEY, step: MAX_PLAN_MONEY }],
  ] as const)('such as %s ends at its target', (_why, changes) => {
    const plan = propose(changes);
    expect(plan.schedule.length).toBeLessThanOrEqual(1_566);
    expect(plan.schedule.at(-1)?.balance).toBeGreaterThanOrEqual(plan.target);
    expect(plan.have + plan.contributed + plan.interest).toBe(plan.schedule.at(-1)?.balance);
  });
});

describe('what if', () => {
  const compare = (changes: Parameters<typeof comparePlans>[1], request: Partial<PlanWish> = {}) =>
    comparePlans({ target: tenge(1_200_000), months: 12, ...request }, changes, DEFAULT_RULES, TODAY);

  it('the term were another: months, a deadline and an amount take each other’s place', () => {
    const plans = compare([{ months: 24 }, { deadline: day('2026-07-05') }, { amount: tenge(50_000) }]);
    expect(plans.map(({ proposal }) => proposal)).toEqual([
      propose({ months: 24 }),
      propose({ deadline: day('2026-07-05') }),
      propose({ amount: tenge(50_000) }),
    ]);
  });

  it('anything else were another: the term stays as it was asked for', () => {
    const [plan] = compare([{ rateBps: 1_000, have: tenge(50_000), every: 'week', step: tenge(500) }]);
    expect(plan?.proposal).toEqual(
      propose({ months: 12, rateBps: 1_000, have: tenge(50_000), every: 'week', step: tenge(500) }),
    );
    expect(plan?.changes).toEqual({ rateBps: 1_000, have: tenge(50_000), every: 'week', step: tenge(500) });
  });

  it('is refused by the place of the plan that makes no sense', () => {
    const { details } = refusal(() => compare([{ months: 24 }, { months: 0 }]));
    expect(details.problems).toMatchObject([{ path: 'whatIf.1.months' }]);
  });

  it('compares ten plans at most', () => {
    expect(compare(Array.from({ length: 10 }, () => ({ months: 24 })))).toHaveLength(10);
    const { details } = refusal(() => compare(Array.from({ length: 11 }, () => ({ months: 24 }))));
    expect(details.problems).toMatchObject([{ path: 'whatIf' }]);
  });
});
