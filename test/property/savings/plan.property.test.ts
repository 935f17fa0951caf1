import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { periodicRate } from '../../../src/savings/domain/plan-interval.js';
import { DEFAULT_RULES, type PlanWish } from '../../../src/savings/index.js';
import { type Money, sumMoney } from '../../../src/shared/index.js';
import { shuffled } from './arbitraries.js';
import { anyPlan, planMoney, plansByAmount, plansByTerm, proposeOn, slotsOf } from './plan.arbitraries.js';

/** The balance after so many full contributions as a clerk keeps it: interest of every line half to even. */
function balanceAfter(request: PlanWish, amount: Money, count: number): Money {
  const { numerator, denominator } = periodicRate(request.rateBps ?? 0, request.every ?? 'month');
  let balance = request.have ?? 0n;
  for (let line = 0; line < count && balance < request.target; line += 1) {
    const floor = (balance * numerator) / denominator;
    const twiceOver = 2n * (balance * numerator - floor * denominator) - denominator;
    balance += floor + (twiceOver > 0n || (twiceOver === 0n && floor % 2n === 1n) ? 1n : 0n) + amount;
  }
  return balance;
}

/** Whether so many contributions meet the target in exact arithmetic, no line rounded. */
function isMetExactly(request: PlanWish, amount: Money, count: number): boolean {
  const { numerator, denominator } = periodicRate(request.rateBps ?? 0, request.every ?? 'month');
  let [scaled, scale] = [request.have ?? 0n, 1n];
  for (let line = 0; line < count; line += 1) {
    scale *= denominator;
    scaled = scaled * (denominator + numerator) + amount * scale;
  }
  return scaled >= request.target * scale;
}

describe('a schedule', () => {
  it('ends at the target, its sums add up, and nothing in it is above the amount', () => {
    fc.assert(
      fc.property(anyPlan(), (request) => {
        const { schedule, have, target, amount, contributed, interest, total } = proposeOn(request);
        let balance = have;
        for (const line of schedule) {
          expect(balance < target).toBe(true);
          balance += line.contribution + line.interest;
          expect(line.balance).toBe(balance);
          expect(line.contribution <= amount && line.contribution >= 0n).toBe(true);
        }
        expect(balance >= target).toBe(true);
        // Above the target only by interest, never by what was put in.
        if (balance > target) expect(schedule.at(-1)?.contribution ?? 0n).toBe(0n);
        expect(have + contributed + interest).toBe(balance);
        expect(total >= balance).toBe(true);
      }),
    );
  });

  it('has the interest that a clerk would credit line by line', () => {
    fc.assert(
      fc.property(anyPlan(), (request) => {
        const { schedule, amount } = proposeOn(request);
        for (const [index, line] of schedule.slice(0, -1).entries()) {
          expect(line.balance).toBe(balanceAfter(request, amount, index + 1));
        }
      }),
    );
  });
});

describe('the amount', () => {
  it('meets the target in the term; one step less would not, neither exactly nor line by line', () => {
    const plans = plansByTerm().filter(({ months = 0, every }) => every === 'month' && months <= 60);
    fc.assert(
      fc.property(plans, (request) => {
        const { amount, step } = proposeOn(request);
        const { months = 0 } = request;
        expect(amount % step).toBe(0n);
        expect(balanceAfter(request, amount, months) >= request.target).toBe(true);
        if (amount === 0n) return;
        const isLessEnough = isMetExactly(request, amount - step, months);
        expect(isLessEnough && balanceAfter(request, amount - step, months) >= request.target).toBe(false);
      }),
    );
  });

  it('for weeks and fortnights meets the target in the term too', () => {
    fc.assert(
      fc.property(plansByTerm(), (request) => {
        const { amount, schedule } = proposeOn(request);
        const slots = slotsOf(request);
        expect(schedule.length <= slots).toBe(true);
        expect(balanceAfter(request, amount, slots) >= request.target).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it('is never more for a longer term, more at hand or a lower target', () => {
    fc.assert(
      fc.property(plansByTerm(), planMoney(), (request, more) => {
        const { amount } = proposeOn(request);
        const { months = 0, have = 0n, target } = request;
        expect(proposeOn({ ...request, months: months + 1 }).amount <= amount).toBe(true);
        expect(proposeOn({ ...request, have: have + more }).amount <= amount).toBe(true);
        expect(proposeOn({ ...request, target: target + more }).amount >= amount).toBe(true);
      }),
    );
  });
});

describe('the term', () => {
  it('is the shortest in which the amount meets the target', () => {
    fc.assert(
      fc.property(plansByAmount(), (request) => {
        const { schedule, amount } = proposeOn(request);
        expect(balanceAfter(request, amount, schedule.length) >= request.target).toBe(true);
        if (schedule.length > 0) {
          expect(balanceAfter(request, amount, schedule.length - 1) < request.target).toBe(true);
        }
      }),
    );
  });

  it('is the inverse of the amount: what a term asks for is met in that term, by the same schedule', () => {
    fc.assert(
      fc.property(plansByTerm(), ({ months, ...request }) => {
        const byTerm = proposeOn({ ...request, months });
        if (byTerm.amount === 0n) return;
        const byAmount = proposeOn({ ...request, amount: byTerm.amount });
        expect(byAmount.schedule).toEqual(byTerm.schedule);
      }),
    );
  });
});

describe('the split', () => {
  it('adds up exactly, for one contribution and for all of them', () => {
    fc.assert(
      fc.property(anyPlan(), ({ members = [], ...request }) => {
        const { split, amount, contributed, obstacles } = proposeOn({ ...request, members }, DEFAULT_RULES);
        if (members.length === 0) return;
        expect(sumMoney(split.map((part) => part.amount))).toBe(amount);
        expect(sumMoney(split.map((part) => part.contributed))).toBe(contributed);
        for (const { client, weight } of members) {
          if (weight === 0n) expect(split.find((part) => part.client === client)?.contributed).toBe(0n);
        }
        expect(obstacles.filter(({ amount: of, code, bound }) => (code === 'below-minimum') !== of < bound)).toEqual(
          [],
        );
      }),
    );
  });

  it('does not depend on who is named first', () => {
    const cases = plansByTerm().chain((request) =>
      fc.record({ request: fc.constant(request), order: shuffled(request.members ?? []) }),
    );
    fc.assert(
      fc.property(cases, ({ request, order }) => {
        expect(proposeOn({ ...request, members: order })).toEqual(proposeOn(request));
      }),
    );
  });
});
