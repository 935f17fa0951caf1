import { afterEach, beforeEach, expect, inject, it } from 'vitest';
import { openPostgresStore, type PostgresStore } from '../../adapters/postgres/index.js';
import { createIds, sha256Digest as digest, systemClock as clock } from '../../adapters/system/index.js';
import { DispatchEvents } from '../../src/outbox/index.js';
import type { GoalId } from '../../src/shared/index.js';
import { createDatabase, dropDatabase } from '../support/postgres.js';
import { AIGERIM, client, goal, NOW } from './store-fixtures.js';

let address: string;
let store: PostgresStore;
let goals: readonly GoalId[];
const heard: string[] = [];

beforeEach(async () => {
  address = await createDatabase(inject('postgres'), inject('postgresTemplate'));
  store = await openPostgresStore({ address, digest });
  const made = Array.from({ length: 20 }, () => goal());
  goals = made.map(({ id }) => id);
  await store.transact(async (tx) => {
    await tx.clients.insertMany([client(AIGERIM)]);
    for (const one of made) await tx.goals.insert(one);
  });
  heard.length = 0;
});
afterEach(async () => {
  await store.close();
  await dropDatabase(address);
});

/** Adds an event to a goal, and keeps the transaction open until it may end. */
const happen = (
  of: GoalId | undefined,
  mayEnd: Promise<unknown> = Promise.resolve(),
  onAdded = () => undefined as void,
) =>
  store.transact(async (tx) => {
    await tx.goals.findMany([of as GoalId]);
    const event = { goal: of as GoalId, type: 'goal.closed', at: NOW, actor: 'system', client: null } as const;
    await tx.events.append([{ ...event, rulesVersion: 1, data: {} }]);
    // The answer to a question says that the server has seen the event.
    await tx.events.ofGoal(of as GoalId, 0, 1);
    onAdded();
    await mayEnd;
  });

const dispatch = () => {
  const subscribers = [{ name: 'bank', handle: async ({ id }: { readonly id: string }) => void heard.push(id) }];
  const deps = { store, clock, ids: createIds(), subscribers };
  return new DispatchEvents(deps).execute({ actor: { kind: 'system' } });
};

const stored = async () => {
  const events = await store.read(async (tx) => Promise.all(goals.map((of) => tx.events.ofGoal(of, 0, 100))));
  return events.flat().map(({ goal: of, position }) => `${of}/${position}`);
};

it('an event that is committed late, after its neighbours, is told all the same', async () => {
  let end = () => undefined as void;
  const mayEnd = new Promise<void>((resolve) => {
    end = resolve;
  });
  let late: Promise<void> | undefined;
  await new Promise<void>((resolve) => {
    late = happen(goals[0], mayEnd, resolve);
  });
  await happen(goals[1]);
  await dispatch();
  expect(heard.some((id) => id.startsWith(`${goals[0]}`))).toBe(false);
  await happen(goals[1]);
  end();
  await late;
  await dispatch();
  expect([...heard].sort()).toEqual((await stored()).sort());
});

it('while many write and several dispatchers run, every event is told once and in order within its goal', async () => {
  let isWriting = true;
  const dispatching = Array.from({ length: 3 }, async () => {
    while (isWriting) await dispatch();
  });
  const pause = () => new Promise((resolve) => setTimeout(resolve, Math.random() * 5));
  await Promise.all(
    goals.map(async (of) => {
      for (let count = 0; count < 15; count += 1) await happen(of, pause());
    }),
  );
  isWriting = false;
  await Promise.all(dispatching);
  await dispatch();
  expect([...heard].sort()).toEqual((await stored()).sort());
  for (const of of goals) {
    const positions = heard.filter((id) => id.startsWith(of)).map((id) => Number(id.split('/')[1]));
    expect(positions).toEqual([...positions].sort((a, b) => a - b));
  }
});

it('a store says how its connections are used', async () => {
  let [atWork, waiting] = [0, 0];
  await Promise.all(
    Array.from({ length: 40 }, () =>
      store.transact(async (tx) => {
        await tx.goalIds.page(null, 1);
        const use = store.poolUse();
        atWork = Math.max(atWork, use.busy);
        waiting = Math.max(waiting, use.waiting);
      }),
    ),
  );
  expect(atWork).toBeGreaterThan(1);
  expect(atWork).toBeLessThanOrEqual(20);
  expect(waiting).toBeGreaterThan(0);
  expect(store.poolUse()).toMatchObject({ busy: 0, waiting: 0 });
});
