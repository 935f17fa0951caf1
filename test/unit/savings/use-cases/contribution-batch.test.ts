import { afterEach, expect, describe, it } from 'vitest';
import type { JinaqOptions } from '../../../../adapters/node/index.js';
import { type GoalId, Unavailable } from '../../../../src/shared/index.js';
import {
  client,
  damageIn,
  openGoal,
  openSavingsWorld,
  type SavingsWorld,
  sumsOf,
  tenge,
} from '../../../support/savings-world.js';

let world: SavingsWorld;
let failuresToCome = 0;

afterEach(async () => {
  expect(await damageIn(world)).toEqual([]);
  await world.jinaq.close();
});

/** A database that fails just before it would have committed. */
const failing: NonNullable<JinaqOptions['decorate']> = ({ store, bank }) => ({
  bank,
  store: {
    read: (work) => store.read(work),
    transact: (work) =>
      store.transact(async (tx) => {
        const result = await work(tx);
        if (failuresToCome === 0) return result;
        failuresToCome -= 1;
        throw new Unavailable('store.unavailable', 'out of order');
      }),
  },
});

const pay = (goal: GoalId, who: string, amount: number, key?: string) =>
  world.jinaq.goals.contribute(client(who), { goal, amount, key });

describe('a batch of many callers', () => {
  it('gives each their own outcome: a refused one does not disturb its neighbours', async () => {
    world = await openSavingsWorld({ clients: { aigerim: 100_000, bolat: 100_000, dana: 100_000, erlan: 0 } });
    const goal = await openGoal(world, ['aigerim', 'bolat', 'erlan'], { target: 100_000 });
    const outcomes = await Promise.allSettled([
      pay(goal, 'aigerim', 1_000),
      pay(goal, 'dana', 1_000),
      pay(goal, 'erlan', 1_000),
      pay(goal, 'aigerim', 0),
      pay(goal, 'bolat', 99_000),
      pay(goal, 'bolat', 98_000),
    ]);
    expect(
      outcomes.map((one) => (one.status === 'fulfilled' ? one.value.status : (one.reason as { code: string }).code)),
    ).toEqual([
      ...['completed', 'savings.not-a-member', 'refused', 'input.invalid', 'savings.over-target', 'completed'],
    ]);
    expect(await sumsOf(world, goal)).toMatchObject({ bank: tenge(99_000), owed: tenge(99_000) });
  });

  it('loses nothing when the database fails at the intent: each is tried alone', async () => {
    world = await openSavingsWorld({ decorate: failing });
    const goal = await openGoal(world, ['aigerim', 'bolat']);
    failuresToCome = 1;
    const three = [pay(goal, 'aigerim', 1), pay(goal, 'bolat', 2), pay(goal, 'bolat', 3)];
    expect((await Promise.all(three)).map(({ status }) => status)).toEqual(['completed', 'completed', 'completed']);
    expect(failuresToCome).toBe(0);
    expect(await sumsOf(world, goal)).toEqual({ held: tenge(6), owed: tenge(6), bank: tenge(6) });
  });

  it('moves no money of a caller whose intent could not be kept', async () => {
    world = await openSavingsWorld({ decorate: failing });
    const goal = await openGoal(world, ['aigerim', 'bolat']);
    failuresToCome = 2;
    // The first failure meets both together, the second one the first of them alone.
    const two = await Promise.allSettled([pay(goal, 'aigerim', 1), pay(goal, 'bolat', 2)]);
    expect(two).toMatchObject([{ reason: { code: 'store.unavailable' } }, { value: { status: 'completed' } }]);
    expect(await sumsOf(world, goal)).toEqual({ held: tenge(2), owed: tenge(2), bank: tenge(2) });
  });
});
