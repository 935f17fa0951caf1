import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { toJson } from '../../../../adapters/operations/index.js';
import {
  client,
  openSavingsWorld,
  refusalOf,
  type SavingsWorld,
  staff,
  tenge,
} from '../../../support/savings-world.js';

let world: SavingsWorld;
beforeEach(async () => {
  world = await openSavingsWorld();
});
afterEach(() => world.jinaq.close());

type Input = Parameters<SavingsWorld['jinaq']['plans']['propose']>[1];
const propose = (input: Partial<Input> = {}, actor = client('aigerim')) =>
  world.jinaq.plans.propose(actor, { target: '1200000', ...input });
const set = (name: 'interestRate' | 'minAutomaticTransfer' | 'clientLimit' | 'maxMembers', value: string) =>
  world.jinaq.rules.set(staff('admin'), { name, value });
const problemsOf = async (input: Partial<Input>) => (await refusalOf(propose(input))).details.problems;

describe('plans.propose', () => {
  it('is open to every client and to all staff, and counts from today', async () => {
    for (const actor of [client('aigerim'), staff('operations'), staff('advisor'), staff('analyst'), staff('admin')]) {
      expect(await propose({ months: 12 }, actor)).toMatchObject({ amount: 93_744_55n, start: '2026-01-05' });
    }
  });

  it('goes by the rules of today: the rate, the minimum, the limit and the number of members', async () => {
    await set('interestRate', '0');
    await set('minAutomaticTransfer', '200000');
    await set('clientLimit', '1000000');
    const plan = await propose({ months: 12 });
    expect(plan).toMatchObject({ rulesVersion: 3, amount: tenge(100_000), interest: 0n, feasible: false });
    expect(plan.obstacles.map(({ code }) => code)).toEqual(['below-minimum', 'over-limit']);
    await set('maxMembers', '2');
    expect(await problemsOf({ months: 12, members: 'a,b,c' })).toMatchObject([{ path: 'members' }]);
  });

  it('as JSON has every sum in tenge and every day as it is written', async () => {
    const json = toJson(await propose({ months: 2, rate: 0, members: { aigerim: 2, bolat: 1 } }));
    expect(json).toMatchObject({
      ...{ target: '1200000.00', have: '0.00', every: 'month', amount: '600000.00', count: 2, total: '1200000.00' },
      ...{ start: '2026-01-05', end: '2026-03-05', contributed: '1200000.00', interest: '0.00', feasible: true },
      ...{ method: 'annuity', periodicRate: '0.000000', notes: [], alternatives: [], obstacles: [], catchUp: null },
      schedule: [
        { number: 1, date: '2026-02-05', contribution: '600000.00', interest: '0.00', balance: '600000.00' },
        { number: 2, date: '2026-03-05', contribution: '600000.00', interest: '0.00', balance: '1200000.00' },
      ],
      split: [
        { client: 'aigerim', percent: '66.67', amount: '400000.00', contributed: '800000.00' },
        { client: 'bolat', percent: '33.33', amount: '200000.00', contributed: '400000.00' },
      ],
    });
  });
});

describe('the members of a proposal', () => {
  const parts = async (input: Partial<Input>) =>
    (await propose({ months: 12, rate: 0, ...input })).split.map(({ client: id, amount }) => `${id} ${amount}`);

  it('share equally, by weights or by income, named in a line, a list or a map', async () => {
    const equal = ['aigerim 5000000', 'bolat 5000000'];
    expect(await parts({ members: 'bolat, aigerim' })).toEqual(equal);
    expect(await parts({ members: ['aigerim', 'bolat'], split: 'equal' })).toEqual(equal);
    const weighted = ['aigerim 7500000', 'bolat 2500000'];
    expect(await parts({ members: 'aigerim=1.5,bolat=0.5' })).toEqual(weighted);
    expect(await parts({ members: { aigerim: 3, bolat: 1 }, split: 'weights' })).toEqual(weighted);
    expect(await parts({ members: 'aigerim=450000,bolat=150000.00', split: 'income' })).toEqual(weighted);
  });

  it.each([
    ['a=1,b', undefined, 'members.b', /has no weight/],
    ['a,b', 'income', 'members.a', /has no income/],
    ['a=1,b=2', 'equal', 'members.a', /equal split/],
    ['a=1,b=1.005', undefined, 'members.b', /not a weight/],
    ['a=1,b=-1', undefined, 'members.b', /not a weight/],
    ['a=1,b=1e3', 'income', 'members.b', /exponent/],
    ['a,,b', undefined, 'members', /client id/],
    ['', undefined, 'members', /client id/],
  ] as const)('%j split by %s are refused', async (members, split, path, message) => {
    expect(await problemsOf({ months: 12, members, split })).toEqual([
      { path, message: expect.stringMatching(message) },
    ]);
  });
});

describe('what if, and what was missed', () => {
  it('are written in a line or as a list', async () => {
    const line = await propose({ months: 12, missed: '4, 2', whatIf: 'months=18; amount=50000,rate=12' });
    const list = await propose({ months: 12, missed: [2, 4], whatIf: [{ months: 18 }, { amount: 50_000, rate: 12 }] });
    expect(line).toEqual(list);
    expect(list.catchUp?.missed).toEqual([2, 4]);
    expect(list.whatIf.map(({ changes }) => toJson(changes))).toEqual([
      { months: 18 },
      { amount: '50000.00', rateBps: 1200 },
    ]);
    const [longer] = list.whatIf;
    expect(await propose({ months: 18, missed: [2, 4] })).toMatchObject(longer?.proposal ?? {});
  });

  it.each([
    [{ whatIf: 'months=18;months=x' }, 'whatIf.1.months'],
    [{ whatIf: [{ months: 18 }, { months: 0 }] }, 'whatIf.1.months'],
    [{ whatIf: 'months=18,colour=red' }, 'whatIf.0.colour'],
    [{ whatIf: 'months=18,months=24' }, 'whatIf'],
    [{ whatIf: 'months' }, 'whatIf'],
    [{ whatIf: '' }, 'whatIf'],
    [{ whatIf: 'members=a' }, 'whatIf.0.members'],
    [{ missed: '1,x' }, 'missed'],
    [{ missed: '' }, 'missed'],
    [{ step: 'tenge' }, 'step'],
    [{ rate: '14 %' }, 'rate'],
  ])('%j is refused by its place', async (input, path) => {
    expect(await problemsOf({ months: 12, ...input })).toMatchObject([{ path }]);
  });

  it('take the step by its name', async () => {
    expect(await propose({ months: 12, step: 'tiyn' })).toMatchObject({ amount: 93_744_55n, step: 1n });
  });
});
