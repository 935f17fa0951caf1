import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asClientId, type GoalId, parseCivilDate } from '../../../../src/shared/index.js';
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

beforeEach(async () => {
  world = await openSavingsWorld({
    clients: { aigerim: 20_000_000, bolat: 20_000_000, dana: 20_000_000, erlan: 0 },
  });
});
afterEach(async () => {
  expect(await damageIn(world)).toEqual([]);
  await world.jinaq.close();
});

const pay = (goal: GoalId, who: string, amount: number | string | bigint, key?: string) =>
  world.jinaq.goals.contribute(client(who), { goal, amount, key });
const show = (goal: GoalId) => world.jinaq.goals.show(staff('operations'), { goal });
const reachedEvents = async (goal: GoalId) =>
  (await world.jinaq.goals.history(staff('operations'), { goal })).filter(({ type }) => type === 'goal.reached');

describe('two callers who want the last tiyn', () => {
  it('at the same moment: exactly one of them gets it in', async () => {
    const goal = await openGoal(world, ['aigerim', 'bolat'], { target: 10_000 });
    await pay(goal, 'aigerim', '9999.99');
    const race = await Promise.allSettled([pay(goal, 'aigerim', '0.01'), pay(goal, 'bolat', '0.01')]);
    expect(race.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(race.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'savings.over-target', details: { missing: 0n } },
    });
    expect(await show(goal)).toMatchObject({ status: 'reached', collected: tenge(10_000), missing: 0n });
    expect(await sumsOf(world, goal)).toMatchObject({ bank: tenge(10_000), owed: tenge(10_000) });
  });

  it('a hundred of them: exactly as many as there are tiyn', async () => {
    const goal = await openGoal(world, ['aigerim', 'bolat', 'dana'], { target: 10_000 });
    await pay(goal, 'dana', '9999.93');
    const who = ['aigerim', 'bolat', 'dana'];
    const race = await Promise.allSettled(Array.from({ length: 100 }, (_, i) => pay(goal, who[i % 3] ?? '', '0.01')));
    expect(race.filter(({ status }) => status === 'fulfilled')).toHaveLength(7);
    expect(await show(goal)).toMatchObject({ status: 'reached', collected: tenge(10_000) });
    expect(await reachedEvents(goal)).toHaveLength(3);
  });

  it('the room that a refused one held is free again', async () => {
    const goal = await openGoal(world, ['aigerim', 'erlan'], { target: 10_000 });
    expect(await pay(goal, 'erlan', 10_000)).toMatchObject({ status: 'refused' });
    expect(await pay(goal, 'aigerim', 10_000)).toMatchObject({ status: 'completed' });
    expect(await show(goal)).toMatchObject({ status: 'reached' });
  });
});

describe('a goal is met', () => {
  it('exactly once, with one event for each active member', async () => {
    const goal = await openGoal(world, ['aigerim', 'bolat', 'dana'], { target: 10_000 });
    await pay(goal, 'aigerim', 5_000);
    expect(await reachedEvents(goal)).toEqual([]);
    await pay(goal, 'bolat', 5_000);
    await world.jinaq.transfers.settle(staff('operations'));
    const events = await reachedEvents(goal);
    expect(events.map((event) => event.client).sort()).toEqual(['aigerim', 'bolat', 'dana']);
    expect(events[0]).toMatchObject({ actor: 'system', data: { target: '10000.00' } });
    expect((await refusalOf(pay(goal, 'aigerim', 1))).code).toBe('savings.goal-not-active');
  });

  it('by settling, when the bank answered late, and not before', async () => {
    const goal = await openGoal(world, ['aigerim', 'bolat'], { target: 10_000 });
    await world.sandbox.injectFault({ on: 'transfer', kind: 'timeout-after-debit' });
    await pay(goal, 'aigerim', 10_000);
    expect(await show(goal)).toMatchObject({ status: 'active', collected: 0n });
    expect((await refusalOf(pay(goal, 'bolat', 1))).code).toBe('savings.over-target');
    await Promise.all([1, 2, 3].map(() => world.jinaq.transfers.settle(staff('operations'))));
    expect(await show(goal)).toMatchObject({ status: 'reached', collected: tenge(10_000) });
    expect(await reachedEvents(goal)).toHaveLength(2);
  });

  it('by interest, while a contribution is on its way: still once, and the contribution is kept', async () => {
    const goal = await openGoal(world, ['aigerim', 'bolat'], { target: 10_000 });
    await pay(goal, 'aigerim', 9_000);
    world.clock.set(new Date('2026-01-31T12:00:00+05:00'));
    await world.sandbox.injectFault({ on: 'transfer', kind: 'timeout-before-debit' });
    expect(await pay(goal, 'bolat', 1_000)).toMatchObject({ status: 'pending' });
    world.clock.set(new Date('2026-02-01T12:00:00+05:00'));
    const { account } = await show(goal);
    await world.sandbox.creditInterest(account, tenge(1_000));
    await world.jinaq.interest.post(staff('operations'), { month: '2026-01' });
    expect(await show(goal)).toMatchObject({ status: 'reached', collected: tenge(10_000), pending: tenge(1_000) });
    expect(await world.jinaq.transfers.settle(staff('operations'))).toMatchObject({ completed: 1 });
    expect(await show(goal)).toMatchObject({ status: 'reached', collected: tenge(11_000) });
    expect(await reachedEvents(goal)).toHaveLength(2);
  });
});

describe('the minimum of the organiser', () => {
  it('is kept to the tiyn, and does not hold for the rest', async () => {
    const goal = await openGoal(world, ['aigerim'], { target: 10_000, minContribution: 4_000 });
    expect(await refusalOf(pay(goal, 'aigerim', '3999.99'))).toMatchObject({
      code: 'savings.below-min-contribution',
      details: { minimum: tenge(4_000), missing: tenge(10_000) },
    });
    await pay(goal, 'aigerim', 4_000);
    await pay(goal, 'aigerim', 4_000);
    expect((await refusalOf(pay(goal, 'aigerim', '1999.99'))).code).toBe('savings.below-min-contribution');
    expect(await pay(goal, 'aigerim', 2_000)).toMatchObject({ status: 'completed' });
  });
});

describe('the limit of one client', () => {
  it('holds over all goals, pending included, and may be reached exactly', async () => {
    const [one, two] = [
      await openGoal(world, ['aigerim'], { target: 9_000_000 }),
      await openGoal(world, ['aigerim'], { target: 9_000_000 }),
    ];
    await pay(one, 'aigerim', 6_000_000);
    await world.sandbox.injectFault({ on: 'transfer', kind: 'timeout-before-debit' });
    expect(await pay(two, 'aigerim', 3_999_999)).toMatchObject({ status: 'pending' });
    expect(await refusalOf(pay(two, 'aigerim', '1.01'))).toMatchObject({
      code: 'savings.client-limit',
      details: { limit: tenge(10_000_000), available: tenge(1) },
    });
    expect(await pay(one, 'aigerim', 1)).toMatchObject({ status: 'completed' });
    expect(await refusalOf(pay(two, 'aigerim', '0.01'))).toMatchObject({ details: { available: 0n } });
  });

  it('is not passed by two payments at once into two goals', async () => {
    const goals = [
      await openGoal(world, ['aigerim'], { target: 9_000_000 }),
      await openGoal(world, ['aigerim'], { target: 9_000_000 }),
    ];
    const race = await Promise.allSettled(goals.map((goal) => pay(goal, 'aigerim', 6_000_000)));
    expect(race.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('of one client is nothing to another', async () => {
    const goal = await openGoal(world, ['aigerim', 'bolat'], { target: 15_000_000 });
    await pay(goal, 'aigerim', 10_000_000);
    expect(await pay(goal, 'bolat', 5_000_000)).toMatchObject({ status: 'completed' });
  });
});

describe('a contribution that operations import', () => {
  it('counts from today or a day before, not from one that is still to come', async () => {
    const goal = await openGoal(world, ['aigerim']);
    const importFor = (date: string) =>
      world.jinaq.context.useCases.contribute.execute({
        ...{ actor: staff('operations'), client: asClientId('aigerim'), goal, amount: tenge(1_000), key: date },
        valueDate: parseCivilDate(date),
      });
    expect(await importFor('2026-01-05')).toMatchObject({ status: 'completed', valueDate: '2026-01-05' });
    expect(await importFor('2026-01-04')).toMatchObject({ status: 'completed', valueDate: '2026-01-04' });
    expect(await refusalOf(importFor('2026-01-06'))).toMatchObject({
      code: 'input.invalid',
      details: { problems: [{ path: 'date' }] },
    });
    expect((await sumsOf(world, goal)).bank).toBe(tenge(2_000));
  });
});

describe('who may pay', () => {
  it('members only: not who is invited, not a stranger, and for nobody else', async () => {
    const goal = await openGoal(world, ['aigerim']);
    expect((await refusalOf(pay(goal, 'bolat', 1))).code).toBe('savings.not-a-member');
    await world.jinaq.goals.invite(client('aigerim'), { goal, client: 'bolat' });
    expect((await refusalOf(pay(goal, 'bolat', 1))).code).toBe('savings.not-a-member');
    expect((await refusalOf(pay(goal, 'nobody', 1))).code).toBe('not-found');
    const { contribute } = world.jinaq.context.useCases;
    const forAnother = { actor: client('aigerim'), goal, amount: 1n, client: 'bolat' as never };
    expect((await refusalOf(contribute.execute(forAnother))).code).toBe('access.denied');
    for (const role of ['admin', 'advisor', 'analyst'] as const) {
      expect((await refusalOf(contribute.execute({ ...forAnother, actor: staff(role) }))).code).toBe('access.denied');
    }
  });

  it('not a client whom the bank has blocked', async () => {
    const goal = await openGoal(world, ['aigerim', 'bolat']);
    await world.jinaq.clients.mark(staff('admin'), { client: 'bolat', status: 'blocked' });
    expect(await refusalOf(pay(goal, 'bolat', 1))).toMatchObject({
      code: 'clients.blocked',
      details: { client: 'bolat', status: 'blocked' },
    });
    for (const work of [
      world.jinaq.goals.create(client('bolat'), { title: 'Үй', target: 10_000, deadline: '2026-12-31' }),
      world.jinaq.goals.show(client('bolat'), { goal }),
      world.jinaq.goals.consent(client('bolat'), { goal, shareAmounts: true }),
      world.jinaq.goals.invite(client('bolat'), { goal, client: 'dana' }),
    ]) {
      expect((await refusalOf(work)).code).toBe('clients.blocked');
    }
  });
});
