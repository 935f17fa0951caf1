import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Plan, pausePlan, resumePlan } from '../../../src/savings/domain/plan.js';
import { decideDue } from '../../../src/savings/domain/automatic-transfer.js';
import { afterAnswer, afterDecision, sendDue } from '../../../src/savings/domain/plan-progress.js';
import { type PlanRhythm, type PlanRule, watchesAccount } from '../../../src/savings/domain/plan-rule.js';
import type { PlanTerms } from '../../../src/savings/domain/plan-terms.js';
import { addDays, asContributionId, DomainError, isWorkingDay, startOfDay } from '../../../src/shared/index.js';
import { aGoal } from '../../unit/savings/fixtures.js';
import { aPlan, change, facts, OTHER_ID, start, sumNow, TODAY } from '../../unit/savings/plans/fixtures.js';

const SENT = asContributionId(OTHER_ID);
const GOAL = aGoal({ deadline: addDays(TODAY, 3_000) });

const amount = fc.bigInt({ min: 1_000_00n, max: 50_000_00n });
const weekday = fc.integer({ min: 1, max: 7 });
const terms: fc.Arbitrary<PlanTerms> = fc.oneof(
  fc.record({ amount, on: fc.integer({ min: 1, max: 31 }) }),
  fc.record({ amount, every: fc.constantFrom<PlanRhythm>('week', 'fortnight'), on: weekday }),
  fc.record({
    kind: fc.constant('ladder' as const),
    amount: fc.oneof(fc.bigInt({ min: 73n, max: 1_000_00n }), fc.constant(400_00n)),
    on: weekday,
  }),
  fc.record({ kind: fc.constant('round-up' as const), roundTo: fc.constant(100_00n) }),
);

/** What happens on a day: the run with this money on the account, and what the client wants. */
const days = fc.array(
  fc.record({
    gap: fc.integer({ min: 0, max: 7 }),
    balance: fc.oneof(fc.constant(5_000_00n), fc.bigInt({ min: 0n, max: 120_000_00n })),
    bank: fc.constantFrom('pays', 'pays', 'no-money', 'no-money', 'closed', 'silent'),
    wish: fc.constantFrom(...Array.from({ length: 12 }, () => 'none'), 'pause', 'resume', 'resume', 'change'),
    terms,
  }),
  { minLength: 20, maxLength: 120, size: 'max' },
);

const orders = fc.tuple(terms, fc.boolean());

type Day = typeof days extends fc.Arbitrary<readonly (infer One)[]> ? One : never;

function wishOf(plan: Plan, day: Day, today: Plan['readTo']): Plan {
  const now = new Date(startOfDay(today).getTime() + 1);
  try {
    if (day.wish === 'pause') return pausePlan(plan);
    if (day.wish === 'resume') return resumePlan(plan, GOAL, today);
    const named = { kind: 'fixed' as const, ...day.terms };
    return day.wish === 'change' ? change(plan, named, { goal: GOAL, now }) : plan;
  } catch (error) {
    if (error instanceof DomainError) return plan;
    throw error;
  }
}

/** Tells what was paid of each date. */
function live([rule, catchUp]: readonly [PlanTerms, boolean], history: readonly Day[]) {
  let plan = start({ ...rule, catchUp }, { goal: GOAL });
  let today = TODAY;
  const ended: string[] = [];
  const asked = { sum: 0n, paid: 0n };
  for (const day of history) {
    today = addDays(today, day.gap);
    plan = wishOf(plan, day, today);
    if (plan.status !== 'active' || plan.runOn === null || plan.runOn > today) continue;
    const before = plan.lastOn;
    const owed = plan.missed + plan.collected;
    const sum = sumNow(plan);
    const decision = decideDue(plan, facts({ goal: GOAL, today, balance: day.balance }));
    if (decision.do !== 'pay') plan = afterDecision(plan, decision, today);
    else if (day.bank === 'silent') continue;
    else {
      const paid = day.bank === 'pays' ? decision.amount : null;
      const reason = day.bank === 'no-money' ? 'bank.insufficient-funds' : 'bank.account-closed';
      expect(day.balance - decision.amount).toBeGreaterThanOrEqual(plan.floor);
      const answer = { on: plan.due?.on ?? today, paid, reason: paid === null ? reason : null };
      plan = afterAnswer(sendDue(plan, SENT), answer, today).plan;
      asked.paid += paid ?? 0n;
      if (paid === null && reason === 'bank.account-closed') asked.sum -= sum;
    }
    if (plan.lastOn === before) continue;
    ended.push(plan.lastOn ?? '');
    asked.sum += sum;
    expect(plan.missed + plan.collected).toBeLessThanOrEqual(owed + sum);
  }
  return { plan, ended, asked };
}

describe('through any history of runs, refusals, pauses and changes', () => {
  it('the dates of a plan that were paid or skipped go forward, and none comes twice', () => {
    fc.assert(
      fc.property(orders, days, (order, history) => {
        const { ended, plan } = live(order, history);
        expect(ended).toEqual([...new Set(ended)].sort());
        if (plan.due !== null && plan.lastOn !== null) expect(plan.due.on > plan.lastOn).toBe(true);
      }),
    );
  });

  it('what was paid, missed and collected is all that its dates have asked for', () => {
    fc.assert(
      fc.property(orders, days, (order, history) => {
        const { plan, asked } = live(order, history);
        expect(plan.missed + plan.collected + asked.paid).toBe(asked.sum);
      }),
    );
  });

  it('money moves on working days, and a ladder has no 53rd step', () => {
    fc.assert(
      fc.property(orders, days, (order, history) => {
        const { plan } = live(order, history);
        if (plan.runOn !== null) expect(isWorkingDay(plan.runOn)).toBe(true);
        if (plan.rule.kind === 'ladder' && plan.due !== null) expect(plan.due.number).toBeLessThanOrEqual(52);
        expect(plan.attempts).toBeLessThan(3);
      }),
    );
  });
});

const dated: fc.Arbitrary<PlanRule> = terms.map((one) => start(one).rule).filter((rule) => !watchesAccount(rule));

it('a plan that nothing ever stands in the way of is paid on every date of its row', () => {
  fc.assert(
    fc.property(dated, fc.integer({ min: 1, max: 40 }), (rule, count) => {
      let plan = aPlan({ rule });
      const numbers: number[] = [];
      for (let run = 0; run < count && plan.due !== null; run += 1) {
        numbers.push(plan.due.number);
        const decision = decideDue(plan, facts({ goal: GOAL, missing: 10_000_000_00n, balance: 10_000_000_00n }));
        plan =
          decision.do === 'pay'
            ? afterAnswer(sendDue(plan, SENT), { on: TODAY, paid: decision.amount, reason: null }, TODAY).plan
            : afterDecision(plan, decision, TODAY);
      }
      expect(numbers).toEqual(numbers.map((_, index) => index + 1));
      expect(plan.missed).toBe(0n);
    }),
  );
});
