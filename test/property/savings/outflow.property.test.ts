import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseCivilDate, sumMoney } from '../../../src/shared/index.js';
import type { SharedGoal } from '../../unit/savings/use-cases/shared-goal.js';
import { bringToAnEnd, histories, INITIAL, live, MEMBERS, moneyOf } from './outflow-history.js';

/** A history takes a database and a bank of its own: fewer of them than of pure laws, and no more than there is time. */
const runs = Number(process.env.JINAQ_PROPERTY_RUNS ?? 100);
const limits = { numRuns: Math.ceil(runs / 5), interruptAfterTimeLimit: runs > 100 ? 240_000 : 20_000 };

const after = (check: (goal: SharedGoal) => Promise<void>) =>
  fc.assert(
    fc.asyncProperty(histories, async (history) => {
      const goal = await live(history);
      try {
        await check(goal);
      } finally {
        await goal.jinaq.close();
      }
    }),
    limits,
  );

const interestOf = async ({ sandbox, account, clock }: SharedGoal) => {
  const { entries } = await sandbox.statement({
    account,
    from: parseCivilDate('2026-01-01'),
    to: parseCivilDate(clock.now().toISOString().slice(0, 10)),
  });
  return sumMoney(entries.filter(({ kind }) => kind === 'interest').map(({ amount }) => amount));
};

describe('after any history of contributions, leaving, votes, interest, faults and disputes', () => {
  test('the refunds add up to the balance exactly, and nobody gets less than they put in', async () => {
    await after(async (goal) => {
      await bringToAnEnd(goal);
      const { status, collected, atBank, cash } = await moneyOf(goal);
      expect({ status, collected, atBank }).toEqual({ status: 'closed', collected: 0n, atBank: 0n });
      for (const sum of cash) expect(sum).toBeGreaterThanOrEqual(INITIAL);
      expect(sumMoney(cash)).toBe(INITIAL * BigInt(MEMBERS.length) + (await interestOf(goal)));
      await goal.expectSoundBooks();
    });
  });

  test('the books equal the bank once everything is settled, and whatever is run again changes nothing', async () => {
    await after(async (goal) => {
      await goal.sandbox.clearFaults();
      await goal.settle();
      await goal.advance();
      await goal.settle();
      await goal.expectSoundBooks();
      const before = await moneyOf(goal);
      await goal.advance();
      await goal.settle();
      await goal.advance();
      const now = goal.clock.now().toISOString();
      if (now >= '2026-02-01T12') await goal.post('2026-01');
      expect(await moneyOf(goal)).toEqual(before);
    });
  });
});
