import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createIds } from '../../adapters/system/index.js';
import type { OutboxClaim, OutboxTx } from '../../src/outbox/index.js';
import { asContributionId, firstUuidOf, type GoalId, type Store } from '../../src/shared/index.js';
import { AIGERIM, client, contribution, goal, NOW } from './store-fixtures.js';

type OpenStore = () => Promise<{ readonly store: Store<OutboxTx>; readonly close: () => void | Promise<void> }>;

const ids = createIds();
const after = (seconds: number) => new Date(NOW.getTime() + seconds * 1_000);
const READER = 'ledger-of-the-bank';

/** What every store must do with events that are told to subscribers. */
export function outboxContract(name: string, open: OpenStore): void {
  describe(`the outbox of a store: ${name}`, () => {
    let store: Store<OutboxTx>;
    let close: () => void | Promise<void>;
    let goals: readonly GoalId[];
    beforeEach(async () => {
      ({ store, close } = await open());
      const made = [goal(), goal(), goal()];
      goals = made.map(({ id }) => id);
      await store.transact(async (tx) => {
        await tx.clients.insertMany([client(AIGERIM)]);
        for (const one of made) await tx.goals.insert(one);
      });
    });
    afterEach(async () => close());

    const happen = (...places: readonly number[]) =>
      store.transact((tx) =>
        tx.events.append(
          places.map((index) => ({
            ...{ goal: goals[index] as GoalId, type: 'goal.closed' as const, at: NOW, actor: 'system' },
            ...{ client: null, rulesVersion: 1, data: {} },
          })),
        ),
      );
    /** Notes what the feed tells, as a dispatcher does. */
    const note = () =>
      store.transact(async (tx) => {
        const events = await tx.feed.next(READER, 100);
        for (const { goal: of, position } of events) {
          await tx.outbox.note(READER, [{ goal: of, first: position, last: position }], NOW);
        }
        const last = events.at(-1);
        if (last !== undefined) await tx.feed.advance(READER, last.position);
        return events.map(({ position }) => position);
      });
    const claim = (now = NOW, limit = 10) =>
      store.transact((tx) => tx.outbox.claim({ subscriber: READER, now, until: after(300), token: ids.next(), limit }));
    const eventsOf = (claims: readonly OutboxClaim[], limit = 10) =>
      store.transact((tx) => tx.outbox.events(READER, claims, limit));
    const settle = (one: OutboxClaim, delivered: number, wakeAt: Date | null = NOW, attempts = 0) =>
      store.transact((tx) =>
        tx.outbox.settle(READER, [{ ...one, delivered, wakeAt, attempts, reason: attempts > 0 ? 'why' : null }]),
      );

    it('holds each goal once, with all its events that were noted in their order', async () => {
      await happen(0, 1, 0);
      await happen(0);
      const positions = await note();
      const claims = await claim();
      expect(claims.map(({ goal: of }) => of).sort()).toEqual([goals[0], goals[1]].sort());
      const events = await eventsOf(claims);
      expect(events.get(goals[0] as GoalId)?.map(({ position }) => position)).toEqual([
        positions[0],
        positions[2],
        positions[3],
      ]);
      const page = await eventsOf(claims, 2);
      expect(page.get(goals[0] as GoalId)).toHaveLength(2);
    });

    it('tells no event that was not noted yet: an earlier one might still be committed', async () => {
      await happen(0);
      const [noted] = await note();
      await happen(0);
      const events = await eventsOf(await claim());
      expect(events.get(goals[0] as GoalId)?.map(({ position }) => position)).toEqual([noted]);
    });

    it('tells whoever only looks whether there is something to note or to take', async () => {
      const look = (now = NOW) =>
        store.read(async (tx) => [(await tx.feed.next(READER, 1)).length, await tx.outbox.isDue(READER, now)]);
      expect(await look()).toEqual([0, false]);
      await happen(0, 0);
      expect(await look()).toEqual([1, false]);
      await note();
      expect(await look()).toEqual([0, true]);
      await claim();
      expect([await look(), await look(after(300))]).toEqual([
        [0, false],
        [0, true],
      ]);
    });

    it('gives a goal to one dispatcher, and to another when its time is over', async () => {
      await happen(0, 1, 2);
      await note();
      const mine = await claim(NOW, 2);
      const rest = await claim();
      expect([mine.length, rest.length]).toEqual([2, 1]);
      expect(await claim(after(299))).toEqual([]);
      expect(await claim(after(300))).toHaveLength(3);
    });

    it('does not let one who has lost a goal settle it', async () => {
      await happen(0);
      const [position = 0] = await note();
      const [mine] = await claim();
      const [theirs] = await claim(after(300));
      await settle(mine as OutboxClaim, position);
      expect((await eventsOf([theirs as OutboxClaim])).get(goals[0] as GoalId)).toHaveLength(1);
      await settle(theirs as OutboxClaim, position);
      expect(await claim(after(9_999))).toEqual([]);
    });

    it('forgets a goal of which everything was told, and knows it again when something happens', async () => {
      await happen(0);
      const [first = 0] = await note();
      await settle((await claim())[0] as OutboxClaim, first);
      expect(await claim(after(9_999))).toEqual([]);
      await happen(0);
      const [second] = await note();
      const claims = await claim();
      expect((await eventsOf(claims)).get(goals[0] as GoalId)?.map(({ position }) => position)).toEqual([second]);
    });

    it('keeps what was noted while a goal was being told', async () => {
      await happen(0);
      const [first = 0] = await note();
      const [mine] = await claim();
      await happen(0);
      await note();
      await settle(mine as OutboxClaim, first);
      const again = await claim();
      expect(again).toMatchObject([{ delivered: first }]);
    });

    it('lists what failed, tries it again when its pause is over, and parks what has no time', async () => {
      await happen(0, 1);
      const [first = 0, second = 0] = await note();
      for (const one of await claim()) {
        await settle(one, one.delivered, one.goal === goals[0] ? after(60) : null, 3);
      }
      expect(await claim(after(59))).toEqual([]);
      expect(await claim(after(60))).toMatchObject([{ goal: goals[0], attempts: 3, reason: 'why' }]);
      const troubles = (filter = {}) => store.read((tx) => tx.outbox.troubles(filter, null, 10));
      const parked = { subscriber: READER, position: second, type: 'goal.closed', attempts: 3, reason: 'why' };
      expect(await troubles({ goal: goals[1] })).toEqual([{ ...parked, goal: goals[1], wakeAt: null }]);
      expect((await troubles()).map(({ position }) => position).sort()).toEqual([first, second].sort());
      expect(await troubles({ subscriber: 'nobody' })).toEqual([]);
      // An event that comes later does not wake a parked goal.
      await happen(1);
      await note();
      expect(await claim(after(299))).toEqual([]);
      const retry = (filter = {}) => store.transact((tx) => tx.outbox.retry(filter, NOW));
      expect([await retry({ goal: goals[2] }), await retry()]).toEqual([0, 1]);
      expect(await claim()).toMatchObject([{ goal: goals[1], attempts: 0 }]);
    });

    it('pages through what failed', async () => {
      await happen(0, 1, 2);
      await note();
      for (const one of await claim()) await settle(one, one.delivered, null, 12);
      const page = async (from: OutboxClaim['goal'] | null, limit: number) =>
        store.read((tx) => tx.outbox.troubles({}, from && { subscriber: READER, goal: from }, limit));
      const [one, two] = await page(null, 2);
      const [three, ...others] = await page(two?.goal ?? null, 2);
      expect(others).toEqual([]);
      expect([one, two, three].map((trouble) => trouble?.goal).sort()).toEqual([...goals].sort());
    });

    it('tells how far each reader is behind', async () => {
      const lag = async () => (await store.read((tx) => tx.outbox.lag())).find(({ reader }) => reader === READER);
      const nothing = { reader: READER, events: 0, oldestAt: null, goals: 0, failing: 0, parked: 0 };
      await happen(0, 0, 1);
      await note();
      await happen(2);
      expect(await lag()).toEqual({ ...nothing, events: 4, oldestAt: NOW, goals: 2 });
      const positions = await note();
      const claims = await claim();
      for (const one of claims.filter(({ goal: of }) => of === goals[2])) await settle(one, positions[0] ?? 0);
      for (const one of claims.filter(({ goal: of }) => of === goals[1])) await settle(one, one.delivered, null, 12);
      expect(await lag()).toEqual({ ...nothing, events: 3, oldestAt: NOW, goals: 2, failing: 1, parked: 1 });
      for (const one of claims.filter(({ goal: of }) => of === goals[0])) await settle(one, (positions[0] ?? 0) - 1);
      await store.transact((tx) => tx.outbox.retry({}, NOW));
      for (const one of await claim()) await settle(one, (positions[0] ?? 0) - 1);
      expect(await lag()).toEqual(nothing);
    });

    it('counts contributions that were begun since a moment by their status', async () => {
      const since = new Date(Date.now() - 60_000);
      const made = goal();
      const old = firstUuidOf(new Date(since.getTime() - 1));
      await store.transact(async (tx) => {
        await tx.goals.insert(made);
        await tx.contributions.insertMany([
          contribution(made, AIGERIM),
          contribution(made, AIGERIM, { status: 'refused', reason: 'bank.refused' }),
          contribution(made, AIGERIM),
          contribution(made, AIGERIM, { id: asContributionId(old) }),
        ]);
      });
      const counts = await store.read((tx) => tx.statistics.contributionsSince(since));
      expect(counts).toEqual({ pending: 2, completed: 0, refused: 1 });
    });
  });
}
