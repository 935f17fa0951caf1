import { afterEach, describe, expect, it } from 'vitest';
import { MIN_GROUP_CLIENTS } from '../../../../src/savings/index.js';
import {
  client,
  openGoal,
  openSavingsWorld,
  refusalOf,
  type SavingsWorld,
  staff,
  tenge,
} from '../../../support/savings-world.js';

let world: SavingsWorld;
afterEach(() => world.jinaq.close());

const statistics = () => world.jinaq.goals.statistics(staff('analyst'));

describe('an analyst', () => {
  it('sees sums of groups of at least five clients, and no smaller group', async () => {
    world = await openSavingsWorld({ clients: { a: 50_000, b: 50_000, c: 50_000, d: 50_000, e: 50_000 } });
    expect(MIN_GROUP_CLIENTS).toBe(5);
    const one = await openGoal(world, ['a', 'b']);
    await openGoal(world, ['c', 'd'], { target: 100_000 });
    await openGoal(world, ['e'], { kind: 'personal', target: 1_000 });
    await world.jinaq.goals.contribute(client('a'), { goal: one, amount: '1000.01' });
    await world.jinaq.goals.contribute(client('b'), { goal: one, amount: 500 });
    expect(await statistics()).toEqual([]);
    await openGoal(world, ['e'], { target: 100_000 });
    expect(await statistics()).toEqual([
      {
        ...{ kind: 'shared', status: 'active', goals: 3, clients: 5 },
        ...{ target: tenge(500_000), collected: 1_500_01n },
      },
    ]);
  });

  it('is not shown a group of four clients who have many goals', async () => {
    world = await openSavingsWorld({ clients: { a: 0, b: 0, c: 0, d: 0 } });
    for (let n = 0; n < 3; n += 1) await openGoal(world, ['a', 'b', 'c', 'd']);
    expect(await statistics()).toEqual([]);
  });

  it('sees nothing else', async () => {
    world = await openSavingsWorld();
    const goal = await openGoal(world, ['aigerim']);
    const { jinaq } = world;
    const works = [
      jinaq.goals.show(staff('analyst'), { goal }),
      jinaq.goals.progress(staff('analyst'), { goal }),
      jinaq.goals.list(staff('analyst')),
      jinaq.clients.list(staff('analyst')),
      jinaq.clients.show(staff('analyst'), { client: 'aigerim' }),
      jinaq.transfers.list(staff('analyst')),
      jinaq.ledger.verify(staff('analyst')),
      jinaq.receipts.issue(staff('analyst'), { goal, client: 'aigerim' }),
    ];
    // All at once: a refusal that nobody waits for yet would be told as unheard.
    for (const { code } of await Promise.all(works.map(refusalOf))) expect(code).toBe('access.denied');
    expect((await refusalOf(jinaq.goals.statistics(client('aigerim')))).code).toBe('access.denied');
    expect((await refusalOf(jinaq.goals.statistics(staff('advisor')))).code).toBe('access.denied');
  });
});
