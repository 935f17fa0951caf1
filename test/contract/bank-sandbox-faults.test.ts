import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openSandboxBank, type FaultSpec, type SandboxBank } from '../../adapters/bank-sandbox/index.js';
import { parseCivilDate, parseInstant } from '../../src/shared/index.js';
import { PRODUCT, tenge, testClock } from './bank.contract.js';

describe('faults of the sandbox bank', () => {
  const clock = testClock();
  let bank: SandboxBank;
  let main: string;
  let goal: string;

  beforeEach(async () => {
    clock.set(parseInstant('2026-01-05T09:00:00+05:00'));
    bank = openSandboxBank({ path: ':memory:', clock });
    main = (await bank.fund('aigerim', tenge(100_000))).account;
    goal = (await bank.openSavingsAccount({ key: 'goal', client: 'aigerim', product: PRODUCT })).account;
  });
  afterEach(() => bank.close());

  const pay = (key: string, amount = tenge(1_000)) => bank.transfer({ key, from: main, to: goal, amount });
  /** How each of n payments ends: its status, or the code of its error. */
  const outcomes = async (n: number, prefix = 'k') => {
    const ends: string[] = [];
    for (let index = 0; index < n; index += 1) {
      ends.push(
        await pay(`${prefix}-${index}`, 1n).then(
          ({ status }) => status,
          ({ code }) => code,
        ),
      );
    }
    return ends;
  };

  test('a fault meets the nth call from now, as many times as it was told, and then is gone', async () => {
    await bank.injectFault({ on: 'transfer', kind: 'refuse', nth: 2, times: 2 });
    expect(await outcomes(4)).toEqual(['completed', 'refused', 'refused', 'completed']);
    expect(await bank.faults()).toEqual([]);
  });

  test('a fault counts calls that arrive together one by one', async () => {
    await bank.injectFault({ on: 'transfer', kind: 'timeout-after-debit', nth: 3 });
    const results = await Promise.allSettled(['a', 'b', 'c', 'd'].map((key) => pay(key)));
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    expect(await bank.balance(goal)).toBe(tenge(4_000));
  });

  test('a refusal carries the reason it was told', async () => {
    await bank.injectFault({ on: 'transfer', kind: 'refuse', reason: 'limit' });
    expect(await pay('k')).toEqual({ status: 'refused', reason: 'limit' });
    expect(await pay('k')).toEqual({ status: 'refused', reason: 'limit' });
  });

  test('a time-out after opening an account has opened it', async () => {
    await bank.injectFault({ on: 'openSavingsAccount', kind: 'timeout-after-debit' });
    const open = { key: 'second', client: 'aigerim', product: PRODUCT };
    await expect(bank.openSavingsAccount(open)).rejects.toMatchObject({ code: 'bank.unavailable' });
    const opened = (await bank.accounts()).filter(({ kind }) => kind === 'savings');
    expect(opened).toHaveLength(2);
    expect((await bank.openSavingsAccount(open)).account).toBe(opened[1]?.account);
  });

  test('a time-out after closing an account has closed it, and closing again tells the same interest', async () => {
    await pay('k');
    clock.set(parseInstant('2026-01-15T09:00:00+05:00'));
    await bank.injectFault({ on: 'closeSavingsAccount', kind: 'timeout-after-debit' });
    await expect(bank.closeSavingsAccount(goal)).rejects.toMatchObject({ code: 'bank.unavailable' });
    expect(await bank.show(goal)).toMatchObject({ closedOn: '2026-01-15', balance: 1_003_84n });
    expect(await bank.closeSavingsAccount(goal)).toEqual({ account: goal, interest: 3_84n });
  });

  test('a call that is no transfer is refused as an error', async () => {
    await bank.injectFault({ on: 'balance', kind: 'refuse', reason: 'blocked' });
    await expect(bank.balance(main)).rejects.toMatchObject({ code: 'bank.refused', details: { reason: 'blocked' } });
    expect(await bank.balance(main)).toBe(tenge(100_000));
  });

  test('questions can fail too', async () => {
    await bank.injectFault({ on: 'transferStatus', kind: 'down' });
    await bank.injectFault({ on: 'statement', kind: 'timeout-before-debit' });
    const range = { account: main, from: parseCivilDate('2026-01-01'), to: parseCivilDate('2026-01-31') };
    await expect(bank.transferStatus('k')).rejects.toMatchObject({ code: 'bank.unavailable' });
    await expect(bank.statement(range)).rejects.toMatchObject({ code: 'bank.unavailable' });
    expect(await bank.transferStatus('k')).toEqual({ status: 'unseen' });
    expect((await bank.statement(range)).closing).toBe(tenge(100_000));
  });

  test('a slow answer is the right answer, later, and does not hold up the others', async () => {
    await bank.injectFault({ on: 'transfer', kind: 'slow', delayMs: 80 });
    const began = performance.now();
    const order: string[] = [];
    await Promise.all(['slow', 'quick'].map((key) => pay(key).then(() => order.push(key))));
    expect(order).toEqual(['quick', 'slow']);
    expect(performance.now() - began).toBeGreaterThanOrEqual(75);
    expect(await bank.balance(goal)).toBe(tenge(2_000));
  });

  test('a rate meets about as many calls as it says, and the same seed meets the same ones', async () => {
    const run = async (seed: number) => {
      bank.close();
      bank = openSandboxBank({ path: ':memory:', clock, seed });
      main = (await bank.fund('aigerim', tenge(100_000))).account;
      goal = (await bank.openSavingsAccount({ key: 'goal', client: 'aigerim', product: PRODUCT })).account;
      await bank.injectFault({ on: 'transfer', kind: 'refuse', rate: 0.2 });
      return outcomes(500);
    };
    const [first, again, other] = [await run(7), await run(7), await run(8)];
    const refused = first.filter((end) => end === 'refused').length;
    expect(refused).toBeGreaterThan(70);
    expect(refused).toBeLessThan(130);
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
  });

  test('a bank that is down sees no call, so that a waiting fault waits on', async () => {
    await bank.injectFault({ on: 'transfer', kind: 'refuse' });
    await bank.down();
    expect(await outcomes(2, 'down')).toEqual(['bank.unavailable', 'bank.unavailable']);
    await bank.up();
    expect(await outcomes(2)).toEqual(['refused', 'completed']);
  });

  test('cleared faults meet nothing', async () => {
    await bank.injectFault({ on: 'any', kind: 'down', times: Number.POSITIVE_INFINITY });
    await bank.injectFault({ on: 'transfer', kind: 'refuse' });
    await bank.clearFaults();
    expect(await outcomes(1)).toEqual(['completed']);
  });

  test('money under review cannot be spent twice', async () => {
    await bank.injectFault({ on: 'transfer', kind: 'held' });
    await pay('held', tenge(60_000));
    expect(await bank.show('aigerim')).toMatchObject({ balance: tenge(100_000), available: tenge(40_000) });
    expect(await pay('more', tenge(40_001))).toEqual({ status: 'refused', reason: 'insufficient-funds' });
    await expect(bank.cardPurchase('aigerim', tenge(40_001))).rejects.toMatchObject({
      code: 'bank.insufficient-funds',
    });
    expect(await pay('rest', tenge(40_000))).toMatchObject({ status: 'completed' });
    expect(await bank.resolveHeld('held', 'completed')).toMatchObject({ status: 'completed' });
    expect(await bank.balance(main)).toBe(0n);
  });

  test('a review that ends with a refusal gives the money free again', async () => {
    await bank.injectFault({ on: 'transfer', kind: 'held', reason: 'blocked', delayMs: 3_600_000 });
    expect(await pay('held', tenge(60_000))).toEqual({ status: 'held' });
    clock.set(parseInstant('2026-01-05T10:00:00+05:00'));
    expect(await bank.transferStatus('held')).toEqual({ status: 'refused', reason: 'blocked' });
    expect(await bank.show('aigerim')).toMatchObject({ balance: tenge(100_000), available: tenge(100_000) });
  });

  test('a review ends with a refusal when the account was closed meanwhile', async () => {
    await bank.injectFault({ on: 'transfer', kind: 'held' });
    await pay('held');
    await bank.closeAccount('aigerim');
    expect(await bank.resolveHeld('held', 'completed')).toEqual({ status: 'refused', reason: 'account-closed' });
    await expect(bank.resolveHeld('held', 'completed')).rejects.toMatchObject({ code: 'not-found' });
    expect((await bank.check()).problems).toEqual([]);
  });

  test.each<[string, Partial<Record<keyof FaultSpec, unknown>>]>([
    ['on', { on: 'nothing' }],
    ['kind', { kind: 'fire' }],
    ['kind', { on: 'balance', kind: 'held' }],
    ['nth', { nth: 0 }],
    ['times', { times: 0.5 }],
    ['rate', { rate: 2 }],
    ['delayMs', { delayMs: -1 }],
    ['reason', { reason: 'mood' }],
  ])('a fault with a wrong %s is refused', async (path, changes) => {
    const fault = { on: 'transfer', kind: 'slow', ...changes } as FaultSpec;
    const problems = [expect.objectContaining({ path })];
    await expect(bank.injectFault(fault)).rejects.toMatchObject({ code: 'input.invalid', details: { problems } });
    expect(await bank.faults()).toEqual([]);
  });
});
