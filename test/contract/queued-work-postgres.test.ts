import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { defaultTasks, type Jinaq, openDatabaseDesk, openJinaq } from '../../adapters/node/index.js';
import type { Actor } from '../../src/access/index.js';
import { asClientId, parseInstant } from '../../src/shared/index.js';
import { asLogin, createDatabase, dropDatabase, onDatabase } from '../support/postgres.js';

const clock = { now: () => parseInstant('2026-01-05T09:00:00+05:00') };
const OPERATIONS: Actor = { kind: 'staff', role: 'operations' };
const AIGERIM: Actor = { kind: 'client', client: asClientId('aigerim') };
const TERMS = { title: 'Toi', target: 100_000, deadline: '2026-12-31', kind: 'personal' as const };

type Waiting = { readonly key: string; readonly task: string; readonly payload: unknown; readonly waits: number };

describe('work that a change leaves to do is in the queue with the change', () => {
  let address: string;
  let jinaq: Jinaq;
  /** What the bank of the running test does when it is asked to move money. */
  let onTransfer: 'answer' | 'die' | 'be silent';
  let goal: string;

  beforeEach(async () => {
    onTransfer = 'answer';
    address = await createDatabase(inject('postgres'), inject('postgresTemplate'));
    await openDatabaseDesk(address).migrate();
    jinaq = await openJinaq({
      db: asLogin(address, inject('postgresApp')),
      ...{ bank: 'sandbox::memory:', clock },
      decorate: ({ store, bank }) => ({
        store,
        bank: {
          ...bank,
          transfer: (command) => {
            if (onTransfer === 'die') throw new Error('killed');
            return bank.transfer(command);
          },
        },
      }),
    });
    await jinaq.bank.fund(OPERATIONS, { client: 'aigerim', amount: 1_000_000 });
    await jinaq.clients.register(OPERATIONS, { id: 'aigerim', name: 'Aigerim' });
    ({ id: goal } = await jinaq.goals.create(AIGERIM, TERMS));
    await jinaq.goals.contribute(AIGERIM, { goal, amount: 5_000 });
  });
  afterEach(async () => {
    await jinaq.close();
    await dropDatabase(address);
  });

  const waiting = () =>
    onDatabase(address, async (client) => {
      const { rows } = await client.query<Waiting>(
        `SELECT key, task_identifier AS task, payload, extract(epoch FROM run_at - created_at)::int AS waits
         FROM jinaq_jobs.jobs JOIN jinaq_jobs._private_jobs USING (id, key, run_at, created_at) ORDER BY key`,
      );
      return rows;
    });

  /** What a worker does once their time has come. */
  async function workOff(): Promise<void> {
    const tasks = defaultTasks(jinaq.context, clock);
    for (const { task, payload } of await waiting()) await tasks[task]?.(payload);
  }

  it('a contribution that the bank has answered leaves nothing', async () => {
    expect(await waiting()).toEqual([]);
  });

  it('a refund run, when the process dies that has begun to close a goal', async () => {
    onTransfer = 'die';
    await expect(jinaq.goals.cancel(AIGERIM, { goal })).rejects.toThrow('killed');
    expect(await waiting()).toEqual([{ key: `goals.pay:${goal}`, task: 'goals.pay', payload: { goal }, waits: 60 }]);
    onTransfer = 'answer';
    await workOff();
    expect(await jinaq.goals.show(AIGERIM, { goal })).toMatchObject({ status: 'closed' });
    expect(await jinaq.bank.show(OPERATIONS, { account: 'aigerim' })).toMatchObject({ balance: 1_000_000_00n });
  });

  it('one question to the bank for all that it has not answered', async () => {
    await jinaq.sandbox?.injectFault({ on: 'transfer', kind: 'timeout-after-debit', times: 50 });
    const pay = (key: number) => jinaq.goals.contribute(AIGERIM, { goal, amount: 1_000, key: `k-${key}` });
    const paid = await Promise.all(Array.from({ length: 50 }, (_, key) => pay(key)));
    expect(new Set(paid.map(({ status }) => status))).toEqual(new Set(['pending']));
    expect(await waiting()).toEqual([{ key: 'transfers.settle', task: 'transfers.settle', payload: {}, waits: 60 }]);
    await workOff();
    expect(await jinaq.transfers.list(OPERATIONS, { status: 'pending' })).toEqual([]);
  });

  it('is kept all the same where the login may not use the queue', async () => {
    await onDatabase(address, (client) => client.query('REVOKE ALL ON SCHEMA jinaq_jobs FROM jinaq_app'));
    expect(await jinaq.goals.cancel(AIGERIM, { goal })).toMatchObject({ state: 'closed' });
    expect(await waiting()).toEqual([]);
  });
});
