import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '../../../../src/access/index.js';
import type { GoalId } from '../../../../src/shared/index.js';
import { client, openGoal, refusalOf, type SavingsWorld, staff, tenge } from '../../../support/savings-world.js';
import { MEMBERS, openPrivateGoal } from './private-goal.js';

let world: SavingsWorld;
let goal: GoalId;

beforeEach(async () => {
  ({ world, goal } = await openPrivateGoal());
});
afterEach(() => world.jinaq.close());

const principals = async (actor: Actor) =>
  (await world.jinaq.goals.show(actor, { goal })).members.map(({ principal }) => principal);
const SUMS = { aigerim: 11_111_11n, bolat: 22_222_22n, dana: 3_333_33n };

describe('goals.show', () => {
  it.each([
    ['aigerim', [SUMS.aigerim, SUMS.bolat, null]],
    ['bolat', [null, SUMS.bolat, null]],
    ['dana', [null, SUMS.bolat, SUMS.dana]],
  ])('shows %s their own sum and those of members who agreed', async (who, expected) => {
    expect(await principals(client(who))).toEqual(expected);
  });

  it('shows everyone who may look the same totals and who is on plan', async () => {
    const seen = await world.jinaq.goals.show(client('bolat'), { goal });
    expect(seen).toMatchObject({ collected: 36_666_66n, pending: 0n, missing: tenge(300_000) - 36_666_66n });
    expect(seen.members.map(({ onPlan }) => typeof onPlan)).toEqual(['boolean', 'boolean', 'boolean']);
  });

  it('shows operations and admin all sums', async () => {
    expect(await principals(staff('operations'))).toEqual(Object.values(SUMS));
    expect(await principals(staff('admin'))).toEqual(Object.values(SUMS));
  });

  it('shows somebody who is invited the goal, with the sums of those who agreed only', async () => {
    await world.jinaq.goals.invite(client('aigerim'), { goal, client: 'erlan' });
    expect(await principals(client('erlan'))).toEqual([null, SUMS.bolat, null]);
  });

  it('shows it to no stranger, no analyst and nobody unknown', async () => {
    expect((await refusalOf(principals(client('erlan')))).code).toBe('access.denied');
    expect((await refusalOf(principals(staff('analyst')))).code).toBe('access.denied');
    expect((await refusalOf(principals(client('nobody')))).code).toBe('not-found');
  });

  it('takes a consent back at once', async () => {
    await world.jinaq.goals.consent(client('bolat'), { goal, shareAmounts: false });
    expect(await principals(client('aigerim'))).toEqual([SUMS.aigerim, null, null]);
  });

  it('lets nobody consent for another', async () => {
    for (const actor of [client('erlan'), staff('admin'), staff('operations')]) {
      expect((await refusalOf(world.jinaq.goals.consent(actor, { goal, shareAmounts: true }))).code).toBe(
        'access.denied',
      );
    }
  });

  it('lets Jinaq’s own jobs look without anybody’s consent', async () => {
    expect(await principals({ kind: 'system' })).toEqual(Object.values(SUMS));
  });
});

describe('goals.list', () => {
  it('gives a client their own goals, with the same privacy', async () => {
    await openGoal(world, ['dana']);
    const mine = await world.jinaq.goals.list(client('bolat'));
    expect(mine.map(({ id }) => id)).toEqual([goal]);
    expect(mine[0]?.members.map(({ principal }) => principal)).toEqual([null, SUMS.bolat, null]);
    expect(await world.jinaq.goals.list(client('dana'))).toHaveLength(2);
    expect(await world.jinaq.goals.list(client('erlan'))).toEqual([]);
  });

  it('gives nobody the goals of another client', async () => {
    expect((await refusalOf(world.jinaq.goals.list(client('bolat'), { client: 'dana' }))).code).toBe('access.denied');
    expect((await refusalOf(world.jinaq.goals.list(staff('analyst')))).code).toBe('access.denied');
    expect(await world.jinaq.goals.list(staff('admin'), { client: 'dana' })).toHaveLength(1);
  });
});

describe('an advisor', () => {
  const advisor = staff('advisor');
  const consent = (who: string, shareWithAdvisor: boolean) =>
    world.jinaq.goals.consent(client(who), { goal, shareWithAdvisor });

  it('sees a goal only when every active member agreed to that', async () => {
    await consent('aigerim', true);
    await consent('bolat', true);
    expect(await refusalOf(principals(advisor))).toMatchObject({ code: 'access.denied', details: { goal } });
    await consent('dana', true);
    expect(await principals(advisor)).toEqual(Object.values(SUMS));
    await consent('aigerim', false);
    expect((await refusalOf(principals(advisor))).code).toBe('access.denied');
  });

  it('no longer sees it when somebody joins who did not agree', async () => {
    for (const who of MEMBERS) await consent(who, true);
    expect(await principals(advisor)).toEqual(Object.values(SUMS));
    const { id: invitation } = await world.jinaq.goals.invite(client('aigerim'), { goal, client: 'erlan' });
    expect(await principals(advisor)).toEqual(Object.values(SUMS));
    await world.jinaq.invitations.accept(client('erlan'), { invitation });
    expect((await refusalOf(principals(advisor))).code).toBe('access.denied');
  });
});
