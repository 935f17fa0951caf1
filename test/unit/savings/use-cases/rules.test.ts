import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  client,
  openGoal,
  openSavingsWorld,
  refusalOf,
  type SavingsWorld,
  staff,
} from '../../../support/savings-world.js';

let world: SavingsWorld;
beforeEach(async () => {
  world = await openSavingsWorld();
});
afterEach(() => world.jinaq.close());

const set = (name: 'interestRate' | 'minTargetShared' | 'maxMembers', value: string | number, from?: string) =>
  world.jinaq.rules.set(staff('admin'), { name, value, ...(from === undefined ? {} : { from }) });
const rules = async (date?: string) => (await world.jinaq.rules.show(client('aigerim'), { date })).rules;

describe('changing a rule', () => {
  it('makes the next version, holds from today unless a later day is named, and keeps who made it', async () => {
    await set('maxMembers', 12);
    await set('interestRate', '15.5', '2026-02-01');
    expect(await rules()).toMatchObject({ version: 1, maxMembers: 12, interestRate: 1400 });
    expect(await rules('2026-02-01')).toMatchObject({ version: 2, maxMembers: 12, interestRate: 1550 });
    const { changes } = await world.jinaq.rules.show(staff('analyst'));
    expect(changes).toMatchObject([
      { version: 1, name: 'maxMembers', value: '12', from: '2026-01-05', setBy: 'staff:admin' },
      { version: 2, name: 'interestRate', value: '15.5', from: '2026-02-01' },
    ]);
  });

  it('never reaches back', async () => {
    expect(await refusalOf(set('maxMembers', 12, '2026-01-04'))).toMatchObject({
      code: 'input.invalid',
      details: { problems: [{ path: 'from' }] },
    });
    expect((await rules()).version).toBe(0);
  });

  it('by two admins at once makes two versions', async () => {
    await Promise.all([set('maxMembers', 12), set('maxMembers', 13)]);
    const { changes } = await world.jinaq.rules.show(staff('admin'));
    expect(changes.map(({ version }) => version)).toEqual([1, 2]);
  });

  it('is the admin’s alone', async () => {
    for (const actor of [client('aigerim'), staff('operations'), staff('advisor'), staff('analyst')]) {
      const work = world.jinaq.rules.set(actor, { name: 'maxMembers', value: 100 });
      expect((await refusalOf(work)).code).toBe('access.denied');
    }
  });

  it('is refused with a value that the rule cannot have', async () => {
    expect((await refusalOf(set('maxMembers', 'many'))).code).toBe('input.invalid');
    expect((await rules()).version).toBe(0);
  });
});

describe('a rule that changed', () => {
  it('decides what comes after it, and leaves what was decided before', async () => {
    const before = await openGoal(world, ['aigerim'], { target: 10_000 });
    await set('interestRate', 10);
    await set('minTargetShared', 20_000);
    expect((await refusalOf(openGoal(world, ['aigerim'], { target: 10_000 }))).code).toBe('savings.target-too-small');
    const after = await openGoal(world, ['aigerim'], { target: 20_000 });
    const rateOf = async (goal: typeof before) =>
      (await world.jinaq.goals.show(client('aigerim'), { goal })).interestRateBps;
    expect([await rateOf(before), await rateOf(after)]).toEqual([1400, 1000]);
  });
});
