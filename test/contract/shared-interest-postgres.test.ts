import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { defaultTasks, type Jinaq, openDatabaseDesk, openJinaq } from '../../adapters/node/index.js';
import type { Actor } from '../../src/access/index.js';
import { asClientId, parseInstant, parseMonth } from '../../src/shared/index.js';
import { asLogin, createDatabase, dropDatabase, onDatabase } from '../support/postgres.js';

const OPERATIONS: Actor = { kind: 'staff', role: 'operations' };
const AIGERIM: Actor = { kind: 'client', client: asClientId('aigerim') };
const TERMS = { title: 'Toi', target: 1_000_000, deadline: '2026-12-31', kind: 'personal' as const };
const JANUARY = parseMonth('2026-01');

describe('interest of a month that is shared out', () => {
  let address: string;
  let jinaq: Jinaq;
  let now: Date;
  let goals: string[];
  const clock = { now: () => now };

  beforeEach(async () => {
    now = parseInstant('2026-01-05T09:00:00+05:00');
    goals = [];
    address = await createDatabase(inject('postgres'), inject('postgresTemplate'));
    await openDatabaseDesk(address).migrate();
    jinaq = await openJinaq({ db: asLogin(address, inject('postgresApp')), bank: 'sandbox::memory:', clock });
    await jinaq.bank.fund(OPERATIONS, { client: 'aigerim', amount: 1_000_000 });
    await jinaq.clients.register(OPERATIONS, { id: 'aigerim', name: 'Aigerim' });
    for (let index = 0; index < 5; index += 1) await openGoal();
    now = parseInstant('2026-02-01T01:00:00+05:00');
    await jinaq.bank.runInterest(OPERATIONS, { until: '2026-02-01' });
  });
  afterEach(async () => {
    await jinaq.close();
    await dropDatabase(address);
  });

  async function openGoal(): Promise<void> {
    const { id } = await jinaq.goals.create(AIGERIM, TERMS);
    await jinaq.goals.contribute(AIGERIM, { goal: id, amount: 50_000 });
    goals.push(id);
  }
  const share = () => {
    const { shareInterest } = jinaq.context.useCases;
    return shareInterest.execute({ actor: { kind: 'system' }, month: JANUARY, goalsOfAPage: 2 });
  };
  const waiting = () =>
    onDatabase(address, async (client) => {
      const { rows } = await client.query<{ key: string; task: string; payload: unknown }>(
        `SELECT key, task_identifier AS task, payload
         FROM jinaq_jobs.jobs JOIN jinaq_jobs._private_jobs USING (id, key) ORDER BY key`,
      );
      return rows;
    });
  const workOff = async ({ task, payload }: { task: string; payload: unknown }) =>
    defaultTasks(jinaq.context, clock)[task]?.(payload);
  /** How often each goal was posted, in the order in which they were opened. */
  const postings = () =>
    Promise.all(
      goals.map(async (goal) => {
        const history = await jinaq.goals.history(OPERATIONS, { goal });
        return history.filter(({ type }) => type === 'interest.posted').length;
      }),
    );

  it('is posted page by page, and once, though each page is worked off twice at once and shared out again', async () => {
    expect(await share()).toEqual({ pages: 3 });
    const pages = await waiting();
    expect(pages.map(({ key }) => key)).toEqual([0, 1, 2].map((page) => `interest.page:2026-01:${page}`));
    await workOff(pages[1] ?? expect.fail('three pages'));
    expect(await postings()).toEqual([0, 0, 1, 1, 0]);
    await Promise.all([...pages, ...pages].map(workOff));
    expect(await postings()).toEqual([1, 1, 1, 1, 1]);
    await share();
    expect(await waiting()).toHaveLength(3);
    await Promise.all((await waiting()).map(workOff));
    expect(await postings()).toEqual([1, 1, 1, 1, 1]);
    expect(await jinaq.ledger.verify(OPERATIONS, {})).toMatchObject({ ok: true });
  });

  it('leaves out no goal: those that are opened after the sharing belong to the last page', async () => {
    now = parseInstant('2026-01-30T09:00:00+05:00');
    await expect(share()).rejects.toMatchObject({ code: 'input.invalid' });
    now = parseInstant('2026-02-01T01:00:00+05:00');
    await share();
    await openGoal();
    now = parseInstant('2026-03-01T01:00:00+05:00');
    await jinaq.bank.runInterest(OPERATIONS, { until: '2026-03-01' });
    const [, , last] = await waiting();
    const payload = { ...(last?.payload as object), month: '2026-02' };
    await workOff({ task: last?.task ?? '', payload });
    expect((await postings()).slice(4)).toEqual([2, 1]);
  });
});
