import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '../../../../src/access/index.js';
import type { GoalId } from '../../../../src/shared/index.js';
import { client, refusalOf, type SavingsWorld, staff } from '../../../support/savings-world.js';
import { openPrivateGoal } from './private-goal.js';

let world: SavingsWorld;
let goal: GoalId;

beforeEach(async () => {
  ({ world, goal } = await openPrivateGoal());
});
afterEach(() => world.jinaq.close());

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
