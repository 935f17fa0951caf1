import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Jinaq } from '../../../../adapters/node/index.js';
import { asClientId, type GoalId, parseCivilDate, parseInstant } from '../../../../src/shared/index.js';
import {
  client,
  openGoal,
  openSavingsWorld,
  refusalOf,
  type SavingsWorld,
  staff,
  tenge,
} from '../../../support/savings-world.js';

const OPERATIONS = staff('operations');
type PlanInput = Partial<Parameters<Jinaq['plans']['start']>[1]>;

let world: SavingsWorld;
let goal: GoalId;

beforeEach(async () => {
  world = await openSavingsWorld();
  goal = await openGoal(world, ['aigerim', 'bolat'], { target: 1_000_000 });
});
afterEach(() => world.jinaq.close());

const startPlan = (who: string, input: PlanInput = {}) =>
  world.jinaq.plans.start(client(who), { goal, amount: 10_000, on: 5, consent: true, ...input });
const codeOf = async (work: Promise<unknown>) => (await refusalOf(work)).code;
const at = (instant: string) => world.clock.set(parseInstant(instant));

describe('a plan', () => {
  it('records who agreed to it and when, and shows its next three dates and sums', async () => {
    const plan = await startPlan('aigerim', { stepPercent: '10', stepMonths: 1 });
    expect(plan).toMatchObject({
      ...{ status: 'active', client: 'aigerim', goal, floor: tenge(5_000) },
      consent: { givenAt: world.clock.now(), givenBy: 'client:aigerim', reference: null },
      next: [
        { on: '2026-01-05', runOn: '2026-01-05', amount: tenge(10_000) },
        { on: '2026-02-05', runOn: '2026-02-05', amount: tenge(11_000) },
        { on: '2026-03-05', runOn: '2026-03-05', amount: tenge(12_100) },
      ],
    });
    expect(await world.jinaq.plans.show(client('aigerim'), { plan: plan.id })).toEqual(plan);
  });

  it('needs consent, to be started and to be changed', async () => {
    expect(await codeOf(startPlan('aigerim', { consent: false }))).toBe('input.invalid');
    expect(await world.jinaq.plans.list(client('aigerim'), {})).toEqual([]);
    const { id: plan } = await startPlan('aigerim');
    const change = (consent?: boolean) =>
      world.jinaq.plans.change(client('aigerim'), { plan, amount: 20_000, consent });
    expect(await codeOf(change())).toBe('input.invalid');
    at('2026-01-06T09:00:00+05:00');
    expect(await change(true)).toMatchObject({
      consent: { givenAt: world.clock.now() },
      rule: { amount: tenge(20_000) },
    });
  });

  it('is started by its own client alone, who is a member', async () => {
    expect(await codeOf(startPlan('dana'))).toBe('savings.not-a-member');
    for (const actor of [OPERATIONS, staff('admin')]) {
      const start = world.jinaq.plans.start(actor, { goal, amount: 10_000, on: 5, consent: true });
      expect(await codeOf(start)).toBe('access.denied');
    }
  });

  it('started twice at the same moment is one plan', async () => {
    const started = await Promise.allSettled([startPlan('aigerim'), startPlan('aigerim'), startPlan('aigerim')]);
    expect(started.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
    expect(await world.jinaq.plans.list(client('aigerim'), {})).toHaveLength(1);
  });

  it('runs at most ten times in a goal, however many were stopped before', async () => {
    for (let day = 1; day <= 12; day += 1) {
      const { id: plan } = await startPlan('aigerim', { on: day });
      await world.jinaq.plans.stop(client('aigerim'), { plan });
    }
    for (let day = 1; day <= 10; day += 1) await startPlan('aigerim', { on: day });
    expect(await codeOf(startPlan('aigerim', { on: 11 }))).toBe('plans.limit');
    expect(await codeOf(startPlan('aigerim', { on: 1 }))).toBe('plans.already-running');
    expect((await startPlan('bolat', { on: 11 })).status).toBe('active');
  });

  it('of somebody else looks like none; staff may see it and stop it, and not change it', async () => {
    const { id: plan } = await startPlan('aigerim');
    const { plans } = world.jinaq;
    const bolat = client('bolat');
    const change = { plan, amount: 20_000, consent: true };
    for (const work of [plans.show(bolat, { plan }), plans.stop(bolat, { plan }), plans.change(bolat, change)]) {
      expect(await codeOf(work)).toBe('not-found');
    }
    expect(await codeOf(plans.list(bolat, { client: 'aigerim' }))).toBe('access.denied');
    expect(await plans.list(bolat, { goal })).toEqual([]);
    expect(await codeOf(plans.change(OPERATIONS, change))).toBe('access.denied');
    expect(await codeOf(plans.list(staff('analyst'), {}))).toBe('access.denied');
    expect(await plans.list(OPERATIONS, { client: 'aigerim', status: 'active' })).toMatchObject([{ id: plan }]);
    expect(await plans.pause(OPERATIONS, { plan })).toMatchObject({ status: 'paused' });
    expect(await codeOf(plans.resume(OPERATIONS, { plan }))).toBe('access.denied');
    expect(await plans.resume(client('aigerim'), { plan })).toMatchObject({ status: 'active' });
    expect(await plans.stop(OPERATIONS, { plan })).toMatchObject({ status: 'stopped', next: [] });
  });

  it('whose money was not there is no business of the other members', async () => {
    await world.sandbox.cardPurchase('aigerim', tenge(1_000_000));
    await startPlan('aigerim');
    await world.jinaq.transfers.run(OPERATIONS, {});
    const seenBy = async (who: string) => {
      const events = await world.jinaq.goals.history(client(who), { goal });
      return events.find(({ type }) => type === 'plan.postponed')?.data;
    };
    expect(await seenBy('aigerim')).toMatchObject({ amount: '10000.00', reason: 'bank.insufficient-funds' });
    const seen = await seenBy('bolat');
    expect(seen).not.toHaveProperty('amount');
    expect(seen).not.toHaveProperty('reason');
  });
});

describe('a change', () => {
  it('of an amount that has stepped up is kept, with the day from which it steps again', async () => {
    const { id: plan } = await startPlan('aigerim', { stepPercent: '10', stepMonths: 1, from: '2026-01-06' });
    at('2026-03-04T09:00:00+05:00');
    await world.jinaq.transfers.run(OPERATIONS, {});
    await world.jinaq.plans.change(client('aigerim'), { plan, amount: 50_000, consent: true });
    const { next } = await world.jinaq.plans.show(client('aigerim'), { plan });
    expect(next.map(({ on, amount }) => [on, amount])).toEqual([
      ['2026-03-05', tenge(50_000)],
      ['2026-04-05', tenge(55_000)],
      ['2026-05-05', tenge(60_500)],
    ]);
  });
});

describe('an import', () => {
  const line = (number: number, who: string, day: number, changes: object = {}) => ({
    ...{ line: number, goal, client: asClientId(who), consentReference: `DOC-${who}` },
    terms: { amount: tenge(10_000), on: day, ...changes },
  });
  const take = (...lines: ReturnType<typeof line>[]) =>
    world.jinaq.context.useCases.importPlans.execute({ actor: OPERATIONS, lines });

  it('starts the good lines, tells the bad ones by number, and starts nothing twice', async () => {
    const lines = [
      line(2, 'aigerim', 5),
      line(3, 'nobody', 5),
      line(4, 'dana', 5),
      line(5, 'bolat', 40),
      line(6, 'bolat', 6),
      line(7, 'aigerim', 5),
      line(8, 'bolat', 7, { amount: 1n }),
    ];
    const report = await take(...lines);
    expect(report).toMatchObject({ imported: 2, known: 1 });
    expect(report.refused.map(({ line: number, error }) => [number, error.code])).toEqual([
      [3, 'not-found'],
      [4, 'savings.not-a-member'],
      [5, 'input.invalid'],
      [8, 'savings.transfer-too-small'],
    ]);
    expect(await take(...lines)).toMatchObject({ imported: 0, known: 3 });
    const plans = await world.jinaq.plans.list(OPERATIONS, { goal });
    expect(plans.map(({ client: who, consent }) => [who, consent.reference, consent.givenBy])).toEqual([
      ['aigerim', 'DOC-aigerim', 'staff:operations'],
      ['bolat', 'DOC-bolat', 'staff:operations'],
    ]);
  });

  it('does not start again what its client has stopped', async () => {
    await take(line(2, 'aigerim', 5));
    const [plan] = await world.jinaq.plans.list(OPERATIONS, { goal });
    await world.jinaq.plans.stop(client('aigerim'), { plan: plan?.id ?? '' });
    expect(await take(line(2, 'aigerim', 5))).toMatchObject({ imported: 0, known: 1, refused: [] });
    expect(await world.jinaq.plans.list(OPERATIONS, { status: 'active' })).toEqual([]);
  });

  it('is for operations alone', async () => {
    const work = world.jinaq.context.useCases.importPlans.execute({ actor: client('aigerim'), lines: [] });
    expect(await codeOf(work)).toBe('access.denied');
  });
});

describe('a salary and purchases', () => {
  it('that were booked before the plan began, or while it was paused, are left alone', async () => {
    const { account } = await world.sandbox.show('aigerim');
    await world.sandbox.credit(account, tenge(300_000), 'salary', parseCivilDate('2026-01-04'));
    const { id: plan } = await startPlan('aigerim', {
      kind: 'income-share',
      percent: '10',
      amount: undefined,
      on: undefined,
      from: '2026-01-06',
    });
    at('2026-01-08T08:00:00+05:00');
    await world.jinaq.transfers.run(OPERATIONS, {});
    await world.jinaq.plans.pause(client('aigerim'), { plan });
    await world.sandbox.credit(account, tenge(300_000), 'salary');
    at('2026-01-12T09:00:00+05:00');
    await world.jinaq.plans.resume(client('aigerim'), { plan });
    await world.sandbox.credit(account, tenge(200_000), 'salary');
    at('2026-01-13T08:00:00+05:00');
    expect(await world.jinaq.transfers.run(OPERATIONS, {})).toMatchObject({ moved: tenge(20_000) });
  });
});
