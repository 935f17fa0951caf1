import { describe, expect, it } from 'vitest';
import { samplePlaces } from '../../../src/operating/domain/sample.js';
import {
  client,
  openGoal,
  openSavingsWorld,
  refusalOf,
  type SavingsWorld,
  staff,
} from '../../support/savings-world.js';

const OPERATIONS = staff('operations');
const HOUR_MS = 3_600_000;

const later = ({ clock }: SavingsWorld, ms: number) => clock.set(new Date(clock.now().getTime() + ms));
const broken = async ({ jinaq }: SavingsWorld) => {
  const { ok, checks } = await jinaq.doctor.show(OPERATIONS);
  const found = checks.filter((check) => !check.ok);
  expect(ok).toBe(found.length === 0);
  return found;
};

describe('the doctor', () => {
  it('finds nothing where all is well', async () => {
    const world = await openSavingsWorld();
    const goal = await openGoal(world, ['aigerim']);
    await world.jinaq.goals.contribute(client('aigerim'), { goal, amount: 1_000 });
    expect(await broken(world)).toEqual([]);
    await world.jinaq.close();
  });

  it('finds a bank that is away, and goes on looking', async () => {
    const world = await openSavingsWorld({
      decorate: ({ store, bank }) => ({
        store,
        bank: { ...bank, transferStatus: () => Promise.reject(new Error('connect ECONNREFUSED')) },
      }),
    });
    expect(await broken(world)).toMatchObject([{ name: 'bank', found: 'connect ECONNREFUSED' }]);
    await world.jinaq.close();
  });

  it('finds what has been pending for more than an hour', async () => {
    const world = await openSavingsWorld();
    const goal = await openGoal(world, ['aigerim']);
    await world.jinaq.bank.fault(OPERATIONS, { on: 'transfer', kind: 'timeout-after-debit' });
    await world.jinaq.goals.contribute(client('aigerim'), { goal, amount: 1_000 });
    await world.jinaq.messages.plan(OPERATIONS);
    later(world, HOUR_MS);
    expect(await broken(world)).toEqual([]);
    later(world, 1);
    const [pending] = await broken(world);
    expect(pending).toMatchObject({ name: 'pending' });
    expect(pending?.found).toContain('1 contributions and 0 payouts');
    await world.jinaq.transfers.settle(OPERATIONS);
    await world.jinaq.messages.plan(OPERATIONS);
    expect(await broken(world)).toEqual([]);
    await world.jinaq.close();
  });

  it('finds readers of events that are an hour behind, and goals that are parked', async () => {
    const world = await openSavingsWorld({
      subscribers: [{ name: 'bank', handle: () => Promise.reject(new Error('no')) }],
    });
    await openGoal(world, ['aigerim']);
    for (let attempt = 0; attempt < 12; attempt += 1) {
      await world.jinaq.events.dispatch(OPERATIONS);
      await world.jinaq.messages.plan(OPERATIONS);
      later(world, HOUR_MS);
    }
    const [events, ...others] = await broken(world);
    expect(others).toEqual([]);
    expect(events?.found).toMatch(/bank was not told 1 events.*bank has 1 goals parked/);
    await world.jinaq.close();
  });

  it('finds a chain that does not hold', async () => {
    const world = await openSavingsWorld({
      decorate: ({ store, bank }) => ({
        bank,
        store: {
          transact: (work) => store.transact(work),
          read: (work) =>
            store.read((tx) =>
              work({
                ...tx,
                transfers: {
                  ...tx.transfers,
                  // Somebody has changed a row behind the back of the database.
                  history: async (goal, page) =>
                    (await tx.transfers.history(goal, page)).map((one) => ({ ...one, amount: one.amount + 1n })),
                },
              }),
            ),
        },
      }),
    });
    const goal = await openGoal(world, ['aigerim']);
    await world.jinaq.goals.contribute(client('aigerim'), { goal, amount: 1_000 });
    const [chains, ...others] = await broken(world);
    expect(others).toEqual([]);
    expect(chains?.name).toBe('chains');
    expect(chains?.found).toContain(goal);
    await world.jinaq.close();
  });

  it('samples many chains where all goals were opened at once, and long ago', async () => {
    const world = await openSavingsWorld();
    for (let index = 0; index < 3; index += 1) {
      const goal = await openGoal(world, ['aigerim']);
      await world.jinaq.goals.contribute(client('aigerim'), { goal, amount: 1_000 });
    }
    later(world, 30 * 24 * HOUR_MS);
    const { checks } = await world.jinaq.doctor.show(OPERATIONS);
    expect(checks.find(({ name }) => name === 'chains')?.found).toBe('Those of 3 sampled goals hold.');
    await world.jinaq.close();
  });

  it('is for those who run it', async () => {
    const world = await openSavingsWorld();
    expect((await refusalOf(world.jinaq.doctor.show(client('aigerim')))).code).toBe('access.denied');
    await world.jinaq.close();
  });
});

describe('a sample', () => {
  it('is spread over the whole time, in its order, and moves with the clock', () => {
    const [first, now] = [new Date('2026-01-01T00:00:00Z'), new Date('2026-01-11T00:00:00.000Z')];
    const places = samplePlaces(first, now, 10);
    expect(places).toEqual([...places].sort());
    expect(new Set(places).size).toBe(10);
    expect(samplePlaces(first, new Date(now.getTime() + 500), 10)[0]).not.toBe(places[0]);
    expect(samplePlaces(first, first, 3)).toHaveLength(3);
  });
});
