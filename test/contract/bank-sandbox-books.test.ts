import Database from 'better-sqlite3';
import fc from 'fast-check';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FAULT_KINDS, openSandboxBank, type SandboxBank } from '../../adapters/bank-sandbox/index.js';
import { addDays, civilDateOf, makeIban, parseInstant, startOfDay } from '../../src/shared/index.js';
import { PRODUCT, tenge, testClock } from './bank.contract.js';

const CLIENTS = ['aigerim', 'bolat'];
const KEYS = Array.from({ length: 8 }, (_, index) => `k-${index}`);
const START = parseInstant('2026-01-05T09:00:00+05:00');

/** One thing that happens at the bank; account numbers are chosen among those that exist. */
const happening = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('transfer' as const),
      key: fc.constantFrom(...KEYS),
      from: fc.nat(4),
      to: fc.nat(4),
      amount: fc.bigInt(1n, 20_000n),
      daysBack: fc.nat(60),
    }),
  },
  fc.record({ do: fc.constant('fund' as const), client: fc.constantFrom(...CLIENTS), amount: fc.bigInt(1n, 20_000n) }),
  fc.record({ do: fc.constant('card' as const), client: fc.constantFrom(...CLIENTS), amount: fc.bigInt(1n, 20_000n) }),
  fc.record({
    do: fc.constant('fault' as const),
    kind: fc.constantFrom(...FAULT_KINDS.filter((kind) => kind !== 'slow')),
  }),
  fc.record({ do: fc.constant('days' as const), days: fc.nat(20) }),
  fc.record({ do: fc.constant('close' as const), account: fc.nat(4) }),
  fc.record({ do: fc.constant('rate' as const), rateBps: fc.nat(3_000), daysBack: fc.nat(60) }),
);
type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

describe('the books of the sandbox bank', () => {
  test('whatever happens, no money comes from nowhere, no account is below zero, and a key moves money once', async () => {
    const law = fc.asyncProperty(fc.array(happening, { maxLength: 40 }), async (happenings) => {
      const clock = testClock(START);
      const bank = openSandboxBank({ path: ':memory:', clock });
      const numbers: string[] = [makeIban('125', '1')];
      for (const client of CLIENTS) {
        const { account } = await bank.openSavingsAccount({ key: client, client, product: PRODUCT });
        numbers.unshift((await bank.fund(client, 50_000n)).account, account);
      }
      for (const each of happenings) await happen(bank, clock, numbers, each);
      const accounts = await bank.accounts();
      expect((await bank.check()).problems).toEqual([]);
      expect(accounts.reduce((sum, { balance }) => sum + balance, 0n)).toBe(0n);
      const short = accounts.filter(
        ({ kind, balance, available }) => kind !== 'world' && (available < 0n || balance < 0n),
      );
      expect(short).toEqual([]);
      expect(await timesBooked(bank, numbers)).toEqual(new Set([2]));
      bank.close();
    });
    await fc.assert(law);
  });

  test('a check finds a balance that nothing was booked for', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'jinaq-bank-'));
    const path = join(folder, 'bank.db');
    const bank = openSandboxBank({ path, clock: testClock() });
    const { account } = await bank.fund('aigerim', tenge(100));
    const thief = new Database(path);
    thief.prepare('UPDATE accounts SET balance = balance + 1 WHERE number = ?').run(account);
    expect(() => thief.exec('UPDATE movements SET amount = 1')).toThrow('final');
    expect(() => thief.exec('DELETE FROM movements')).toThrow('final');
    thief.close();
    expect(await bank.check()).toEqual({
      ok: false,
      problems: ['All balances together are 0.01, not zero.', `${account} has 100.01, but 100.00 was booked on it.`],
    });
    bank.close();
    await rm(folder, { recursive: true });
  });

  test('a client may bring an account of their own, but nobody else’s', async () => {
    const bank = openSandboxBank({ path: ':memory:', clock: testClock() });
    const { account: old } = await bank.fund('aigerim', tenge(100));
    const own = makeIban('125', 'KZT5004100100');
    expect(await bank.registerMainAccount('aigerim', own)).toBe(own);
    expect(await bank.mainAccount('aigerim')).toBe(own);
    expect(await bank.fund('aigerim', tenge(5))).toEqual({ account: own, balance: tenge(5) });
    expect(await bank.balance(old)).toBe(tenge(100));
    expect(await bank.registerMainAccount('aigerim', old)).toBe(old);
    await expect(bank.registerMainAccount('bolat', own)).rejects.toMatchObject({ code: 'conflict' });
    await expect(bank.registerMainAccount('bolat', 'KZ00')).rejects.toMatchObject({ code: 'input.invalid' });
    await expect(bank.show('bolat')).rejects.toMatchObject({ code: 'not-found' });
    bank.close();
  });

  test('the account of the world is nobody’s to pay from', async () => {
    const bank = openSandboxBank({ path: ':memory:', clock: testClock() });
    const { account } = await bank.fund('aigerim', tenge(100));
    const transfer = await bank.transfer({ key: 'k', from: 'WORLD', to: account, amount: 1n });
    expect(transfer).toEqual({ status: 'refused', reason: 'account-unknown' });
    await expect(bank.balance('WORLD')).rejects.toMatchObject({ code: 'not-found' });
    bank.close();
  });

  test('a control that is refused leaves nothing behind', async () => {
    const bank = openSandboxBank({ path: ':memory:', clock: testClock() });
    for (const amount of [0n, -1n, 2n ** 63n]) {
      await expect(bank.fund('aigerim', amount)).rejects.toMatchObject({ code: 'input.invalid' });
    }
    expect((await bank.accounts()).map(({ kind }) => kind)).toEqual(['world']);
    bank.close();
  });
});

async function happen(
  bank: SandboxBank,
  clock: ReturnType<typeof testClock>,
  numbers: readonly string[],
  each: Happening,
): Promise<void> {
  const today = civilDateOf(clock.now());
  const allowed = async (work: Promise<unknown>) => {
    await work.catch((error: { code?: string }) => {
      if (error.code === undefined) throw error;
    });
  };
  const number = (index: number) => numbers[index] ?? '';
  switch (each.do) {
    case 'transfer': {
      const { key, amount } = each;
      const valueDate = addDays(today, -each.daysBack);
      return allowed(bank.transfer({ key, from: number(each.from), to: number(each.to), amount, valueDate }));
    }
    case 'fund':
      return allowed(bank.fund(each.client, each.amount));
    case 'card':
      return allowed(bank.cardPurchase(each.client, each.amount));
    case 'fault':
      return bank.injectFault({ on: 'transfer', kind: each.kind });
    case 'days':
      clock.set(startOfDay(addDays(today, each.days)));
      await bank.runInterest(civilDateOf(clock.now()));
      return;
    case 'close':
      return allowed(bank.closeAccount(number(each.account)));
    case 'rate':
      return bank.changeRate({ rateBps: each.rateBps, from: addDays(today, -each.daysBack) });
  }
}

/** How many entries each key has over all accounts: two, one on each side. An empty bank counts as two as well. */
async function timesBooked(bank: SandboxBank, numbers: readonly string[]): Promise<Set<number>> {
  const byKey = new Map<string, number>();
  const range = { from: addDays(civilDateOf(START), -100), to: addDays(civilDateOf(START), 10_000) };
  await bank.clearFaults();
  for (const account of numbers.slice(0, 4)) {
    for (const { key } of (await bank.statement({ account, ...range })).entries) {
      if (key !== undefined) byKey.set(key, (byKey.get(key) ?? 0) + 1);
    }
  }
  return new Set([2, ...byKey.values()]);
}
