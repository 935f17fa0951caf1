import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comparePlans } from '../../../src/savings/domain/plan-comparison.js';
import { DEFAULT_RULES, type PlanProposal, type PlanWish } from '../../../src/savings/index.js';
import { addDays, addMonths, type CivilDate, DomainError, type Money } from '../../../src/shared/index.js';
import {
  anyPlan,
  planMembers,
  planMoney,
  plansByAmount,
  plansByTerm,
  proposeOn,
  slotsOf,
  TODAY,
} from './plan.arbitraries.js';

describe('an alternative', () => {
  const percents = () => fc.record({ minimum: percent(), limit: percent(), surplus: percent() });
  // Around what the plan asks for, so that about half of the plans fail.
  const percent = () => fc.oneof(fc.constant(null), fc.bigInt({ min: 10n, max: 300n }));

  /** The request with a surplus, and rules with bounds, each so many percent of what the plan would need. */
  function bounded(request: PlanWish, { minimum, limit, surplus }: Record<string, bigint | null>) {
    const { amount, contributed, have } = proposeOn(request);
    const part = (sum: Money, share: bigint | null | undefined, none: Money) =>
      share === null || share === undefined ? none : (sum * share) / 100n + 1n;
    return {
      request: { ...request, surplus: part(amount, surplus, 10n ** 12n) },
      rules: {
        ...DEFAULT_RULES,
        minAutomaticTransfer: part(amount, minimum, 1n) / BigInt(Math.max(1, request.members?.length ?? 0)),
        clientLimit: part(contributed + have, limit, 10n ** 14n),
      },
    };
  }

  it('is feasible when it is asked for itself, and is the plan that was offered', () => {
    fc.assert(
      fc.property(anyPlan(), percents(), (asked, shares) => {
        const { request, rules } = bounded(asked, shares);
        const plan = proposeOn(request, rules);
        expect(plan.feasible).toBe(plan.obstacles.length === 0);
        for (const offer of plan.alternatives) {
          const again = proposeOn({ ...request, ...TERM_LEFT_OPEN, ...askedBy(offer) }, rules);
          expect(again.obstacles).toEqual([]);
          expect(again).toMatchObject({ target: offer.target, amount: offer.amount, count: offer.count });
          expect(offer.target === request.target).toBe(offer.change !== 'target');
        }
      }),
    );
  });

  it('of the term is the nearest: a month nearer to what was asked for is not feasible', () => {
    fc.assert(
      fc.property(plansByTerm(), percents(), (asked, shares) => {
        const { request, rules } = bounded({ ...asked, every: 'month', members: [] }, shares);
        const offer = proposeOn(request, rules).alternatives.find(({ change }) => change === 'term');
        if (offer === undefined) return;
        const { months = 0, start = TODAY } = request;
        const term = monthsUntil(offer.deadline, start);
        expect(term).not.toBe(months);
        expect(proposeOn({ ...request, months: term > months ? term - 1 : term + 1 }, rules).feasible).toBe(false);
      }),
    );
  });

  it('of the amount is the nearest: a step nearer to what was asked for is not feasible', () => {
    fc.assert(
      fc.property(plansByAmount(), percents(), (asked, shares) => {
        const { request, rules } = bounded({ ...asked, members: [] }, shares);
        const { alternatives, amount, step } = proposeOn(request, rules);
        const offer = alternatives.find(({ change }) => change === 'amount');
        if (offer === undefined) return;
        const nearer = offer.amount < amount ? offer.amount + step : offer.amount - step;
        expect(nearer === 0n || !proposeOn({ ...request, amount: nearer }, rules).feasible).toBe(true);
      }),
    );
  });
});

describe('a plan with missed contributions', () => {
  it('still ends at the target, within the term', () => {
    const cases = fc.record({
      request: plansByTerm().filter(({ months = 0 }) => months > 1),
      missed: fc.array(fc.integer({ min: 1, max: 24 }), { minLength: 1, maxLength: 6 }),
    });
    fc.assert(
      fc.property(cases, ({ request, missed }) => {
        const planned = proposeOn(request);
        const numbers = missed.filter((number) => number < planned.schedule.length);
        if (numbers.length === 0 || planned.amount === 0n) return;
        const { schedule, catchUp, amount, target } = proposeOn({ ...request, missed: numbers });
        expect(schedule.length <= slotsOf(request)).toBe(true);
        expect((schedule.at(-1)?.balance ?? 0n) >= target).toBe(true);
        expect(catchUp?.planned).toBe(planned.amount);
        expect(amount >= planned.amount).toBe(true);
        for (const number of numbers) expect(schedule[number - 1]?.contribution).toBe(0n);
      }),
      { numRuns: 50 },
    );
  });
});

describe('what if', () => {
  it('gives what would be proposed if it were asked for by itself', () => {
    const changes = fc.record(
      {
        months: fc.integer({ min: 1, max: 60 }),
        rateBps: fc.integer({ min: 0, max: 3_000 }),
        have: planMoney(),
        every: fc.constantFrom('month', 'week'),
        surplus: planMoney(),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(plansByTerm(), fc.array(changes, { maxLength: 3 }), (request, plans) => {
        const compared = comparePlans(request, plans, DEFAULT_RULES, TODAY);
        expect(compared.map(({ proposal }) => proposal)).toEqual(
          plans.map((each) => proposeOn({ ...request, ...each }, DEFAULT_RULES)),
        );
      }),
      { numRuns: 50 },
    );
  });
});

describe('any request', () => {
  it('is answered by a plan or refused as input, and never ends in a bug', () => {
    // Three of four sums make sense, so that most requests come as far as a plan.
    const sums = () => fc.oneof(planMoney(), planMoney(), planMoney(), fc.bigInt({ min: -5n, max: 10n ** 15n }));
    const asked = fc.oneof(
      fc.record({ months: fc.integer({ min: 0, max: 361 }) }),
      fc.record({ amount: sums() }),
      fc.record({ deadline: fc.integer({ min: -1, max: 11_000 }).map((days) => addDays(TODAY, days)) }),
    );
    const others = fc.record(
      {
        have: sums(),
        rateBps: fc.integer({ min: 0, max: 100_001 }),
        step: fc.oneof(fc.bigInt({ min: 0n, max: 10n }), sums()),
        surplus: sums(),
        every: fc.constantFrom('month', 'fortnight', 'week'),
        start: fc.integer({ min: -800, max: 11_000 }).map((days) => addDays(TODAY, days)),
        missed: fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 3 }),
        members: planMembers(),
      },
      { requiredKeys: [] },
    );
    const anything = fc
      .record({ target: sums(), asked, others })
      .map((of) => ({ target: of.target, ...of.asked, ...of.others }));
    fc.assert(
      fc.property(anything, (request) => {
        let plan: PlanProposal;
        try {
          plan = proposeOn(request, DEFAULT_RULES);
        } catch (error) {
          expect(error).toBeInstanceOf(DomainError);
          expect((error as DomainError).code).toBe('input.invalid');
          return;
        }
        expect(plan.schedule.at(-1)?.balance ?? plan.have).toBeGreaterThanOrEqual(plan.target);
      }),
    );
  });
});

const TERM_LEFT_OPEN = { months: undefined, deadline: undefined, amount: undefined };

type Offer = PlanProposal['alternatives'][number];

function askedBy({ change, target, amount, deadline }: Offer): Pick<PlanWish, 'target' | 'amount' | 'deadline'> {
  return change === 'amount' ? { target, amount } : { target, deadline };
}

/** How many months lie before a deadline that a monthly plan has offered. */
function monthsUntil(deadline: CivilDate, start: CivilDate): number {
  let months = 0;
  while (addMonths(start, months) < deadline) months += 1;
  return months;
}
