import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BankEntry } from '../../../src/savings/index.js';
import { gatheredFrom } from '../../../src/savings/domain/plan-income.js';
import { ROUND_UP_STEPS, watchesAccount, type PlanRule } from '../../../src/savings/domain/plan-rule.js';
import { daysToWatch, valueDatesOf, watchAccount } from '../../../src/savings/domain/plan-watch.js';
import { addDays, civilDateOf, startOfDay } from '../../../src/shared/index.js';
import { aPlan, TODAY } from '../../unit/savings/plans/fixtures.js';

const DAYS = 40;
const DAY_MS = 86_400_000;

const rules: fc.Arbitrary<PlanRule> = fc.oneof(
  fc.constantFrom(...ROUND_UP_STEPS).map((to) => ({ kind: 'round-up' as const, to })),
  fc.integer({ min: 1, max: 10_000 }).map((share) => ({ kind: 'income-share' as const, share })),
);

/** Booked at any millisecond of 40 days, midnight above all, and counting from up to ten days before or after. */
const entries: fc.Arbitrary<readonly BankEntry[]> = fc.array(
  fc
    .record({
      bookedOn: fc.integer({ min: 0, max: DAYS - 1 }),
      ms: fc.oneof(fc.constantFrom(0, 1, DAY_MS - 1), fc.integer({ min: 0, max: DAY_MS - 1 })),
      shift: fc.integer({ min: -10, max: 10 }),
      kind: fc.constantFrom('salary', 'card', 'transfer', 'other', 'interest'),
      amount: fc.bigInt({ min: -50_000_00n, max: 50_000_00n }),
    })
    .map(({ bookedOn, ms, shift, kind, amount }): BankEntry => {
      const bookedAt = new Date(startOfDay(addDays(TODAY, bookedOn)).getTime() + ms);
      return {
        reference: 'r',
        kind: kind,
        amount,
        bookedAt,
        valueDate: addDays(civilDateOf(bookedAt), shift),
      };
    }),
  { maxLength: 60 },
);

/** The days on which the plan looks, some of them twice. */
const looks = fc
  .array(fc.integer({ min: 0, max: DAYS }), { maxLength: 30 })
  .map((days) => [...days].sort((a, b) => a - b));

describe('a plan that watches an account', () => {
  it('counts every entry of the days that are over once, whenever and however often it looks', () => {
    fc.assert(
      fc.property(rules, entries, looks, (rule, all, days) => {
        let plan = aPlan({ rule, readTo: addDays(TODAY, -1) });
        for (const number of days) {
          const today = addDays(TODAY, number);
          const wanted = daysToWatch(plan, today);
          const range = wanted && valueDatesOf(wanted);
          // The bank tells what it has booked by now and what counts from these days, and nothing else.
          const told = all.filter(
            ({ bookedAt, valueDate }) =>
              civilDateOf(bookedAt) <= today && range !== null && valueDate >= range.from && valueDate <= range.to,
          );
          plan = watchAccount(plan, told, today);
        }
        const last = days.at(-1);
        const over = { from: TODAY, to: addDays(TODAY, (last ?? 0) - 1) };
        if (!watchesAccount(rule)) throw new Error('this law is about rules that watch');
        expect(plan.collected).toBe(last === undefined ? 0n : gatheredFrom(rule, all, over));
      }),
    );
  });

  it('gathers less than its multiple from each purchase, and never more than the income', () => {
    fc.assert(
      fc.property(rules, entries, (rule, all) => {
        if (!watchesAccount(rule)) return;
        const gathered = gatheredFrom(rule, all, { from: TODAY, to: addDays(TODAY, DAYS) });
        const of = (kind: BankEntry['kind']) => all.filter((entry) => entry.kind === kind);
        const most =
          rule.kind === 'round-up'
            ? BigInt(of('card').length) * (rule.to - 1n)
            : of('salary').reduce((sum, { amount }) => sum + (amount > 0n ? amount : 0n), 0n);
        expect(gathered).toBeGreaterThanOrEqual(0n);
        expect(gathered).toBeLessThanOrEqual(most);
      }),
    );
  });
});
