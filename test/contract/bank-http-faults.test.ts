import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  type HttpBank,
  type HttpBankOptions,
  type HttpFault,
  openHttpBank,
  type ServedBank,
  serveBank,
} from '../../adapters/bank-http/index.js';
import { openSandboxBank, type SandboxBank } from '../../adapters/bank-sandbox/index.js';
import { PRODUCT, tenge, testClock } from './bank.contract.js';

const NOTHING_DONE = ['reset', 'error-500', 'overloaded'] as const;
const ANSWER_LOST = ['reset-after', 'half-answer', 'wrong-json', 'wrong-shape'] as const;

describe('a bank behind HTTP whose wire is bad', () => {
  let sandbox: SandboxBank;
  let served: ServedBank;
  let main: string;
  let goal: string;
  const clients: HttpBank[] = [];

  beforeEach(async () => {
    sandbox = openSandboxBank({ path: ':memory:', clock: testClock() });
    served = await serveBank(sandbox, { port: 0 });
    main = (await sandbox.fund('aigerim', tenge(100_000))).account;
    goal = (await sandbox.openSavingsAccount({ key: 'goal-1', client: 'aigerim', product: PRODUCT })).account;
  });
  afterEach(async () => {
    await Promise.all(clients.splice(0).map((client) => client.close()));
    await served.close();
    sandbox.close();
  });

  const open = (options: Partial<HttpBankOptions> = {}): HttpBank => {
    const client = openHttpBank({ baseUrl: served.url, retry: { baseDelayMs: 5 }, ...options });
    clients.push(client);
    return client;
  };
  const once = { retry: { attempts: 1 } };
  const order = () => ({ key: 'k-1', from: main, to: goal, amount: tenge(1_000) });
  const moved = async () => await sandbox.balance(goal);
  const fault = (kind: HttpFault['kind'], more: Partial<HttpFault> = {}) =>
    served.faults.add({ on: 'transfer', kind, retryAfterSeconds: 0, ...more });

  test.each([...NOTHING_DONE, ...ANSWER_LOST, 'duplicate-delivery', 'slow'] as const)(
    'a transfer that meets %s is made once, by sending it again under its key',
    async (kind) => {
      fault(kind);
      expect(await open().transfer(order())).toMatchObject({ status: 'completed' });
      expect(await moved()).toBe(tenge(1_000));
    },
  );

  test.each(NOTHING_DONE)('after %s nobody knows the outcome, and the bank says that nothing arrived', async (kind) => {
    fault(kind);
    await expect(open(once).transfer(order())).rejects.toMatchObject({
      code: 'bank.unavailable',
      details: { call: 'transfer', sent: true },
    });
    expect(await open().transferStatus('k-1')).toEqual({ status: 'unseen' });
    expect(await moved()).toBe(0n);
  });

  test.each(ANSWER_LOST)('after %s nobody knows the outcome, and the bank says that the money moved', async (kind) => {
    fault(kind);
    await expect(open(once).transfer(order())).rejects.toMatchObject({ code: 'bank.unavailable' });
    expect(await open().transferStatus('k-1')).toMatchObject({ status: 'completed' });
    expect(await moved()).toBe(tenge(1_000));
  });

  test('an answer that comes too late is no answer, and the connection is given up', async () => {
    fault('slow', { delayMs: 2_000 });
    const begun = performance.now();
    const late = open({ ...once, timeoutMs: 100 }).transfer(order());
    await expect(late).rejects.toMatchObject({ code: 'bank.unavailable', details: { reason: 'timeout', sent: true } });
    expect(performance.now() - begun).toBeLessThan(2_000);
    expect(await open().transferStatus('k-1')).toMatchObject({ status: 'completed' });
  });

  test.each(['balance', 'statement', 'mainAccount', 'openSavingsAccount', 'closeSavingsAccount'] as const)(
    '%s is asked again as well when its answer is lost',
    async (on) => {
      fault('half-answer', { on });
      const bank = open();
      const calls = {
        balance: () => bank.balance(main),
        statement: () => bank.statement({ account: main, from: '2026-01-01', to: '2026-01-31' } as never),
        mainAccount: () => bank.mainAccount('aigerim'),
        openSavingsAccount: () => bank.openSavingsAccount({ key: 'goal-1', client: 'aigerim', product: PRODUCT }),
        closeSavingsAccount: () => bank.closeSavingsAccount(goal),
      };
      await expect(calls[on]()).resolves.toBeDefined();
    },
  );

  test('a conflict is an answer: it is the error of a reused key and is not asked again', async () => {
    fault('conflict');
    fault('error-500');
    await expect(open().transfer(order())).rejects.toMatchObject({
      code: 'idempotency.key-reused',
      details: { field: 'amount' },
    });
    // The second fault still waits: one request has arrived.
    await expect(open(once).transfer(order())).rejects.toMatchObject({ details: { status: 500 } });
  });

  test('a bank that asks for a pause gets it', async () => {
    fault('overloaded', { retryAfterSeconds: 1 });
    const begun = performance.now();
    await open().transfer(order());
    expect(performance.now() - begun).toBeGreaterThanOrEqual(1_000);
  });

  test('a bank that asks for a longer pause than we have is not asked again, and the caller learns how long', async () => {
    fault('overloaded', { retryAfterSeconds: 3_600 });
    await expect(open().transfer(order())).rejects.toMatchObject({
      code: 'bank.unavailable',
      details: { status: 503, retryAfterMs: 3_600_000 },
    });
    expect(await moved()).toBe(0n);
  });

  test('200 transfers over a wire that spoils every tenth exchange move each amount once', async () => {
    for (const kind of [...NOTHING_DONE, ...ANSWER_LOST, 'duplicate-delivery'] as const) fault(kind, { rate: 0.0125 });
    const bank = open({ retry: { baseDelayMs: 5, attempts: 10 }, maxInFlight: 32 });
    const keys = Array.from({ length: 200 }, (_, index) => `k-${index}`);
    const results = await Promise.all(keys.map((key) => bank.transfer({ ...order(), key, amount: 1_00n })));
    expect(results.every(({ status }) => status === 'completed')).toBe(true);
    expect(await moved()).toBe(tenge(200));
  });

  test.each(['a/b', 'a%2Fb', 'a b?c#d', 'жинақ №1', '💰', 'x'.repeat(200), '.a', '...'])(
    'the key %j arrives as it is',
    async (key) => {
      const bank = open();
      const result = await bank.transfer({ ...order(), key });
      expect(await sandbox.transferStatus(key)).toEqual(result);
      expect(await bank.transferStatus(key)).toEqual(result);
    },
  );

  test.each(['', '.', '..', 'x'.repeat(201), 'half a character \ud83d'])('%j is no key', async (key) => {
    await expect(open().transfer({ ...order(), key })).rejects.toMatchObject({ code: 'input.invalid' });
    await expect(open().transferStatus(key)).rejects.toMatchObject({ code: 'input.invalid' });
  });
});
