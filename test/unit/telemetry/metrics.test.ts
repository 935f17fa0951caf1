import { describe, expect, it } from 'vitest';
import { createMetrics } from '../../../adapters/telemetry/index.js';
import { client, openGoal, openSavingsWorld, refusalOf, staff } from '../../support/savings-world.js';

const OPERATIONS = staff('operations');

/** The samples of an OpenMetrics text by name and labels. */
function samplesOf(text: string): ReadonlyMap<string, number> {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]),
  );
}

describe('metrics', () => {
  it('count contributions by what was answered, and how long each took from order to answer', async () => {
    const metrics = createMetrics();
    const world = await openSavingsWorld({ metrics, clients: { aigerim: 2_000, bolat: 0 } });
    const goal = await openGoal(world, ['aigerim']);
    await world.jinaq.goals.contribute(client('aigerim'), { goal, amount: 1_000 });
    await world.jinaq.goals.contribute(client('aigerim'), { goal, amount: 5_000 });
    await world.jinaq.bank.fault(OPERATIONS, { on: 'transfer', kind: 'timeout-after-debit' });
    await world.jinaq.goals.contribute(client('aigerim'), { goal, amount: 1_000 });
    await refusalOf(world.jinaq.goals.contribute(client('bolat'), { goal, amount: 1_000 }));
    const samples = samplesOf(await metrics.text());
    for (const outcome of ['completed', 'refused', 'pending', 'savings.not-a-member']) {
      expect(samples.get(`jinaq_contributions_total{outcome="${outcome}"}`)).toBe(1);
      expect(samples.get(`jinaq_contribution_seconds_count{outcome="${outcome}"}`)).toBe(1);
    }
    expect(samples.get('jinaq_bank_call_seconds_count{call="transfer",outcome="bank.unavailable"}')).toBe(1);
    expect(samples.get('jinaq_bank_call_seconds_count{call="transfer",outcome="completed"}')).toBe(1);
    await world.jinaq.close();
  });

  it('show from the database what is pending since when, the last day, and what readers of events miss', async () => {
    const world = await openSavingsWorld({
      subscribers: [{ name: 'bank', handle: () => Promise.reject(new Error('no')) }],
    });
    const goal = await openGoal(world, ['aigerim']);
    await world.jinaq.bank.fault(OPERATIONS, { on: 'transfer', kind: 'timeout-after-debit' });
    await world.jinaq.goals.contribute(client('aigerim'), { goal, amount: 1_000 });
    await world.jinaq.events.dispatch(OPERATIONS);
    world.clock.set(new Date(world.clock.now().getTime() + 90_000));
    const { contentType, text } = await world.jinaq.metrics.show(OPERATIONS);
    expect(contentType).toMatch(/^application\/openmetrics-text; version=1/);
    expect(text.endsWith('# EOF\n')).toBe(true);
    const samples = samplesOf(text);
    expect(Object.fromEntries(samples)).toMatchObject({
      'jinaq_contributions_last_day{status="pending"}': 1,
      'jinaq_contributions_last_day{status="completed"}': 0,
      'jinaq_pending_oldest_seconds{kind="contribution"}': 90,
      'jinaq_pending_oldest_seconds{kind="payout"}': 0,
      'jinaq_outbox_events{reader="bank"}': 2,
      'jinaq_outbox_oldest_seconds{reader="bank"}': 90,
      'jinaq_outbox_goals{reader="bank",state="failing"}': 1,
    });
    await world.jinaq.close();
  });

  it('count the dates of a run by outcome, and how fast it was', async () => {
    const metrics = createMetrics();
    const world = await openSavingsWorld({ metrics });
    const goal = await openGoal(world, ['aigerim']);
    const terms = { kind: 'fixed', amount: 2_000, every: 'month', on: 10 } as const;
    await world.jinaq.plans.start(client('aigerim'), { goal, ...terms, consent: true });
    world.clock.set(new Date('2026-01-12T09:00:00+05:00'));
    await world.jinaq.transfers.run(OPERATIONS);
    const samples = samplesOf(await metrics.text());
    expect(samples.get('jinaq_plan_dates_total{outcome="completed"}')).toBe(1);
    expect(samples.get('jinaq_run_dates_per_second')).toBeGreaterThan(0);
    await world.jinaq.close();
  });

  it('change nothing of what is returned: a check that is no promise stays none', async () => {
    const world = await openSavingsWorld({ metrics: createMetrics() });
    const goal = await openGoal(world, ['aigerim']);
    await world.jinaq.goals.contribute(client('aigerim'), { goal, amount: 1_000 });
    const receipt = await world.jinaq.receipts.issue(client('aigerim'), { goal });
    const { verifyReceipt } = world.jinaq.context.useCases;
    expect(verifyReceipt.execute(receipt, world.jinaq.context.signer.publicKey)).toMatchObject({ ok: true });
    await world.jinaq.close();
  });
});
