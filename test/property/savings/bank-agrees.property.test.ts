import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addDays,
  addMonths,
  asClientId,
  type CivilDate,
  civilDateOf,
  firstDay,
  monthOf,
  parseCivilDate,
  startOfDay,
} from '../../../src/shared/index.js';
import { ADMIN, OPERATIONS, openSharedGoal, type SharedGoal } from '../../unit/savings/use-cases/shared-goal.js';

/** A life takes a database and a bank of its own. */
const runs = Number(process.env.JINAQ_PROPERTY_RUNS ?? 100);
const limits = { numRuns: Math.ceil(runs / 5), interruptAfterTimeLimit: runs > 100 ? 240_000 : 20_000 };

const START = parseCivilDate('2026-01-10');

const contribution = fc.record({
  client: fc.constantFrom('aigerim', 'bolat'),
  tiyn: fc.bigInt({ min: 1n, max: 2_000_000n }),
  day: fc.integer({ min: 1, max: 20 }),
  daysBack: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 90 })),
});
const month = fc.record({
  contributions: fc.array(contribution, { maxLength: 3 }),
  rate: fc.option(fc.record({ bps: fc.integer({ min: 0, max: 2_000 }), day: fc.integer({ min: 1, max: 27 }) }), {
    freq: 4,
    nil: undefined,
  }),
});

type Month = typeof month extends fc.Arbitrary<infer Value> ? Value : never;

/** What happens in a month: money with earlier value dates, and a rate that both sides hear of in time. */
async function live(goal: SharedGoal, { contributions, rate }: Month, first: CivilDate): Promise<void> {
  if (rate !== undefined) {
    const from = addDays(first, rate.day);
    await goal.sandbox.changeRate({ account: goal.account, rateBps: rate.bps, from });
    await goal.jinaq.interest.setRate(ADMIN, { goal: goal.goal, rate: String(rate.bps / 100), from });
  }
  for (const { client, tiyn, day, daysBack } of [...contributions].sort((a, b) => a.day - b.day)) {
    const today = addDays(first, day);
    goal.clock.set(startOfDay(today));
    const earliest = addDays(today, -daysBack);
    const { contribute } = goal.jinaq.context.useCases;
    const { status } = await contribute.execute({
      actor: OPERATIONS,
      client: asClientId(client),
      goal: goal.goal,
      amount: tiyn,
      valueDate: earliest < START ? START : earliest,
    });
    expect(status).toBe('completed');
  }
}

describe('whatever comes late, and whichever rate the bank pays', () => {
  test('bank and own computation agree to the tiyn, and all of it is shared out', async () => {
    const law = fc.asyncProperty(fc.array(month, { minLength: 1, maxLength: 5 }), async (months) => {
      const goal = await openSharedGoal(['aigerim', 'bolat'], { target: 900_000 }, `${START}T09:00:00+05:00`);
      try {
        for (const [index, told] of months.entries()) {
          const first = addMonths(firstDay(monthOf(START)), index);
          await live(goal, told, index === 0 ? START : first);
          const ended = addMonths(first, 1);
          goal.clock.set(startOfDay(ended));
          await goal.sandbox.runInterest(ended);
          const report = await goal.post(monthOf(first));
          expect(report).toMatchObject({ missing: [], differences: [], failed: [] });
          expect(report.posted.filter(({ difference }) => difference !== 0n)).toEqual([]);
        }
        const today = civilDateOf(goal.clock.now());
        const { total, credited, unallocated } = await goal.jinaq.interest.expected(OPERATIONS, {
          goal: goal.goal,
          date: today,
        });
        expect({ credited, unallocated }).toEqual({ credited: total, unallocated: 0n });
        await goal.expectSoundBooks();
      } finally {
        await goal.jinaq.close();
      }
    });
    await fc.assert(law, limits);
  });
});
