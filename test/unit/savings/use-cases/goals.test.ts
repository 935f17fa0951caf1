import { afterEach, beforeEach, describe, expect, it } from 'vitest';
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
beforeEach(async () => {
  world = await openSavingsWorld();
});
afterEach(() => world.jinaq.close());

const TERMS = { title: 'Той', target: 300_000, deadline: '2026-06-30' } as const;
const create = (who: string, terms: Partial<Parameters<typeof world.jinaq.goals.create>[1]> = {}) =>
  world.jinaq.goals.create(client(who), { ...TERMS, ...terms });
const codeOf = async (work: Promise<unknown>) => (await refusalOf(work)).code;
const pass = (day: string) => world.clock.set(new Date(`${day}T12:00:00+05:00`));

describe('creating a goal', () => {
  it('opens a savings account of its own, with the interest terms of the day', async () => {
    const [one, two] = [await create('aigerim'), await create('aigerim')];
    expect(one.account).not.toBe(two.account);
    expect(await world.sandbox.show(one.account)).toMatchObject({
      ...{ kind: 'savings', client: 'aigerim', balance: 0n },
      ...{ product: { rateBps: 1400, dayCount: 'actual/365', capitalisation: 'monthly' } },
    });
  });

  it('makes the one who opens it its organiser and only member', async () => {
    const goal = await create('aigerim', { shareAmounts: true, deputy: 'bolat' });
    expect(goal).toMatchObject({ organiser: 'aigerim', deputy: 'bolat', status: 'active', kind: 'shared' });
    expect(goal.members).toMatchObject([{ client: 'aigerim', role: 'organiser', status: 'active', principal: 0n }]);
  });

  it('leaves no goal and no account behind when it is refused', async () => {
    const before = await world.sandbox.accounts();
    expect(await codeOf(create('aigerim', { target: 9_999 }))).toBe('savings.target-too-small');
    expect(await codeOf(create('aigerim', { deputy: 'nobody' }))).toBe('not-found');
    expect(await codeOf(create('nobody'))).toBe('not-found');
    expect(await world.sandbox.accounts()).toEqual(before);
    expect(await world.jinaq.goals.list(staff('admin'))).toEqual([]);
  });

  it('leaves no goal behind when the bank does not answer', async () => {
    await world.sandbox.injectFault({ on: 'openSavingsAccount', kind: 'timeout-after-debit' });
    expect(await codeOf(create('aigerim'))).toBe('bank.unavailable');
    expect(await world.jinaq.goals.list(staff('admin'))).toEqual([]);
  });

  it('is a client’s to do, not the staff’s', async () => {
    for (const role of ['admin', 'operations', 'advisor', 'analyst'] as const) {
      expect(await codeOf(world.jinaq.goals.create(staff(role), TERMS))).toBe('access.denied');
    }
  });

  it.each([
    ['target', { target: 'a lot' }],
    ['target', { target: '1.005' }],
    ['target', { target: 1e400 }],
    ['deadline', { deadline: '2026-02-31' }],
    ['deadline', { deadline: '2026-01-05' }],
    ['title', { title: 'x'.repeat(10_000) }],
    ['colour', { colour: 'blue' }],
  ])('names the field that is wrong: %s', async (path, terms) => {
    expect(await refusalOf(create('aigerim', terms as never))).toMatchObject({
      code: 'input.invalid',
      details: { problems: [{ path }] },
    });
  });
});

describe('editing a goal', () => {
  it('is the organiser’s as long as nobody else is in it', async () => {
    const { id: goal } = await create('aigerim');
    const changed = await world.jinaq.goals.edit(client('aigerim'), { goal, title: 'Үй', minContribution: 5_000 });
    expect(changed).toMatchObject({ title: 'Үй', minContribution: tenge(5_000), target: tenge(300_000) });
    for (const actor of [client('bolat'), staff('admin'), staff('operations')]) {
      expect(await codeOf(world.jinaq.goals.edit(actor, { goal, title: 'Менікі' }))).toBe('access.denied');
    }
    const { id: invitation } = await world.jinaq.goals.invite(client('aigerim'), { goal, client: 'bolat' });
    expect((await world.jinaq.goals.edit(client('aigerim'), { goal, title: 'Көлік' })).title).toBe('Көлік');
    await world.jinaq.invitations.accept(client('bolat'), { invitation });
    expect(await codeOf(world.jinaq.goals.edit(client('aigerim'), { goal, title: 'Той' }))).toBe(
      'savings.goal-not-alone',
    );
  });

  it('never takes the target to what is saved or on its way', async () => {
    const { id: goal } = await create('aigerim');
    await world.jinaq.goals.contribute(client('aigerim'), { goal, amount: 50_000 });
    await world.sandbox.injectFault({ on: 'transfer', kind: 'timeout-before-debit' });
    await world.jinaq.goals.contribute(client('aigerim'), { goal, amount: 10_000 });
    expect(await codeOf(world.jinaq.goals.edit(client('aigerim'), { goal, target: 60_000 }))).toBe('input.invalid');
    expect((await world.jinaq.goals.edit(client('aigerim'), { goal, target: '60000.01' })).missing).toBe(1n);
  });
});

describe('a personal goal', () => {
  it('has one member and lets nobody in', async () => {
    const { id: goal } = await create('aigerim', { kind: 'personal', target: 1_000 });
    expect(await codeOf(world.jinaq.goals.invite(client('aigerim'), { goal, client: 'bolat' }))).toBe(
      'savings.personal-goal',
    );
    await world.jinaq.goals.contribute(client('aigerim'), { goal, amount: 1_000 });
    expect((await world.jinaq.goals.show(client('aigerim'), { goal })).status).toBe('reached');
  });
});

describe('the deadline', () => {
  it('is the last day on which money is taken, until midnight in Almaty', async () => {
    const goal = await openGoal(world, ['aigerim']);
    const pay = () => world.jinaq.goals.contribute(client('aigerim'), { goal, amount: 1 });
    world.clock.set(new Date('2026-06-30T18:59:59.999Z'));
    expect((await pay()).status).toBe('completed');
    world.clock.set(new Date('2026-06-30T19:00:00Z'));
    expect(await codeOf(pay())).toBe('savings.deadline-passed');
  });
});

describe('the progress of a goal', () => {
  it('shows its way day by day, and how it stands against even saving', async () => {
    const goal = await openGoal(world, ['aigerim', 'bolat']);
    await world.jinaq.goals.contribute(client('aigerim'), { goal, amount: 1_000 });
    await world.jinaq.goals.contribute(client('bolat'), { goal, amount: 500 });
    pass('2026-02-01');
    await world.jinaq.goals.contribute(client('bolat'), { goal, amount: '0.50' });
    await world.sandbox.injectFault({ on: 'transfer', kind: 'held' });
    await world.jinaq.goals.contribute(client('bolat'), { goal, amount: 7 });
    const progress = await world.jinaq.goals.progress(client('bolat'), { goal });
    expect(progress).toMatchObject({ percent: 0, daysLeft: 149, pace: 'behind', goal: { pending: tenge(7) } });
    expect(progress.points).toEqual([
      { date: '2026-01-05', collected: tenge(1_500) },
      { date: '2026-02-01', collected: 1_500_50n },
    ]);
  });
});

describe('what the history keeps', () => {
  it('is who did what and when, in order, by which version of the rules', async () => {
    const goal = await openGoal(world, ['aigerim']);
    pass('2026-01-10');
    await world.jinaq.rules.set(staff('admin'), { name: 'maxMembers', value: 5 });
    await world.jinaq.goals.invite(client('aigerim'), { goal, client: 'bolat' });
    await world.jinaq.goals.edit(client('aigerim'), { goal, title: 'Үй' });
    const events = await world.jinaq.goals.history(client('aigerim'), { goal });
    expect(events.map(({ type, actor, rulesVersion }) => [type, actor, rulesVersion])).toEqual([
      ['goal.created', 'client:aigerim', 0],
      ['invitation.sent', 'client:aigerim', 1],
      ['goal.edited', 'client:aigerim', 1],
    ]);
    expect(events.map(({ position }) => position)).toEqual(
      [...events.map(({ position }) => position)].sort((a, b) => a - b),
    );
    expect(events[2]).toMatchObject({ at: new Date('2026-01-10T12:00:00+05:00'), data: { title: 'Үй' } });
  });
});
