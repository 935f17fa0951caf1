import { describe, expect, it } from 'vitest';
import { type Goal, GOAL_STATUSES, type SavingsTx } from '../../src/savings/index.js';
import { parseCivilDate, type Store } from '../../src/shared/index.js';
import { AIGERIM, BOLAT, book, client, goal, hold, member, NOW, post, seed } from './store-fixtures.js';

const TODAY = parseCivilDate('2026-07-01');
/** The fixtures' goals have been what they are since NOW. */
const LONG_AGO = new Date(NOW.getTime() - 1);

type GoalMoment = Parameters<SavingsTx['goals']['awaiting']>[0];

/** How every store finds the goals in which time may have made something due. */
export function awaitingGoals(stored: () => Store<SavingsTx>): void {
  describe('goals that wait for something', () => {
    const awaiting = ({ today = TODAY, expiredBefore = LONG_AGO, metBefore = LONG_AGO }: Partial<GoalMoment> = {}) =>
      stored().read((tx) => tx.goals.awaiting({ today, expiredBefore, metBefore }, null, 100));
    const withMembers = async (...goals: readonly Goal[]): Promise<void> => {
      await seed(stored(), ...goals);
      await stored().transact((tx) =>
        tx.members.saveMany(goals.flatMap((one) => [member(one, AIGERIM, { role: 'organiser' }), member(one, BOLAT)])),
      );
    };

    it('are those that are being closed, whatever else', async () => {
      const goals = GOAL_STATUSES.map((status) => goal({ status, deadline: parseCivilDate('2027-01-01') }));
      await withMembers(...goals);
      const waiting = goals.filter(({ status }) => status === 'cancelling');
      expect(await awaiting()).toEqual(waiting.map(({ id }) => id));
    });

    it('are active ones from the day after their deadline', async () => {
      const one = goal({ deadline: parseCivilDate('2026-06-30') });
      await withMembers(one, goal({ status: 'closed', deadline: one.deadline }));
      expect(await awaiting({ today: parseCivilDate('2026-06-30') })).toEqual([]);
      expect(await awaiting()).toEqual([one.id]);
    });

    it('are those that were met, and those that have expired, long enough ago', async () => {
      const [met, expired] = [
        goal({ status: 'reached', statusSince: NOW }),
        goal({ status: 'expired', statusSince: NOW }),
      ];
      await withMembers(met, expired);
      expect(await awaiting()).toEqual([]);
      expect(await awaiting({ metBefore: NOW })).toEqual([met.id]);
      expect(await awaiting({ expiredBefore: NOW })).toEqual([expired.id]);
    });

    it('are frozen ones, and those whose organiser the bank has marked', async () => {
      const deadline = parseCivilDate('2027-01-01');
      const [frozen, quiet, orphaned] = [
        goal({ deadline, frozen: true }),
        goal({ deadline }),
        goal({ deadline, organiser: BOLAT }),
      ];
      await withMembers(frozen, quiet, orphaned);
      await stored().transact((tx) => tx.clients.save(client('bolat', { status: 'deceased' })));
      expect(await awaiting()).toEqual([frozen.id, orphaned.id]);
    });

    it('are those whose organiser has left, and those that have free money of somebody who has left', async () => {
      const deadline = parseCivilDate('2027-01-01');
      const [left, owing, paid, underWay] = [
        goal({ deadline }),
        goal({ deadline }),
        goal({ deadline }),
        goal({ deadline }),
      ];
      await withMembers(left, owing, paid, underWay);
      await book(stored(), owing.id, post(BOLAT, 100n));
      await book(stored(), paid.id, post(AIGERIM, 100n));
      await book(stored(), underWay.id, hold(BOLAT, 100n));
      await stored().transact((tx) =>
        tx.members.saveMany([
          member(left, AIGERIM, { status: 'left' }),
          ...[owing, paid, underWay].map((one) => member(one, BOLAT, { status: 'leaving' })),
        ]),
      );
      expect(await awaiting()).toEqual([left.id, owing.id]);
    });

    it('are none that are closed, whatever they were before', async () => {
      const before = { status: 'closed', deadline: parseCivilDate('2026-06-30') } as const;
      const [frozen, orphaned, left, owing] = [
        goal({ ...before, frozen: true }),
        goal({ ...before, organiser: BOLAT }),
        goal(before),
        goal(before),
      ];
      await withMembers(frozen, orphaned, left, owing);
      await book(stored(), owing.id, post(BOLAT, 100n));
      await stored().transact(async (tx) => {
        await tx.clients.save(client('bolat', { status: 'blocked' }));
        await tx.members.saveMany([
          member(left, AIGERIM, { status: 'left' }),
          member(owing, BOLAT, { status: 'removed' }),
        ]);
      });
      expect(await awaiting()).toEqual([]);
    });

    it('come page by page, in the order in which they were made', async () => {
      const goals = Array.from({ length: 5 }, () => goal({ status: 'cancelling' }));
      await withMembers(...[...goals].reverse());
      const page = (after: Goal | undefined) =>
        stored().read((tx) =>
          tx.goals.awaiting({ today: TODAY, expiredBefore: NOW, metBefore: NOW }, after?.id ?? null, 3),
        );
      expect(await page(undefined)).toEqual(goals.slice(0, 3).map(({ id }) => id));
      expect(await page(goals[2])).toEqual(goals.slice(3).map(({ id }) => id));
    });
  });
}
