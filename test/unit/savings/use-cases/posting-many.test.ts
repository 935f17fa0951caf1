import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JinaqOptions } from '../../../../adapters/node/index.js';
import type { Bank } from '../../../../src/savings/index.js';
import { DomainError, type GoalId, parseCivilDate, parseInstant, sumMoney } from '../../../../src/shared/index.js';
import { client, openSavingsWorld, type SavingsWorld, staff, tenge } from '../../../support/savings-world.js';

/** More than are read together, so that neighbours of a failing goal are both beside it and apart from it. */
const GOALS = 60;
const DAY = parseCivilDate('2026-02-01');

describe('posting the interest of many goals', () => {
  let world: SavingsWorld;
  let goals: GoalId[];
  /** The goal that cannot be stored, or whose bank says strange things. */
  let broken: GoalId | undefined;
  let statement: ((range: Parameters<Bank['statement']>[0]) => ReturnType<Bank['statement']>) | undefined;

  const decorate: NonNullable<JinaqOptions['decorate']> = ({ store, bank }) => ({
    bank: { ...bank, statement: (range) => (statement ?? bank.statement)(range) },
    store: {
      read: (work) => store.read(work),
      transact: (work) =>
        store.transact((tx) => {
          const save: typeof tx.interest.save = async (states, postings) => {
            if (states.some(({ goal }) => goal === broken)) throw new DomainError('conflict', 'It cannot be stored.');
            await tx.interest.save(states, postings);
          };
          return work({ ...tx, interest: { ...tx.interest, save } });
        }),
    },
  });
  const post = () => world.jinaq.interest.post(staff('operations'), { month: '2026-01' });

  beforeEach(async () => {
    [broken, statement] = [undefined, undefined];
    world = await openSavingsWorld({ decorate });
    goals = [];
    for (let index = 0; index < GOALS; index += 1) {
      const terms = { title: 'Тау', target: 50_000, deadline: '2026-06-30', kind: 'personal' } as const;
      const { id } = await world.jinaq.goals.create(client('aigerim'), terms);
      await world.jinaq.goals.contribute(client('aigerim'), { goal: id, amount: 10_000 });
      goals.push(id);
    }
    world.clock.set(parseInstant('2026-02-01T01:00:00+05:00'));
    await world.sandbox.runInterest(DAY);
  });
  afterEach(async () => {
    expect(await world.jinaq.ledger.verify(staff('operations'))).toMatchObject({ ok: true });
    await world.jinaq.close();
  });

  it('posts each of them once', async () => {
    const report = await post();
    expect(report.posted.map(({ goal }) => goal)).toEqual(goals);
    expect(report).toMatchObject({ goals: GOALS, missing: [], differences: [], failed: [] });
    // 10,000 x 14 % x 27 days / 365, each.
    expect(report.total).toBe(10356n * BigInt(GOALS));
    expect(await post()).toMatchObject({ goals: GOALS, posted: [], missing: [], failed: [] });
  });

  it('posts each of them once when two runs meet', async () => {
    const reports = await Promise.all([post(), post()]);
    expect(reports.flatMap(({ posted }) => posted)).toHaveLength(GOALS);
    expect(reports.flatMap(({ failed }) => failed)).toEqual([]);
    expect((await world.jinaq.reconcile.run(staff('operations'))).differences).toEqual([]);
  });

  it('lists a goal that spoils the transaction of its neighbours, and posts the neighbours', async () => {
    broken = goals[7];
    const report = await post();
    expect(report.failed).toMatchObject([{ goal: broken, error: { code: 'conflict' } }]);
    expect(report.posted.map(({ goal }) => goal)).toEqual(goals.filter((goal) => goal !== broken));
    const stopped = broken;
    broken = undefined;
    expect((await post()).posted.map(({ goal }) => goal)).toEqual([stopped]);
  });

  it('lists a goal from which the bank takes more interest than there is, and posts the neighbours', async () => {
    const { account } = await world.jinaq.goals.show(staff('operations'), { goal: goals[7] ?? '' });
    const real = world.sandbox;
    statement = async (range) => {
      const told = await real.statement(range);
      if (range.account !== account) return told;
      const entries = told.entries.map((entry) => ({ ...entry, amount: -tenge(1_000) }));
      return { ...told, entries, closing: told.opening + sumMoney(entries.map(({ amount }) => amount)) };
    };
    const report = await post();
    expect(report.failed).toMatchObject([{ goal: goals[7], error: { code: 'ledger.overdrawn' } }]);
    expect(report.posted).toHaveLength(GOALS - 1);
  });
});
