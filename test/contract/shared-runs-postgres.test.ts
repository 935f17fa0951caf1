import { afterEach, beforeEach, describe, expect, inject, it, vi } from 'vitest';
import { type Jinaq, type JinaqOptions, openDatabaseDesk, openJinaq } from '../../adapters/node/index.js';
import type { Actor } from '../../src/access/index.js';
import type { SharedRunId } from '../../src/savings/index.js';
import { asClientId, parseInstant } from '../../src/shared/index.js';
import { asLogin, createDatabase, dropDatabase, onDatabase } from '../support/postgres.js';

const NOW = parseInstant('2026-01-05T09:00:00+05:00');
const OPERATIONS: Actor = { kind: 'staff', role: 'operations' };
const CLIENTS = 6;
const PLANS = 60;

type DueOptions = { readonly hasQueue?: boolean; readonly decorate?: JinaqOptions['decorate'] };

describe('a run that is shared out', () => {
  const closing: (() => Promise<void>)[] = [];
  const addresses: string[] = [];
  let now = NOW;
  beforeEach(() => {
    now = NOW;
  });
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });

  /** Sixty plans of six clients, due now; with the rights of an application server. */
  async function openDue({ hasQueue = true, decorate }: DueOptions = {}): Promise<Jinaq> {
    const address = await createDatabase(inject('postgres'), inject('postgresTemplate'));
    closing.push(() => dropDatabase(address));
    addresses.push(address);
    if (hasQueue) await openDatabaseDesk(address).migrate();
    const db = asLogin(address, inject('postgresApp'));
    const jinaq = await openJinaq({ db, bank: 'sandbox::memory:', clock: { now: () => now }, decorate });
    closing.push(() => jinaq.close());
    for (let index = 0; index < CLIENTS; index += 1) {
      await jinaq.bank.fund(OPERATIONS, { client: `client-${index}`, amount: 1_000_000 });
      await jinaq.clients.register(OPERATIONS, { id: `client-${index}`, name: `Client ${index}` });
    }
    for (let index = 0; index < PLANS; index += 1) {
      const actor: Actor = { kind: 'client', client: asClientId(`client-${index % CLIENTS}`) };
      const terms = { title: `Goal ${index}`, target: 100_000, deadline: '2026-12-31', kind: 'personal' as const };
      const { id: goal } = await jinaq.goals.create(actor, terms);
      await jinaq.plans.start(actor, { goal, amount: 2_000, on: 5, consent: true });
    }
    return jinaq;
  }

  const share = ({ context }: Jinaq, rest = {}) =>
    context.useCases.shareTransfers.execute({ actor: OPERATIONS, ...rest });
  const pay = ({ context }: Jinaq, run: SharedRunId, page: number) =>
    context.useCases.payRunPage.execute({ actor: { kind: 'system' }, run, page });
  const show = ({ context }: Jinaq, run: SharedRunId) =>
    context.useCases.showSharedRun.execute({ actor: OPERATIONS, run });
  const lines = ({ context }: Jinaq, run: SharedRunId) =>
    context.useCases.listRunLines.execute({ actor: OPERATIONS, run, after: null, limit: 1_000 });

  it('is joined by whoever shares it out again, and counts each date once though pages are done twice at once', async () => {
    const jinaq = await openDue();
    const [{ run }, { run: joined }] = await Promise.all([share(jinaq), share(jinaq)]);
    expect(joined.id).toBe(run.id);
    expect(run).toMatchObject({ due: PLANS, stopped: null });
    expect(run.pages).toBeGreaterThan(2);
    const numbers = Array.from({ length: run.pages }, (_, number) => number);
    await Promise.all([...numbers, ...numbers].map((number) => pay(jinaq, run.id, number)));
    const { isFinished, counts, progress } = await show(jinaq, run.id);
    expect(isFinished).toBe(true);
    expect(counts).toEqual([{ outcome: 'completed', reason: null, count: PLANS, amount: BigInt(PLANS) * 2_000_00n }]);
    expect(progress).toMatchObject({ failures: 0 });
    const told = await lines(jinaq, run.id);
    expect(new Set(told.map(({ plan }) => plan)).size).toBe(PLANS);
    expect(told.every(({ contribution, due }) => contribution !== null && due === '2026-01-05')).toBe(true);
  });

  it('is finished at once where nothing is due, and asks for no worker', async () => {
    const jinaq = await openDue();
    const { run } = await share(jinaq);
    for (let number = 0; number < run.pages; number += 1) await pay(jinaq, run.id, number);
    const empty = { due: 0, done: 0, counts: [], stopped: null };
    expect(await jinaq.transfers.run(OPERATIONS, { distributed: true })).toMatchObject(empty);
    expect(await jinaq.transfers.retry(OPERATIONS, { distributed: true })).toMatchObject(empty);
  });

  it('leaves all plans of one client to one page', async () => {
    const jinaq = await openDue();
    const { run } = await share(jinaq);
    const seen = new Map<string, number>();
    for (let number = 0; number < run.pages; number += 1) {
      const before = new Set((await lines(jinaq, run.id)).map(({ plan }) => plan));
      await pay(jinaq, run.id, number);
      for (const { plan, client } of await lines(jinaq, run.id)) {
        if (before.has(plan)) continue;
        expect(seen.get(client) ?? number).toBe(number);
        seen.set(client, number);
      }
    }
    expect(seen.size).toBe(CLIENTS);
  });

  it('settles what a worker that died with a page had left unanswered, and counts it', async () => {
    let isDying = true;
    // The bank has debited, and the process is gone before it hears of it.
    const decorate = ({ store, bank }: Jinaq['ports']) => ({
      store,
      bank: {
        ...bank,
        transfer: async (command: Parameters<typeof bank.transfer>[0]) => {
          const answer = await bank.transfer(command);
          if (isDying) throw new Error('killed');
          return answer;
        },
      },
    });
    const jinaq = await openDue({ decorate });
    const { run } = await share(jinaq);
    await expect(pay(jinaq, run.id, 0)).rejects.toThrow('killed');
    const left = await lines(jinaq, run.id);
    expect(left.length).toBeGreaterThan(0);
    expect(new Set(left.map(({ outcome }) => outcome))).toEqual(new Set(['pending']));
    isDying = false;
    for (let number = 0; number < run.pages; number += 1) await pay(jinaq, run.id, number);
    expect((await show(jinaq, run.id)).counts).toMatchObject([{ outcome: 'completed', count: PLANS }]);
    expect(await jinaq.transfers.list(OPERATIONS, { status: 'completed', limit: 1_000 })).toHaveLength(PLANS);
    expect((await jinaq.reconcile.run(OPERATIONS, {})).ok).toBe(true);
  });

  it('that is stopped begins no further page, and the next one takes what is left', async () => {
    const jinaq = await openDue();
    const { run } = await share(jinaq);
    await pay(jinaq, run.id, 0);
    await jinaq.context.useCases.stopSharedRun.execute({ actor: OPERATIONS, run: run.id });
    for (let number = 1; number < run.pages; number += 1) await pay(jinaq, run.id, number);
    const { counts, isFinished, run: ended } = await show(jinaq, run.id);
    const [paid] = counts ?? [];
    expect([isFinished, ended.stopped]).toEqual([true, 'interrupted']);
    expect(paid?.count).toBeGreaterThan(0);
    expect(paid?.count).toBeLessThan(PLANS);
    const next = await share(jinaq);
    expect(next.run.id).not.toBe(run.id);
    expect(next.run.due).toBe(PLANS - (paid?.count ?? 0));
  });

  it('says which pages were given up, and why; whoever runs it again tries them anew', async () => {
    const jinaq = await openDue();
    const { run } = await share(jinaq);
    for (let number = 1; number < run.pages; number += 1) await pay(jinaq, run.id, number);
    const giveUp = `UPDATE jinaq_jobs._private_jobs SET attempts = max_attempts, last_error = 'no disk' WHERE key LIKE $1`;
    await onDatabase(addresses.at(-1) ?? '', (client) => client.query(giveUp, [`%:${run.id}:0`]));
    const followed = jinaq.transfers.run(OPERATIONS, { distributed: true });
    // It has joined the run, and with that its page is in the queue again; no worker is there to take it.
    await vi.waitFor(async () => expect((await show(jinaq, run.id)).failing).toEqual([]));
    await onDatabase(addresses.at(-1) ?? '', (client) => client.query(giveUp, [`%:${run.id}:0`]));
    await expect(followed).rejects.toMatchObject({
      ...{ name: 'Unavailable', code: 'jobs.given-up' },
      details: { run: run.id, finished: run.pages - 1, failed: [{ page: 0, error: 'no disk' }] },
    });
    await share(jinaq);
    expect((await show(jinaq, run.id)).failing).toEqual([]);
    await pay(jinaq, run.id, 0);
    expect((await show(jinaq, run.id)).counts).toMatchObject([{ outcome: 'completed', count: PLANS }]);
  });

  it('leaves nothing behind once it is finished and pruned, and what it has paid stays', async () => {
    const jinaq = await openDue();
    const { run } = await share(jinaq);
    const open = await jinaq.transfers.prune(OPERATIONS, { before: '2026-01-05' });
    expect(open).toEqual({ runs: 0, lines: 0 });
    now = parseInstant('2026-01-06T09:00:00+05:00');
    expect(await jinaq.transfers.prune(OPERATIONS, { before: '2026-01-06' })).toEqual({ runs: 0, lines: 0 });
    for (let number = 0; number < run.pages; number += 1) await pay(jinaq, run.id, number);
    expect(await jinaq.transfers.prune(OPERATIONS, { before: '2026-01-05' })).toEqual({ runs: 0, lines: 0 });
    expect(await jinaq.transfers.prune(OPERATIONS, { before: '2026-01-06' })).toEqual({ runs: 1, lines: PLANS });
    await expect(show(jinaq, run.id)).rejects.toMatchObject({ code: 'not-found' });
    expect(await jinaq.transfers.list(OPERATIONS, { status: 'completed', limit: 1_000 })).toHaveLength(PLANS);
    const early = jinaq.transfers.prune(OPERATIONS, { before: '2026-01-07' });
    await expect(early).rejects.toMatchObject({ code: 'input.invalid', details: { problems: [{ path: 'before' }] } });
  });

  it('needs a queue: Postgres on which a worker was started, or whose owner has migrated', async () => {
    const without = await openDue({ hasQueue: false });
    await expect(share(without)).rejects.toMatchObject({ name: 'Unavailable', code: 'jobs.no-queue' });
    const sqlite = await openJinaq({ db: 'sqlite::memory:', bank: 'sandbox::memory:' });
    closing.push(() => sqlite.close());
    await expect(share(sqlite)).rejects.toMatchObject({ code: 'jobs.no-queue' });
    const dry = sqlite.transfers.run(OPERATIONS, { distributed: true, dryRun: true });
    await expect(dry).rejects.toMatchObject({ code: 'input.invalid' });
  });
});
