import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { createNotifyingStore } from '../../../adapters/node/notifying-store.js';
import { openSqliteStore, type SqliteStore } from '../../../adapters/sqlite/index.js';
import { sha256Digest } from '../../../adapters/system/index.js';
import type { Notifier, SavingsEvent } from '../../../src/savings/index.js';
import { DomainError, type GoalId } from '../../../src/shared/index.js';
import {
  client,
  openGoal,
  openSavingsWorld,
  refusalOf,
  type SavingsWorld,
  staff,
} from '../../support/savings-world.js';

let world: SavingsWorld | undefined;
let database: SqliteStore | undefined;
afterEach(async () => {
  await world?.jinaq.close();
  database?.close();
  world = database = undefined;
});

const listener = () => {
  const told: SavingsEvent[][] = [];
  const notifier: Notifier = { notify: async (events) => void told.push([...events]) };
  return { told, notifier, types: () => told.flat().map(({ type }) => type) };
};
const openWith = async (notifier: Notifier, onNotifierError?: (error: unknown) => void) => {
  world = await openSavingsWorld({ notifier, onNotifierError });
  return world;
};
const pay = ({ jinaq }: SavingsWorld, goal: GoalId, amount: number) =>
  jinaq.goals.contribute(client('aigerim'), { goal, amount });

describe('a notifier', () => {
  it('is told every event that is in the history, once and in its order', async () => {
    const { notifier, told } = listener();
    const opened = await openWith(notifier);
    const goal = await openGoal(opened, ['aigerim', 'bolat'], { target: 10_000 });
    await Promise.all([pay(opened, goal, 4_000), pay(opened, goal, 6_000)]);
    const history = await opened.jinaq.goals.history(staff('admin'), { goal });
    expect(told.flat()).toEqual(history.map(({ position: _position, ...event }) => event));
  });

  it('is told of one transaction at a time', async () => {
    const { notifier, told } = listener();
    const opened = await openWith(notifier);
    const goal = await openGoal(opened, ['aigerim'], { target: 10_000 });
    await pay(opened, goal, 10_000);
    expect(told.map((events) => events.map(({ type }) => type))).toEqual([
      ['goal.created'],
      ['contribution.requested'],
      ['contribution.completed', 'goal.reached'],
    ]);
  });

  it('is told after the commit: what it then reads is there', async () => {
    const missing: string[] = [];
    let notices = 0;
    const opened = await openWith({
      notify: async (events) => {
        notices += 1;
        const goal = events[0]?.goal as GoalId;
        const history = await opened.jinaq.goals.history(staff('admin'), { goal });
        const kept = history.map(({ type }) => type);
        missing.push(...events.map(({ type }) => type).filter((type) => !kept.includes(type)));
      },
    });
    const goal = await openGoal(opened, ['aigerim']);
    await pay(opened, goal, 1);
    await opened.jinaq.close();
    world = undefined;
    expect([notices, missing]).toEqual([3, []]);
  });

  it('is told nothing of what was refused', async () => {
    const { notifier, types } = listener();
    const opened = await openWith(notifier);
    const goal = await openGoal(opened, ['aigerim'], { target: 10_000 });
    expect((await refusalOf(pay(opened, goal, 10_001))).code).toBe('savings.over-target');
    expect(types()).toEqual(['goal.created']);
  });

  it.each([
    ['rejects', () => Promise.reject(new Error('the line is dead'))],
    [
      'throws',
      () => {
        throw new Error('the line is dead');
      },
    ],
  ])('that %s breaks nothing, and its error is reported', async (_how, notify) => {
    const errors: unknown[] = [];
    const opened = await openWith({ notify }, (error) => errors.push(error));
    const goal = await openGoal(opened, ['aigerim']);
    expect((await pay(opened, goal, 1)).status).toBe('completed');
    await opened.jinaq.close();
    world = undefined;
    expect(errors.map((error) => (error as Error).message)).toEqual(Array(3).fill('the line is dead'));
  });

  it('breaks nothing either when reporting its error fails', async () => {
    const opened = await openWith({ notify: () => Promise.reject(new Error('dead')) }, () => {
      throw new Error('deaf');
    });
    const goal = await openGoal(opened, ['aigerim']);
    expect((await pay(opened, goal, 1)).status).toBe('completed');
  });

  it('that never answers holds up no operation', async () => {
    database = await openSqliteStore({ path: ':memory:', digest: sha256Digest });
    const store = createNotifyingStore(database, { notifier: { notify: () => new Promise(() => undefined) } });
    const opened = await openSavingsWorld({ decorate: ({ bank }) => ({ bank, store }) });
    world = opened;
    const goal = await openGoal(opened, ['aigerim']);
    expect((await pay(opened, goal, 1)).status).toBe('completed');
    const before = performance.now();
    await store.idle(30);
    expect(performance.now() - before).toBeGreaterThan(25);
  });

  it('that is slow is waited for when Jinaq is closed', async () => {
    const { notifier, types } = listener();
    const slow: Notifier = {
      notify: async (events) => {
        await sleep(20);
        await notifier.notify(events);
      },
    };
    const opened = await openWith(slow);
    await openGoal(opened, ['aigerim']);
    expect(types()).toEqual([]);
    await opened.jinaq.close();
    world = undefined;
    expect(types()).toEqual(['goal.created']);
  });
});

describe('a transaction that is rolled back', () => {
  const goalEvent = (goal: GoalId): SavingsEvent => ({
    ...{ goal, type: 'goal.edited', at: new Date(), actor: 'system', client: null, rulesVersion: 0, data: {} },
  });

  it('is told to nobody, though it had appended events', async () => {
    const { notifier, types } = listener();
    const opened = await openWith(notifier);
    const goal = await openGoal(opened, ['aigerim']);
    const event = goalEvent(goal);
    const work = opened.jinaq.ports.store.transact(async (tx) => {
      await tx.events.append([event]);
      throw new DomainError('conflict', 'not today');
    });
    expect((await refusalOf(work)).code).toBe('conflict');
    expect(types()).toEqual(['goal.created']);
  });

  it('and then run again by the store is told once', async () => {
    const { notifier, types } = listener();
    database = await openSqliteStore({ path: ':memory:', digest: sha256Digest });
    const kept = database;
    // A store that meets a conflict at its first commit and repeats the work.
    const repeating: Pick<SqliteStore, 'read' | 'transact'> = {
      read: (work) => kept.read(work),
      transact: async (work) => {
        await kept
          .transact(async (tx) => {
            await work(tx);
            throw new DomainError('conflict', 'two writers met');
          })
          .catch(() => undefined);
        return kept.transact(work);
      },
    };
    const store = createNotifyingStore(repeating, { notifier });
    const opened = await openSavingsWorld({ decorate: ({ bank }) => ({ bank, store: kept }) });
    world = opened;
    const goal = await openGoal(opened, ['aigerim']);
    const event = goalEvent(goal);
    await store.transact((tx) => tx.events.append([event]));
    expect(types()).toEqual(['goal.edited']);
    const history = await opened.jinaq.goals.history(staff('admin'), { goal });
    expect(history.map(({ type }) => type)).toEqual(['goal.created', 'goal.edited']);
  });
});
