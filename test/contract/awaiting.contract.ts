import { describe, expect, it } from 'vitest';
import { type Goal, GOAL_STATUSES, type SavingsTx } from '../../src/savings/index.js';
import { parseCivilDate, type Store } from '../../src/shared/index.js';
import { AIGERIM, BOLAT, book, client, goal, hold, member, NOW, post, seed } from './store-fixtures.js';

const TODAY = parseCivilDate('2026-07-01');
/** The fixtures' goals have been what they are since NOW. */
const LONG_AGO = new Date(NOW.getTime() - 1);

/** How every store finds the goals in which time may have made something due. */
export function awaitingGoals(stored: () => Store<SavingsTx>): void {
  describe('goals that wait for something', () => {
    const awaiting = (today = TODAY, metBefore = LONG_AGO) =>
      stored().read((tx) => tx.goals.awaiting({ today, metBefore }, null, 100));
    const withMembers = async (...goals: readonly Goal[]): Promise<void> => {
      await seed(stored(), ...goals);
      await stored().transact((tx) =>
        tx.members.saveMany(goals.flatMap((one) => [member(one, AIGERIM, { role: 'organiser' }), member(one, BOLAT)])),
      );
    };

    it('are those that have expired or are being closed, whatever else', async () => {
      const goals = GOAL_STATUSES.map((status) => goal({ status, deadline: parseCivilDate('2027-01-01') }));
      await withMembers(...goals);
      const waiting = goals.filter(({ status }) => status === 'expired' || status === 'cancelling');
      expect(await awaiting()).toEqual(waiting.map(({ id }) => id));
    });

    it('are active ones from the day after their deadline', async () => {
      const one = goal({ deadline: parseCivilDate('2026-06-30') });
      await withMembers(one, goal({ status: 'closed', deadline: one.deadline }));
      expect(await awaiting(parseCivilDate('2026-06-30'))).toEqual([]);
      expect(await awaiting(TODAY)).toEqual([one.id]);
    });

    it('are those that were met long enough ago', async () => {
      const one = goal({ status: 'reached', statusSince: NOW });
      await withMembers(one);
      expect(await awaiting(TODAY, LONG_AGO)).toEqual([]);
      expect(await awaiting(TODAY, NOW)).toEqual([one.id]);
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

    it('come page by page, in the order in which they were made', async () => {
      const goals = Array.from({ length: 5 }, () => goal({ status: 'expired' }));
      await withMembers(...[...goals].reverse());
      const page = (after: Goal | undefined) =>
        stored().read((tx) => tx.goals.awaiting({ today: TODAY, metBefore: NOW }, after?.id ?? null, 3));
      expect(await page(undefined)).toEqual(goals.slice(0, 3).map(({ id }) => id));
      expect(await page(goals[2])).toEqual(goals.slice(3).map(({ id }) => id));
    });
  });
}
