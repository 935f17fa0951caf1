import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '../../../../src/access/index.js';
import type { GoalId } from '../../../../src/shared/index.js';
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
let goal: GoalId;

const MEMBERS = ['aigerim', 'bolat', 'dana'];

/** Aigerim and Dana keep their sums to themselves; Bolat agreed to show his. */
beforeEach(async () => {
  world = await openSavingsWorld({ clients: { aigerim: 500_000, bolat: 500_000, dana: 7_000, erlan: 0, farid: 0 } });
  goal = await openGoal(world, MEMBERS);
  await world.jinaq.goals.consent(client('bolat'), { goal, shareAmounts: true });
  await world.jinaq.goals.contribute(client('aigerim'), { goal, amount: '11111.11' });
  await world.jinaq.goals.contribute(client('bolat'), { goal, amount: '22222.22' });
  await world.jinaq.goals.contribute(client('dana'), { goal, amount: '3333.33' });
  await world.jinaq.goals.contribute(client('dana'), { goal, amount: '4444.44' });
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

describe('goals.history and ledger.statement', () => {
  const amounts = async (actor: Actor) =>
    (await world.jinaq.goals.history(actor, { goal }))
      .filter(({ type }) => type.startsWith('contribution.'))
      .map((event) => [event.client, event.data.amount, event.data.reason]);

  it('tell a member what others did, without the sums of those who keep them', async () => {
    expect(await amounts(client('aigerim'))).toEqual([
      ...[
        ['aigerim', '11111.11', undefined],
        ['aigerim', '11111.11', undefined],
      ],
      ...[
        ['bolat', '22222.22', undefined],
        ['bolat', '22222.22', undefined],
      ],
      ...[
        ['dana', undefined, undefined],
        ['dana', undefined, undefined],
      ],
      ...[
        ['dana', undefined, undefined],
        ['dana', undefined, undefined],
      ],
    ]);
  });

  it('do not tell the others that the bank refused somebody for lack of money', async () => {
    const text = JSON.stringify(await world.jinaq.goals.history(client('aigerim'), { goal }));
    expect(text).not.toContain('insufficient-funds');
    expect((await amounts(client('dana'))).at(-1)).toEqual(['dana', '4444.44', 'bank.insufficient-funds']);
    const reasons = async (who: string) =>
      (await world.jinaq.ledger.statement(client(who), { goal })).map(({ reason }) => reason).filter(Boolean);
    expect(await reasons('aigerim')).toEqual([]);
    expect(await reasons('dana')).toEqual(['insufficient-funds']);
  });

  const textOf = async (actor: Actor) =>
    JSON.stringify(
      [await world.jinaq.goals.history(actor, { goal }), await world.jinaq.ledger.statement(actor, { goal })],
      (_key, value: unknown) => (typeof value === 'bigint' ? `${value} tiyn` : value),
    );

  it('have the sums of those who keep them nowhere in their text', async () => {
    const secrets = ['"11111.11"', '"1111111 tiyn"', '"3333.33"', '"333333 tiyn"', '"4444.44"', '"444444 tiyn"'];
    const [bolat, operations] = [await textOf(client('bolat')), await textOf(staff('operations'))];
    expect(secrets.filter((secret) => bolat.includes(secret))).toEqual([]);
    expect(secrets.filter((secret) => operations.includes(secret))).toEqual(secrets);
  });

  it('show no running balance once a hidden sum is in it: subtracting would tell that sum', async () => {
    const balances = async (who: string, range: { from?: string; to?: string } = {}) =>
      (await world.jinaq.ledger.statement(client(who), { goal, ...range })).map(({ balance }) => balance);
    const hidden = [null, null, null, null];
    expect(await balances('aigerim')).toEqual([0n, 11_111_11n, 11_111_11n, 33_333_33n, ...hidden]);
    expect(await balances('bolat')).toEqual([...hidden, ...hidden]);
    world.clock.set(new Date('2026-02-01T12:00:00+05:00'));
    await world.jinaq.goals.contribute(client('bolat'), { goal, amount: 1 });
    expect(await balances('bolat', { from: '2026-02-01' })).toEqual([null, null]);
  });

  it('keep every entry of a statement in its place, hidden or not', async () => {
    const entries = await world.jinaq.ledger.statement(client('bolat'), { goal });
    expect(entries.map(({ seq, client: who, amount }) => [seq, who, amount])).toEqual([
      ...[
        [1, 'aigerim', null],
        [2, 'aigerim', null],
        [3, 'bolat', 22_222_22n],
        [4, 'bolat', 22_222_22n],
      ],
      ...[
        [5, 'dana', null],
        [6, 'dana', null],
        [7, 'dana', null],
        [8, 'dana', null],
      ],
    ]);
  });

  it('show operations every sum and the running balance', async () => {
    const entries = await world.jinaq.ledger.statement(staff('operations'), { goal });
    expect(entries.map(({ phase, amount, balance }) => [phase, amount, balance])).toEqual([
      ...[
        ['pending', 11_111_11n, 0n],
        ['post', 11_111_11n, 11_111_11n],
      ],
      ...[
        ['pending', 22_222_22n, 11_111_11n],
        ['post', 22_222_22n, 33_333_33n],
      ],
      ...[
        ['pending', 3_333_33n, 33_333_33n],
        ['post', 3_333_33n, 36_666_66n],
      ],
      ...[
        ['pending', 4_444_44n, 36_666_66n],
        ['void', 4_444_44n, 36_666_66n],
      ],
    ]);
  });

  it('are not for those who are only invited, strangers, advisors and analysts', async () => {
    await world.jinaq.goals.invite(client('aigerim'), { goal, client: 'erlan' });
    for (const actor of [client('erlan'), client('farid'), staff('advisor'), staff('analyst')]) {
      expect((await refusalOf(world.jinaq.goals.history(actor, { goal }))).code).toBe('access.denied');
      expect((await refusalOf(world.jinaq.ledger.statement(actor, { goal }))).code).toBe('access.denied');
    }
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
