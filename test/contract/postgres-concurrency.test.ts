import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { type Jinaq, openJinaq } from '../../adapters/node/index.js';
import { DomainError, type GoalId } from '../../src/shared/index.js';
import { createDatabase, dropDatabase } from '../support/postgres.js';
import {
  client,
  damageIn,
  openGoal,
  openSavingsWorld,
  type SavingsWorld,
  staff,
  sumsOf,
  tenge,
} from '../support/savings-world.js';

const SERVERS = 5;
const OPERATIONS = staff('operations');
const ADMIN = staff('admin');

describe('several application servers on one Postgres', () => {
  let address: string;
  let world: SavingsWorld;
  /** Each with connections and batches of its own; the first is that of the world. */
  let servers: readonly Jinaq[];

  beforeEach(async () => {
    address = await createDatabase(inject('postgres'), inject('postgresTemplate'));
    world = await openSavingsWorld({ db: address });
    const { jinaq, sandbox: bank, clock } = world;
    const others = Array.from({ length: SERVERS - 1 }, () => openJinaq({ db: address, bank, clock }));
    servers = [jinaq, ...(await Promise.all(others))];
  });
  afterEach(async () => {
    for (const server of servers.slice(1)) await server.close();
    await world.jinaq.close();
    await dropDatabase(address);
  });

  /** The same done on every server at once, twice on each: what came of it, or the code of its refusal. */
  const atOnce = <T>(work: (jinaq: Jinaq, index: number) => Promise<T>): Promise<(T | string)[]> =>
    Promise.all(
      [...servers, ...servers].map(async (jinaq, index) => {
        try {
          return await work(jinaq, index);
        } catch (error) {
          if (error instanceof DomainError) return error.code;
          throw error;
        }
      }),
    );
  const setRule = (name: 'clientLimit' | 'maxMembers', value: string) => world.jinaq.rules.set(ADMIN, { name, value });
  const isWhole = async (...goals: readonly GoalId[]): Promise<void> => {
    expect(await damageIn(world)).toEqual([]);
    for (const goal of goals) {
      const { held, owed, bank } = await sumsOf(world, goal);
      expect([held, owed]).toEqual([bank, bank]);
    }
  };

  it('let one client save no more than the limit over ten goals, all paid at once', async () => {
    await setRule('clientLimit', '100000');
    const goals: GoalId[] = [];
    for (let index = 0; index < 2 * SERVERS; index += 1) goals.push(await openGoal(world, ['aigerim']));
    const paid = await atOnce((jinaq, index) =>
      jinaq.goals.contribute(client('aigerim'), { goal: goals[index] as GoalId, amount: '30000' }),
    );
    expect(paid.filter((one) => typeof one !== 'string')).toHaveLength(3);
    expect(paid.filter((one) => one === 'savings.client-limit')).toHaveLength(7);
    await isWhole(...goals);
  });

  it('fill a goal to its target and no further', async () => {
    const goal = await openGoal(world, ['aigerim', 'bolat', 'dana'], { target: 100_000 });
    const payers = ['aigerim', 'bolat', 'dana'] as const;
    const paid = await atOnce((jinaq, index) =>
      jinaq.goals.contribute(client(payers[index % 3] as string), { goal, amount: '20000' }),
    );
    expect(paid.filter((one) => typeof one !== 'string')).toHaveLength(5);
    expect(await world.jinaq.goals.show(OPERATIONS, { goal })).toMatchObject({
      ...{ status: 'reached', collected: tenge(100_000) },
    });
    const told = (await world.jinaq.goals.history(OPERATIONS, { goal })).filter(({ type }) => type === 'goal.reached');
    expect(told).toHaveLength(3);
    await isWhole(goal);
  });

  it('take a contribution once that is sent ten times under one key', async () => {
    const goal = await openGoal(world, ['aigerim']);
    const paid = await atOnce((jinaq) => jinaq.goals.contribute(client('aigerim'), { goal, amount: '7000', key: 'k' }));
    const ids = paid.map((one) => (typeof one === 'string' ? one : one.id));
    expect(new Set(ids).size).toBe(1);
    expect(await world.sandbox.show('aigerim')).toMatchObject({ balance: tenge(993_000) });
    await isWhole(goal);
  });

  it('refuse another contribution under a key that is being used', async () => {
    const goal = await openGoal(world, ['aigerim']);
    const paid = await atOnce((jinaq, index) =>
      jinaq.goals.contribute(client('aigerim'), { goal, amount: String(1_000 + index), key: 'k' }),
    );
    expect(paid.filter((one) => typeof one !== 'string')).toHaveLength(1);
    expect(paid.filter((one) => one === 'idempotency.key-reused')).toHaveLength(9);
  });

  it('give the last place to one of those who are invited at once', async () => {
    await setRule('maxMembers', '2');
    const goal = await openGoal(world, ['aigerim']);
    const invited = await atOnce((jinaq, index) =>
      jinaq.goals.invite(client('aigerim'), { goal, phone: `+770112345${String(10 + index)}` }),
    );
    expect(invited.filter((one) => typeof one !== 'string')).toHaveLength(1);
    expect(invited.filter((one) => one === 'savings.member-limit')).toHaveLength(9);
  });

  it('let an invitation be accepted once', async () => {
    const goal = await openGoal(world, ['aigerim']);
    const { id: invitation } = await world.jinaq.goals.invite(client('aigerim'), { goal, client: 'bolat' });
    const accepted = await atOnce((jinaq) => jinaq.invitations.accept(client('bolat'), { invitation }));
    expect(accepted.filter((one) => typeof one !== 'string')).toHaveLength(1);
    const joined = (await world.jinaq.goals.history(OPERATIONS, { goal })).filter(
      ({ type }) => type === 'invitation.accepted',
    );
    expect(joined).toHaveLength(1);
  });

  it('register a client once whom all of them register', async () => {
    const made = await atOnce((jinaq) => jinaq.clients.register(OPERATIONS, { id: 'erlan', name: 'Erlan' }));
    expect(made.map((one) => (typeof one === 'string' ? one : one.id))).toEqual(made.map(() => 'erlan'));
    const all = await world.jinaq.clients.list(OPERATIONS);
    expect(all.filter(({ id }) => id === 'erlan')).toHaveLength(1);
  });

  it('number the changes of the rules one after the other', async () => {
    const set = await atOnce((jinaq, index) =>
      jinaq.rules.set(ADMIN, { name: 'clientLimit', value: String(1_000_000 + index) }),
    );
    const kept = set.filter((one) => typeof one !== 'string').length;
    const { changes } = await world.jinaq.rules.show(ADMIN);
    expect(changes.map(({ version }) => version)).toEqual(Array.from({ length: kept }, (_, index) => index + 1));
    // Whoever met others again and again is told so.
    for (const one of set) if (typeof one === 'string') expect(one).toBe('conflict');
    expect(kept).toBeGreaterThan(1);
  });

  it('carry out a vote once that the last voters decide at the same moment', async () => {
    const goal = await openGoal(world, ['aigerim', 'bolat', 'dana'], { target: 30_000 });
    for (const payer of ['aigerim', 'bolat', 'dana']) {
      await world.jinaq.goals.contribute(client(payer), { goal, amount: '10000' });
    }
    const { id: proposal } = await world.jinaq.proposals.open(client('aigerim'), {
      ...{ goal, kind: 'payout', client: 'aigerim' },
    });
    await atOnce((jinaq, index) =>
      jinaq.proposals.vote(client(['aigerim', 'bolat', 'dana'][index % 3] as string), { proposal, yes: true }),
    );
    await atOnce((jinaq) => jinaq.goals.advance(OPERATIONS));
    const paid = await world.jinaq.refunds.list(OPERATIONS, { goal });
    expect(paid.map(({ amount, status }) => [amount, status])).toEqual([[tenge(30_000), 'completed']]);
    expect(await world.sandbox.show('aigerim')).toMatchObject({ balance: tenge(1_020_000) });
    await isWhole(goal);
  });

  it('pay a leaver back once', async () => {
    const goal = await openGoal(world, ['aigerim', 'bolat']);
    await world.jinaq.goals.contribute(client('bolat'), { goal, amount: '50000' });
    const left = await atOnce((jinaq) => jinaq.goals.leave(client('bolat'), { goal }));
    expect(left.filter((one) => typeof one !== 'string')).toHaveLength(1);
    expect(await world.sandbox.show('bolat')).toMatchObject({ balance: tenge(1_000_000) });
    await isWhole(goal);
  });

  it('settle what the bank has left unanswered once, whoever settles', async () => {
    const goals = [await openGoal(world, ['aigerim']), await openGoal(world, ['bolat'])] as const;
    for (let index = 0; index < 6; index += 1) {
      await world.sandbox.injectFault({ on: 'transfer', kind: 'timeout-after-debit' });
      const [payer, goal] = index % 2 ? (['aigerim', goals[0]] as const) : (['bolat', goals[1]] as const);
      await world.jinaq.goals.contribute(client(payer), { goal, amount: '5000' });
    }
    const settled = await atOnce((jinaq) => jinaq.transfers.settle(OPERATIONS));
    expect(settled.filter((one) => typeof one === 'string')).toEqual([]);
    expect(await world.jinaq.transfers.list(OPERATIONS, { status: 'pending' })).toEqual([]);
    await isWhole(...goals);
  });

  it('book a month of interest once', async () => {
    const goal = await openGoal(world, ['aigerim', 'bolat']);
    for (const payer of ['aigerim', 'bolat']) {
      await world.jinaq.goals.contribute(client(payer), { goal, amount: '100000' });
    }
    world.clock.set(new Date('2026-02-02T05:00:00Z'));
    await world.jinaq.bank.runInterest(OPERATIONS, { until: '2026-02-01' });
    const posted = await atOnce((jinaq) => jinaq.interest.post(OPERATIONS, { month: '2026-01' }));
    expect(posted.filter((one) => typeof one === 'string')).toEqual([]);
    const history = await world.jinaq.goals.history(OPERATIONS, { goal });
    expect(history.filter(({ type }) => type === 'interest.posted')).toHaveLength(1);
    await isWhole(goal);
  });

  it('change what a dispute decides one after the other', async () => {
    const goal = await openGoal(world, ['aigerim', 'bolat']);
    const { id: dispute } = await world.jinaq.disputes.open(client('bolat'), { goal, text: 'not agreed' });
    const ended = await atOnce((jinaq, index) =>
      index % 2
        ? jinaq.disputes.withdraw(client('bolat'), { dispute })
        : jinaq.disputes.resolve(ADMIN, { dispute, decision: 'rejected', text: 'none' }),
    );
    expect(ended.filter((one) => typeof one !== 'string')).toHaveLength(1);
    expect(await world.jinaq.goals.show(OPERATIONS, { goal })).toMatchObject({ frozen: false });
  });
});
