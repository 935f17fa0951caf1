import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Jinaq } from '../../../../adapters/node/index.js';
import type { RunLine } from '../../../../src/savings/index.js';
import { type GoalId, parseInstant } from '../../../../src/shared/index.js';
import {
  client,
  damageIn,
  openGoal,
  openSavingsWorld,
  refusalOf,
  staff,
  type SavingsWorld,
  tenge,
} from '../../../support/savings-world.js';

const OPERATIONS = staff('operations');
type PlanInput = Partial<Parameters<Jinaq['plans']['start']>[1]>;

let world: SavingsWorld;
let goal: GoalId;

beforeEach(async () => {
  // Monday, 5 January 2026.
  world = await openSavingsWorld({ clients: { aigerim: 100_000, bolat: 100_000, dana: 4_000 } });
  goal = await openGoal(world, ['aigerim', 'bolat', 'dana'], { target: 1_000_000 });
});
afterEach(async () => {
  await world.sandbox.clearFaults();
  await world.jinaq.transfers.settle(OPERATIONS);
  expect(await damageIn(world)).toEqual([]);
  expect((await world.jinaq.reconcile.run(OPERATIONS)).differences).toEqual([]);
  await world.jinaq.close();
});

const startPlan = (who: string, input: PlanInput = {}) =>
  world.jinaq.plans.start(client(who), { goal, amount: 10_000, on: 5, consent: true, ...input });
const run = (input: Parameters<Jinaq['transfers']['run']>[1] = {}) => world.jinaq.transfers.run(OPERATIONS, input);
const at = (instant: string) => world.clock.set(parseInstant(instant));
const cash = async (who: string) => (await world.sandbox.show(who)).balance;
const planOf = (who: string, plan: string) => world.jinaq.plans.show(client(who), { plan });
const outcomes = ({ counts }: Awaited<ReturnType<typeof run>>) =>
  counts.map(({ outcome, reason, count }) => [outcome, reason, count]);
const lines = async (input: { readonly concurrency?: number } = {}) => {
  const found: RunLine[] = [];
  const { runTransfers } = world.jinaq.context.useCases;
  await runTransfers.execute({ actor: OPERATIONS, ...input, onLine: (line) => void found.push(line) });
  return found;
};

describe('a run', () => {
  it('pays what is due once, however often it is run', async () => {
    const { id } = await startPlan('aigerim');
    expect(await run()).toMatchObject({ due: 1, done: 1, moved: tenge(10_000), stopped: null });
    expect(await run()).toMatchObject({ due: 0, done: 0, moved: 0n });
    expect(await cash('aigerim')).toBe(tenge(90_000));
    expect(await planOf('aigerim', id)).toMatchObject({ next: [{ on: '2026-02-05' }, {}, {}] });
    const [paid] = await world.jinaq.transfers.list(OPERATIONS, { goal });
    expect(paid).toMatchObject({ status: 'completed', plan: { id, on: '2026-01-05' }, amount: tenge(10_000) });
  });

  it('three times at the same moment pays each date once', async () => {
    for (const on of [1, 2, 3]) await startPlan('aigerim', { every: 'week', on, amount: 1_000 });
    await startPlan('bolat');
    at('2026-01-08T09:00:00+05:00');
    const reports = await Promise.all([run(), run(), run()]);
    expect(reports.reduce((sum, { moved }) => sum + moved, 0n)).toBe(tenge(13_000));
    expect(await Promise.all(['aigerim', 'bolat'].map(cash))).toEqual([tenge(97_000), tenge(90_000)]);
    expect(await world.jinaq.transfers.list(OPERATIONS, {})).toHaveLength(4);
  });

  it('lets the second plan of a client see what the first has taken: neither crosses the floor', async () => {
    await startPlan('aigerim', { amount: 60_000 });
    await startPlan('aigerim', { amount: 50_000 });
    await startPlan('aigerim', { amount: 30_000 });
    const report = await run({ concurrency: 4_096 });
    expect(outcomes(report)).toEqual([
      ['completed', null, 2],
      ['postponed', 'bank.insufficient-funds', 1],
    ]);
    expect(await cash('aigerim')).toBe(tenge(10_000));
  });

  it('trims what several members pay at once to what the goal misses', async () => {
    const small = await openGoal(world, ['aigerim', 'bolat'], { target: 15_000, title: 'Small' });
    await startPlan('aigerim', { goal: small });
    await startPlan('bolat', { goal: small });
    await run();
    const { status, collected } = await world.jinaq.goals.show(OPERATIONS, { goal: small });
    expect({ status, collected }).toEqual({ status: 'reached', collected: tenge(15_000) });
  });

  it('after days on which nothing was run pays every date that is due, in one go', async () => {
    const weekly = await startPlan('aigerim', { every: 'week', on: 1, amount: 1_000 });
    await startPlan('bolat');
    at('2026-02-06T09:00:00+05:00');
    const report = await run();
    expect(outcomes(report)).toEqual([['completed', null, 7]]);
    expect(report).toMatchObject({ due: 2, done: 7 });
    expect(await run()).toMatchObject({ due: 0, done: 0 });
    expect((await planOf('aigerim', weekly.id)).next[0]?.on).toBe('2026-02-09');
    const dates = (await world.jinaq.transfers.list(OPERATIONS, { goal })).map(({ plan }) => plan?.on).sort();
    expect(dates).toEqual([
      '2026-01-05',
      '2026-01-05',
      '2026-01-12',
      '2026-01-19',
      '2026-01-26',
      '2026-02-02',
      '2026-02-05',
    ]);
  });

  it('pays the dates up to the day it is told, and none of a day to come', async () => {
    await startPlan('aigerim', { every: 'week', on: 1, amount: 1_000 });
    at('2026-01-21T09:00:00+05:00');
    expect(await run({ date: '2026-01-12' })).toMatchObject({ done: 2, date: '2026-01-12' });
    expect((await refusalOf(run({ date: '2026-01-22' }))).code).toBe('input.invalid');
    expect(await run()).toMatchObject({ done: 1 });
  });

  it('is for operations alone', async () => {
    for (const actor of [client('aigerim'), staff('admin'), staff('advisor')]) {
      expect((await refusalOf(world.jinaq.transfers.run(actor, {}))).code).toBe('access.denied');
    }
  });

  it('that only looks changes nothing', async () => {
    const { id } = await startPlan('aigerim');
    await startPlan('dana');
    const before = await planOf('aigerim', id);
    const report = await run({ dryRun: true });
    expect(outcomes(report)).toEqual([
      ['payable', null, 1],
      ['postponed', 'bank.insufficient-funds', 1],
    ]);
    expect(report).toMatchObject({ moved: 0n, settled: null });
    expect(await planOf('aigerim', id)).toEqual(before);
    expect(await world.jinaq.transfers.list(OPERATIONS, {})).toEqual([]);
    expect(await cash('aigerim')).toBe(tenge(100_000));
  });
});

describe('want of money', () => {
  it('is tried on three working days, then skipped, told, and caught up by choice', async () => {
    const { id } = await startPlan('dana', { every: 'month', on: 6, catchUp: true });
    // The 6th is a Tuesday, the 7th Christmas.
    for (const [day, attempts] of [
      ['06', 1],
      ['08', 2],
    ] as const) {
      at(`2026-01-${day}T08:00:00+05:00`);
      expect(outcomes(await run())).toEqual([['postponed', 'bank.insufficient-funds', 1]]);
      expect(await planOf('dana', id)).toMatchObject({ attempts, missed: 0n });
      expect(await run()).toMatchObject({ due: 0 });
    }
    at('2026-01-09T08:00:00+05:00');
    expect(outcomes(await run())).toEqual([['skipped', 'bank.insufficient-funds', 1]]);
    expect(await planOf('dana', id)).toMatchObject({ attempts: 0, missed: tenge(10_000) });
    const told = await world.jinaq.goals.history(OPERATIONS, { goal });
    const ofPlan = told.filter(({ type }) => type.startsWith('plan.')).map(({ type, data }) => [type, data.due]);
    expect(ofPlan).toEqual([
      ['plan.started', undefined],
      ['plan.postponed', '2026-01-06'],
      ['plan.postponed', '2026-01-06'],
      ['plan.skipped', '2026-01-06'],
    ]);

    await world.sandbox.fund('dana', tenge(21_000));
    at('2026-02-06T08:00:00+05:00');
    expect(await run()).toMatchObject({ moved: tenge(20_000) });
    expect(await planOf('dana', id)).toMatchObject({ missed: 0n });
    expect(await cash('dana')).toBe(tenge(5_000));
  });

  it('is no reason for an exit code, though the bank says it and not we', async () => {
    await startPlan('aigerim');
    await world.sandbox.injectFault({ on: 'transfer', kind: 'refuse', reason: 'insufficient-funds' });
    const found = await lines();
    expect(found).toMatchObject([{ outcome: 'refused', reason: 'bank.insufficient-funds' }]);
    expect(await run({ maxErrors: 1 })).toMatchObject({ stopped: null });
    at('2026-01-06T08:00:00+05:00');
    expect(await run()).toMatchObject({ moved: tenge(10_000) });
  });

  it('can be tried again the same day, and that counts as no attempt', async () => {
    const { id } = await startPlan('dana', { amount: 1_000 });
    await run();
    const retry = () => world.jinaq.transfers.retry(OPERATIONS, {});
    for (let times = 0; times < 4; times += 1) expect(await retry()).toMatchObject({ due: 1, moved: 0n });
    expect(await planOf('dana', id)).toMatchObject({ attempts: 1 });
    await world.sandbox.fund('dana', tenge(2_000));
    expect(await retry()).toMatchObject({ moved: tenge(1_000) });
    expect(await retry()).toMatchObject({ due: 0 });
    at('2026-01-06T08:00:00+05:00');
    expect(await run()).toMatchObject({ due: 0 });
  });
});

describe('the bank', () => {
  it('that refuses for another reason fails the run, and the date is over', async () => {
    await startPlan('aigerim');
    await startPlan('bolat');
    await world.sandbox.injectFault({ on: 'transfer', kind: 'refuse', reason: 'blocked' });
    expect(outcomes(await run())).toEqual([
      ['completed', null, 1],
      ['refused', 'bank.refused', 1],
    ]);
    expect(await run()).toMatchObject({ due: 0 });
  });

  it.each([
    ['timeout-before-debit', 'bank.unavailable'],
    ['timeout-after-debit', 'bank.unavailable'],
    ['held', null],
  ] as const)('that gives no answer (%s) leaves the date on its way, and it is settled once', async (kind, reason) => {
    const { id } = await startPlan('aigerim');
    await world.sandbox.injectFault({ on: 'transfer', kind });
    expect(outcomes(await run())).toEqual([['pending', reason, 1]]);
    expect(await planOf('aigerim', id)).toMatchObject({ isSending: true });
    const change = world.jinaq.plans.change(client('aigerim'), { plan: id, amount: 20_000, consent: true });
    expect((await refusalOf(change)).code).toBe('savings.contribution-pending');
    at('2026-01-20T08:00:00+05:00');
    const { settleTransfers, runTransfers } = world.jinaq.context.useCases;
    const interrupted = { actor: OPERATIONS, isInterrupted: () => true };
    expect(await settleTransfers.execute(interrupted)).toMatchObject({ completed: 0, interrupted: true });
    expect(await runTransfers.execute(interrupted)).toMatchObject({
      settled: { completed: 0 },
      stopped: 'interrupted',
    });
    expect((await run()).settled).toMatchObject({ completed: 1, refused: 0, interrupted: false });
    expect(await planOf('aigerim', id)).toMatchObject({ isSending: false, next: [{ on: '2026-02-05' }, {}, {}] });
    expect(await cash('aigerim')).toBe(tenge(90_000));
  });

  it('that is away fails each date and takes none of its attempts', async () => {
    const { id } = await startPlan('aigerim');
    await world.sandbox.down();
    expect(outcomes(await run())).toEqual([['failed', 'bank.unavailable', 1]]);
    await world.sandbox.up();
    expect(await planOf('aigerim', id)).toMatchObject({ attempts: 0, isSending: false });
    expect(await run()).toMatchObject({ moved: tenge(10_000) });
  });

  it('whose errors are too many stops the run, and the rest is paid later', async () => {
    for (const on of [1, 2, 3, 4, 5]) await startPlan('aigerim', { every: 'week', on, amount: 1_000 + on });
    at('2026-01-12T09:00:00+05:00');
    await world.sandbox.injectFault({ on: 'transfer', kind: 'refuse', reason: 'blocked', times: 100 });
    const report = await run({ maxErrors: 2, concurrency: 1 });
    expect(report).toMatchObject({ stopped: 'too-many-errors', moved: 0n });
    await world.sandbox.clearFaults();
    const rest = await run();
    expect(rest.stopped).toBeNull();
    expect(report.done + rest.done).toBe(6);
  });
});

describe('a plan whose money is on the way', () => {
  const pend = async () => {
    const { id } = await startPlan('bolat');
    await world.sandbox.injectFault({ on: 'transfer', kind: 'timeout-before-debit' });
    await run();
    return id;
  };

  it('can be stopped, and what is on its way arrives', async () => {
    const plan = await pend();
    await world.jinaq.plans.stop(client('bolat'), { plan });
    expect(await world.jinaq.transfers.settle(OPERATIONS)).toMatchObject({ completed: 1 });
    expect(await planOf('bolat', plan)).toMatchObject({ status: 'stopped', next: [], isSending: false });
    expect(await cash('bolat')).toBe(tenge(90_000));
  });

  it('waits while a dispute freezes its goal, when the bank has not seen it yet', async () => {
    await pend();
    const { id: dispute } = await world.jinaq.disputes.open(client('dana'), { goal, text: 'No' });
    expect(await world.jinaq.transfers.settle(OPERATIONS)).toMatchObject({ completed: 0, unanswered: 1 });
    expect(await cash('bolat')).toBe(tenge(100_000));
    const decision = { dispute, decision: 'Go on', text: 'All is well' };
    await world.jinaq.disputes.resolve(staff('admin'), decision);
    expect(await world.jinaq.transfers.settle(OPERATIONS)).toMatchObject({ completed: 1 });
  });

  it('never takes more than the floor leaves, though the money went elsewhere meanwhile', async () => {
    const plan = await pend();
    await world.sandbox.cardPurchase('bolat', tenge(90_000));
    expect(await world.jinaq.transfers.settle(OPERATIONS)).toMatchObject({ refused: 1 });
    expect(await cash('bolat')).toBe(tenge(10_000));
    expect(await planOf('bolat', plan)).toMatchObject({ attempts: 1, status: 'active' });
  });
});

describe('plans that have come to an end', () => {
  it('finish when their goal is met, and stop when their client has left', async () => {
    const small = await openGoal(world, ['aigerim', 'bolat', 'dana'], { target: 20_000, title: 'Small' });
    const met = await startPlan('aigerim', { goal: small });
    const left = await startPlan('bolat', { goal: small, on: 6 });
    await world.jinaq.goals.leave(client('bolat'), { goal: small });
    at('2026-01-06T09:00:00+05:00');
    expect(outcomes(await run())).toEqual([
      ['completed', null, 1],
      ['ended', 'savings.not-a-member', 1],
    ]);
    expect(await planOf('bolat', left.id)).toMatchObject({ status: 'stopped', next: [] });
    await world.jinaq.goals.contribute(client('aigerim'), { goal: small, amount: 10_000 });
    at('2026-02-05T09:00:00+05:00');
    expect(outcomes(await run())).toEqual([['ended', 'savings.goal-not-active', 1]]);
    expect(await planOf('aigerim', met.id)).toMatchObject({ status: 'finished', next: [] });
  });
});
