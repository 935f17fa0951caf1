import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { GoalId } from '../../../../src/shared/index.js';
import {
  client,
  damageIn,
  openGoal,
  openSavingsWorld,
  refusalOf,
  type SavingsWorld,
  staff,
  sumsOf,
  tenge,
} from '../../../support/savings-world.js';

let world: SavingsWorld;
let goal: GoalId;

beforeEach(async () => {
  world = await openSavingsWorld();
  goal = await openGoal(world, ['aigerim', 'bolat']);
});
afterEach(async () => {
  expect(await damageIn(world)).toEqual([]);
  await world.jinaq.close();
});

const pay = (who: string, amount: number | string | bigint, key?: string) =>
  world.jinaq.goals.contribute(client(who), { goal, amount, key });
const settle = () => world.jinaq.transfers.settle(staff('operations'));
const fault = (kind: 'timeout-before-debit' | 'timeout-after-debit' | 'held' | 'refuse' | 'duplicate-answer') =>
  world.sandbox.injectFault({ on: 'transfer', kind });
const show = () => world.jinaq.goals.show(staff('operations'), { goal });
const moneyOf = async (who: string) => (await world.sandbox.show(who)).balance;
const eventsOf = async (type: string) =>
  (await world.jinaq.goals.history(staff('operations'), { goal })).filter((event) => event.type === type);
const NOTHING_SETTLED = { completed: 0, refused: 0, held: 0, unanswered: 0, failed: [], interrupted: false };

describe('a contribution that the bank carries out', () => {
  it('is booked to its member, and the bank has what the ledger says', async () => {
    expect(await pay('bolat', '12345.67', 'k-1')).toMatchObject({
      ...{ status: 'completed', reason: null, goal, client: 'bolat', amount: 12_345_67n, key: 'k-1' },
    });
    expect(await sumsOf(world, goal)).toEqual({ held: 12_345_67n, owed: 12_345_67n, bank: 12_345_67n });
    expect(await moneyOf('bolat')).toBe(tenge(1_000_000) - 12_345_67n);
    expect((await show()).members).toMatchObject([
      { client: 'aigerim', principal: 0n },
      { client: 'bolat', principal: 12_345_67n },
    ]);
  });

  it('leaves a trace: asked for by the client, completed by the system', async () => {
    const { id } = await pay('bolat', 100);
    const data = { contribution: id, amount: '100.00' };
    expect(await eventsOf('contribution.requested')).toMatchObject([{ actor: 'client:bolat', client: 'bolat', data }]);
    expect(await eventsOf('contribution.completed')).toMatchObject([{ actor: 'system', client: 'bolat', data }]);
  });
});

describe('a contribution that the bank refuses', () => {
  it('takes nothing from anybody and is no longer on its way', async () => {
    const before = await moneyOf('bolat');
    await world.sandbox.cardPurchase('bolat', before - tenge(99));
    expect(await pay('bolat', 100)).toMatchObject({ status: 'refused', reason: 'bank.insufficient-funds' });
    expect(await sumsOf(world, goal)).toEqual({ held: 0n, owed: 0n, bank: 0n });
    expect(await show()).toMatchObject({ collected: 0n, pending: 0n, missing: tenge(300_000) });
    expect(await moneyOf('bolat')).toBe(tenge(99));
  });

  it('stays refused under its key; under another key it can be tried again', async () => {
    await fault('refuse');
    expect(await pay('bolat', 100, 'k-1')).toMatchObject({ status: 'refused', reason: 'bank.refused' });
    expect(await pay('bolat', 100, 'k-1')).toMatchObject({ status: 'refused', reason: 'bank.refused' });
    expect(await pay('bolat', 100, 'k-2')).toMatchObject({ status: 'completed' });
    expect(await sumsOf(world, goal)).toMatchObject({ owed: tenge(100), bank: tenge(100) });
  });

  it('by an account that is closed says so', async () => {
    await world.sandbox.closeAccount('bolat');
    expect(await pay('bolat', 100)).toMatchObject({ status: 'refused', reason: 'bank.account-closed' });
  });
});

describe('a contribution that the bank does not answer', () => {
  it.each([
    ['before the debit', 'timeout-before-debit', 0n],
    ['after the debit', 'timeout-after-debit', tenge(100)],
  ] as const)('%s is pending, counts as on its way, and is settled once', async (_when, kind, atBank) => {
    await fault(kind);
    expect(await pay('bolat', 100)).toMatchObject({ status: 'pending', reason: null });
    expect(await sumsOf(world, goal)).toEqual({ held: 0n, owed: 0n, bank: atBank });
    expect(await show()).toMatchObject({ collected: 0n, pending: tenge(100), missing: tenge(299_900) });

    expect(await settle()).toEqual({ ...NOTHING_SETTLED, completed: 1 });
    expect(await sumsOf(world, goal)).toEqual({ held: tenge(100), owed: tenge(100), bank: tenge(100) });
    expect(await moneyOf('bolat')).toBe(tenge(999_900));
    expect(await settle()).toEqual(NOTHING_SETTLED);
    expect(await sumsOf(world, goal)).toEqual({ held: tenge(100), owed: tenge(100), bank: tenge(100) });
  });

  it('stays pending as long as the bank is down', async () => {
    await world.sandbox.down();
    expect(await pay('bolat', 100)).toMatchObject({ status: 'pending' });
    expect(await settle()).toEqual({ ...NOTHING_SETTLED, unanswered: 1 });
    await world.sandbox.up();
    expect(await settle()).toEqual({ ...NOTHING_SETTLED, completed: 1 });
  });

  it('is refused when it is settled and the money is gone by then', async () => {
    await fault('timeout-before-debit');
    await pay('bolat', 100);
    await world.sandbox.cardPurchase('bolat', tenge(1_000_000));
    expect(await settle()).toEqual({ ...NOTHING_SETTLED, refused: 1 });
    expect(await show()).toMatchObject({ collected: 0n, pending: 0n });
    expect(await eventsOf('contribution.refused')).toMatchObject([{ data: { reason: 'bank.insufficient-funds' } }]);
  });

  it('is counted once when its caller repeats it and operations settle it meanwhile', async () => {
    await fault('timeout-after-debit');
    await pay('bolat', 100, 'k-1');
    const outcomes = await Promise.all([settle(), pay('bolat', 100, 'k-1'), settle(), pay('bolat', 100, 'k-1')]);
    expect(outcomes[0]).toMatchObject({ refused: 0, unanswered: 0 });
    expect(await pay('bolat', 100, 'k-1')).toMatchObject({ status: 'completed' });
    expect(await sumsOf(world, goal)).toEqual({ held: tenge(100), owed: tenge(100), bank: tenge(100) });
    expect(await eventsOf('contribution.completed')).toHaveLength(1);
  });

  it('does not keep the others from being settled when the bank refuses to hear of it, and is listed', async () => {
    await fault('timeout-before-debit');
    const { id } = await pay('bolat', 100);
    await fault('timeout-after-debit');
    await pay('aigerim', 200);
    await world.sandbox.injectFault({ on: 'transferStatus', kind: 'refuse' });
    const failed = [{ contribution: id, error: { code: 'bank.refused' } }];
    expect(await settle()).toMatchObject({ completed: 1, unanswered: 1, failed });
    expect(await settle()).toEqual({ ...NOTHING_SETTLED, completed: 1 });
  });

  it('is settled by operations, and by no client', async () => {
    expect((await refusalOf(world.jinaq.transfers.settle(client('aigerim')))).code).toBe('access.denied');
    expect((await refusalOf(world.jinaq.transfers.settle(staff('admin')))).code).toBe('access.denied');
  });
});

describe('a contribution that the bank holds for review', () => {
  it('is pending until the review ends, and is completed then', async () => {
    await fault('held');
    expect(await pay('bolat', 100)).toMatchObject({ status: 'pending' });
    expect(await settle()).toEqual({ ...NOTHING_SETTLED, held: 1 });
    // Five working days after Monday the 5th, of which Wednesday the 7th is Christmas: Tuesday the 13th.
    world.clock.set(new Date('2026-01-12T23:59:59+05:00'));
    expect(await settle()).toEqual({ ...NOTHING_SETTLED, held: 1 });
    world.clock.set(new Date('2026-01-13T00:00:00+05:00'));
    expect(await settle()).toEqual({ ...NOTHING_SETTLED, completed: 1 });
    expect(await sumsOf(world, goal)).toEqual({ held: tenge(100), owed: tenge(100), bank: tenge(100) });
  });

  it('is voided when the review ends with no', async () => {
    await fault('held');
    const { id } = await pay('bolat', 100);
    await world.sandbox.resolveHeld(id, 'refused', 'limit');
    expect(await settle()).toEqual({ ...NOTHING_SETTLED, refused: 1 });
    expect(await sumsOf(world, goal)).toEqual({ held: 0n, owed: 0n, bank: 0n });
    expect(await moneyOf('bolat')).toBe(tenge(1_000_000));
  });
});

describe('the same key', () => {
  it('sent fifty times at once is one contribution, one debit and one booking', async () => {
    const all = await Promise.all(Array.from({ length: 50 }, () => pay('bolat', 100, 'k-1')));
    expect(new Set(all.map(({ id }) => id)).size).toBe(1);
    expect(all.filter(({ status }) => status === 'completed').length).toBeGreaterThanOrEqual(1);
    expect(await moneyOf('bolat')).toBe(tenge(999_900));
    expect(await sumsOf(world, goal)).toEqual({ held: tenge(100), owed: tenge(100), bank: tenge(100) });
    expect(await eventsOf('contribution.requested')).toHaveLength(1);
    expect(await eventsOf('contribution.completed')).toHaveLength(1);
    expect(await world.jinaq.transfers.list(staff('operations'))).toHaveLength(1);
  });

  it('with another amount is refused, also when both come at once', async () => {
    const [first, second] = await Promise.allSettled([pay('bolat', 100, 'k-1'), pay('bolat', 200, 'k-1')]);
    expect(first).toMatchObject({ status: 'fulfilled', value: { status: 'completed', amount: tenge(100) } });
    expect(second).toMatchObject({
      ...{ status: 'rejected', reason: { code: 'idempotency.key-reused', details: { field: 'amount' } } },
    });
    expect((await refusalOf(pay('bolat', 100_00n + 1n, 'k-1'))).code).toBe('idempotency.key-reused');
  });

  it('for another goal is refused', async () => {
    await pay('bolat', 100, 'k-1');
    const other = await openGoal(world, ['bolat']);
    const again = world.jinaq.goals.contribute(client('bolat'), { goal: other, amount: 100, key: 'k-1' });
    expect(await refusalOf(again)).toMatchObject({ code: 'idempotency.key-reused', details: { field: 'goal' } });
  });

  it('of another client is another contribution', async () => {
    await Promise.all([pay('bolat', 100, 'k-1'), pay('aigerim', 100, 'k-1')]);
    expect(await sumsOf(world, goal)).toMatchObject({ owed: tenge(200), bank: tenge(200) });
  });

  it('that is absent makes every call a contribution of its own', async () => {
    const [one, two] = await Promise.all([pay('bolat', 100), pay('bolat', 100)]);
    expect(one.id).not.toBe(two.id);
    expect(await sumsOf(world, goal)).toMatchObject({ owed: tenge(200), bank: tenge(200) });
  });
});
