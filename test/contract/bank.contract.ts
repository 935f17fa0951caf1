import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SandboxControls } from '../../adapters/bank-sandbox/index.js';
import type { Bank, BankTransferCommand, SavingsProduct } from '../../src/savings/index.js';
import { isIban, type Money, parseCivilDate, parseInstant } from '../../src/shared/index.js';

/** A clock that a test moves. */
export type TestClock = { now(): Date; set(instant: Date): void };

/** A bank with what a test can make happen at it. */
export type BankUnderTest = {
  readonly bank: Bank;
  readonly controls: SandboxControls;
  readonly clock: TestClock;
  stop(): Promise<void>;
};

/** A clock that stands still until it is set. */
export function testClock(start = parseInstant('2026-01-05T09:00:00+05:00')): TestClock {
  let instant = start;
  return {
    now: () => instant,
    set: (next) => {
      instant = next;
    },
  };
}

export const PRODUCT: SavingsProduct = { rateBps: 1400, dayCount: 'actual/365', capitalisation: 'monthly' };

/** Whole tenge as tiyn. */
export const tenge = (whole: number): Money => BigInt(whole) * 100n;

/** What every adapter of the bank port keeps to. */
export function bankContract(name: string, makeBank: () => Promise<BankUnderTest>): void {
  describe(`${name} keeps the contract of a bank`, () => {
    let under: BankUnderTest;
    let main: string;
    let goal: string;

    beforeEach(async () => {
      under = await makeBank();
      main = (await under.controls.fund('aigerim', tenge(100_000))).account;
      goal = (await under.bank.openSavingsAccount({ key: 'goal-1', client: 'aigerim', product: PRODUCT })).account;
    });
    afterEach(() => under.stop());

    const command = (changes: Partial<BankTransferCommand> = {}): BankTransferCommand => ({
      ...{ key: 'k-1', from: main, to: goal, amount: tenge(1_000) },
      ...changes,
    });
    const balances = async () => [await under.bank.balance(main), await under.bank.balance(goal)];
    const afterFault = async (kind: 'timeout-before-debit' | 'timeout-after-debit' | 'held' | 'duplicate-answer') => {
      await under.controls.injectFault({ on: 'transfer', kind });
      return under.bank.transfer(command());
    };

    test('a client has one main account, a valid IBAN', async () => {
      expect(await under.bank.mainAccount('aigerim')).toBe(main);
      expect(isIban(main)).toBe(true);
      expect(await under.bank.mainAccount('bolat')).not.toBe(main);
    });

    test('the same key opens the same savings account, another key another one', async () => {
      const again = await under.bank.openSavingsAccount({ key: 'goal-1', client: 'aigerim', product: PRODUCT });
      const other = await under.bank.openSavingsAccount({ key: 'goal-2', client: 'aigerim', product: PRODUCT });
      expect(again.account).toBe(goal);
      expect(other.account).not.toBe(goal);
      expect(isIban(goal)).toBe(true);
    });

    test.each([
      ['client', { client: 'bolat' }],
      ['product.rateBps', { product: { ...PRODUCT, rateBps: 1500 } }],
      ['product.capitalisation', { product: { ...PRODUCT, capitalisation: 'none' as const } }],
    ])('a key that opened an account is refused with another %s', async (field, changes) => {
      const open = under.bank.openSavingsAccount({ key: 'goal-1', client: 'aigerim', product: PRODUCT, ...changes });
      await expect(open).rejects.toMatchObject({ code: 'idempotency.key-reused', details: { field } });
    });

    test('a transfer moves the money from one account to the other', async () => {
      const result = await under.bank.transfer(command());
      expect(result).toMatchObject({ status: 'completed', valueDate: '2026-01-05', reference: expect.any(String) });
      expect(await balances()).toEqual([tenge(99_000), tenge(1_000)]);
    });

    test('the same key moves the money once, however often and at once it comes', async () => {
      const results = await Promise.all(Array.from({ length: 50 }, () => under.bank.transfer(command())));
      expect(new Set(results.map((result) => JSON.stringify(result))).size).toBe(1);
      expect(await under.bank.transfer(command())).toEqual(results[0]);
      expect(await balances()).toEqual([tenge(99_000), tenge(1_000)]);
    });

    test('a repetition on a later day is the same transfer', async () => {
      const first = await under.bank.transfer(command());
      under.clock.set(parseInstant('2026-01-07T09:00:00+05:00'));
      expect(await under.bank.transfer(command())).toEqual(first);
    });

    test('a value date that was asked for once is part of the body', async () => {
      const yesterday = command({ valueDate: parseCivilDate('2026-01-04') });
      const first = await under.bank.transfer(yesterday);
      expect(await under.bank.transfer(yesterday)).toEqual(first);
      const reused = under.bank.transfer(command());
      await expect(reused).rejects.toMatchObject({ code: 'idempotency.key-reused', details: { field: 'valueDate' } });
    });

    test.each([
      ['from', () => ({ from: goal, to: main })],
      ['to', () => ({ to: 'KZ86125KZT5004100100' })],
      ['amount', () => ({ amount: tenge(1_001) })],
      ['valueDate', () => ({ valueDate: parseCivilDate('2026-01-04') })],
      ['purpose', () => ({ purpose: 'something else' })],
    ])('a key that came before is refused with another %s, and nothing moves', async (field, changes) => {
      await under.bank.transfer(command());
      const reused = under.bank.transfer(command(changes()));
      await expect(reused).rejects.toMatchObject({ code: 'idempotency.key-reused', details: { field } });
      expect(await balances()).toEqual([tenge(99_000), tenge(1_000)]);
    });

    test('an account never goes below zero, to the tiyn', async () => {
      const over = await under.bank.transfer(command({ key: 'over', amount: tenge(100_000) + 1n }));
      const exact = await under.bank.transfer(command({ key: 'exact', amount: tenge(100_000) }));
      const back = await under.bank.transfer(command({ key: 'back', from: goal, to: main, amount: tenge(100_001) }));
      expect(over).toEqual({ status: 'refused', reason: 'insufficient-funds' });
      expect(exact.status).toBe('completed');
      expect(back).toEqual({ status: 'refused', reason: 'insufficient-funds' });
      expect(await balances()).toEqual([0n, tenge(100_000)]);
    });

    test('of transfers that arrive together only those that are covered move', async () => {
      const keys = Array.from({ length: 15 }, (_, index) => `k-${index}`);
      const amount = tenge(10_000);
      const results = await Promise.all(keys.map((key) => under.bank.transfer(command({ key, amount }))));
      expect(results.filter(({ status }) => status === 'completed')).toHaveLength(10);
      expect(await balances()).toEqual([0n, tenge(100_000)]);
    });

    test.each([
      ['no more than leaves that', tenge(60_000), tenge(40_000), 'completed'],
      ['a tiyn more', tenge(60_000) + 1n, tenge(40_000), 'refused'],
      ['everything, when nothing has to stay', tenge(100_000), 0n, 'completed'],
      ['the least there is, when all has to stay', 1n, tenge(100_000), 'refused'],
      ['the least there is, when more has to stay than there is', 1n, tenge(500_000), 'refused'],
    ])('what has to stay on the account stays: %s', async (_, amount, keepAtLeast, status) => {
      const result = await under.bank.transfer(command({ amount, keepAtLeast }));
      expect(result).toMatchObject(status === 'completed' ? { status } : { status, reason: 'insufficient-funds' });
      const moved = status === 'completed' ? amount : 0n;
      expect(await balances()).toEqual([tenge(100_000) - moved, moved]);
    });

    test('what has to stay is looked at and the money moved in one step, however many come at once', async () => {
      const keys = Array.from({ length: 15 }, (_, index) => `k-${index}`);
      const order = { amount: tenge(10_000), keepAtLeast: tenge(35_000) };
      const results = await Promise.all(keys.map((key) => under.bank.transfer(command({ key, ...order }))));
      expect(results.filter(({ status }) => status === 'completed')).toHaveLength(6);
      expect(await balances()).toEqual([tenge(40_000), tenge(60_000)]);
    });

    test('a transfer that had to leave more than there was gets the same answer under its key, with money later', async () => {
      const order = command({ keepAtLeast: tenge(99_500) });
      const refused = await under.bank.transfer(order);
      expect(refused).toEqual({ status: 'refused', reason: 'insufficient-funds' });
      await under.controls.fund('aigerim', tenge(500_000));
      expect(await under.bank.transfer(order)).toEqual(refused);
      expect(await under.bank.transferStatus('k-1')).toEqual(refused);
      expect(await under.bank.transfer({ ...order, key: 'k-2' })).toMatchObject({ status: 'completed' });
    });

    test('a transfer that was made is the same one when less could stay by now', async () => {
      const order = command({ keepAtLeast: tenge(99_000) });
      const made = await under.bank.transfer(order);
      expect(made.status).toBe('completed');
      expect(await under.bank.transfer(order)).toEqual(made);
      expect(await balances()).toEqual([tenge(99_000), tenge(1_000)]);
    });

    test('what is set aside for a held transfer does not count as staying', async () => {
      await afterFault('held');
      const [second, third] = [tenge(98_000), tenge(98_001)].map((keepAtLeast, index) =>
        command({ key: `h-${index}`, keepAtLeast }),
      );
      expect(third && (await under.bank.transfer(third))).toMatchObject({ status: 'refused' });
      expect(second && (await under.bank.transfer(second))).toMatchObject({ status: 'completed' });
    });

    test('a refusal stays a refusal under its key, even when there is money later', async () => {
      const poor = command({ amount: tenge(200_000) });
      const refused = await under.bank.transfer(poor);
      await under.controls.fund('aigerim', tenge(500_000));
      expect(await under.bank.transfer(poor)).toEqual(refused);
      expect(await under.bank.transferStatus('k-1')).toEqual(refused);
      await expect(under.bank.transfer(command())).rejects.toMatchObject({ code: 'idempotency.key-reused' });
    });

    test('an unknown account and a closed one are refused by name', async () => {
      await under.controls.closeAccount('aigerim');
      const unknown = await under.bank.transfer(command({ key: 'u', from: goal, to: 'KZ86125KZT5004100100' }));
      const closed = await under.bank.transfer(command({ key: 'c' }));
      expect(unknown).toEqual({ status: 'refused', reason: 'account-unknown' });
      expect(closed).toEqual({ status: 'refused', reason: 'account-closed' });
      await under.controls.reopenAccount('aigerim');
      expect(await under.bank.transfer(command({ key: 'open' }))).toMatchObject({ status: 'completed' });
    });

    test.each([
      ['zero', () => ({ amount: 0n })],
      ['negative', () => ({ amount: -1n })],
      ['past 2^63', () => ({ amount: 2n ** 63n })],
      ['that keeps less than nothing', () => ({ keepAtLeast: -1n })],
      ['without a key', () => ({ key: '' })],
      ['to itself', () => ({ to: main })],
      ['with a novel as purpose', () => ({ purpose: 'x'.repeat(141) })],
    ])('a transfer %s is no transfer', async (_, changes) => {
      await expect(under.bank.transfer(command(changes()))).rejects.toMatchObject({ code: 'input.invalid' });
      expect(await under.bank.transferStatus('k-1')).toEqual({ status: 'unseen' });
    });

    test('after a time-out before the debit the transfer is unseen, and sending it again moves the money', async () => {
      await expect(afterFault('timeout-before-debit')).rejects.toMatchObject({ code: 'bank.unavailable' });
      expect(await under.bank.transferStatus('k-1')).toEqual({ status: 'unseen' });
      expect(await balances()).toEqual([tenge(100_000), 0n]);
      expect(await under.bank.transfer(command())).toMatchObject({ status: 'completed' });
    });

    test('after a time-out after the debit the status tells what happened, and sending it again moves nothing', async () => {
      await expect(afterFault('timeout-after-debit')).rejects.toMatchObject({ code: 'bank.unavailable' });
      const status = await under.bank.transferStatus('k-1');
      expect(status).toMatchObject({ status: 'completed' });
      expect(await under.bank.transfer(command())).toEqual(status);
      expect(await balances()).toEqual([tenge(99_000), tenge(1_000)]);
    });

    test('a call that arrives twice at the bank moves the money once', async () => {
      expect(await afterFault('duplicate-answer')).toMatchObject({ status: 'completed' });
      expect(await balances()).toEqual([tenge(99_000), tenge(1_000)]);
    });

    test('a held transfer moves nothing until its review ends, then it is booked on that day', async () => {
      expect(await afterFault('held')).toEqual({ status: 'held' });
      expect(await under.bank.transfer(command())).toEqual({ status: 'held' });
      expect(await balances()).toEqual([tenge(100_000), 0n]);
      // 5 January 2026 is a Monday; 7 January is Christmas, a day off.
      under.clock.set(parseInstant('2026-01-12T23:59:59+05:00'));
      expect(await under.bank.transferStatus('k-1')).toEqual({ status: 'held' });
      under.clock.set(parseInstant('2026-01-20T09:00:00+05:00'));
      expect(await balances()).toEqual([tenge(99_000), tenge(1_000)]);
      const status = { status: 'completed', valueDate: '2026-01-13' };
      expect(await under.bank.transferStatus('k-1')).toMatchObject(status);
      expect(await under.bank.transfer(command())).toMatchObject(status);
    });

    test('closing a savings account credits its interest, takes no more money and pays out what is there', async () => {
      await under.bank.transfer(command({ amount: tenge(10_000) }));
      under.clock.set(parseInstant('2026-01-15T09:00:00+05:00'));
      const closed = await under.bank.closeSavingsAccount(goal);
      // Ten days: 10000 x 0.14 x 10 / 365 = 38.3561...
      expect(closed).toEqual({ account: goal, interest: 38_36n });
      expect(await under.bank.closeSavingsAccount(goal)).toEqual(closed);
      const late = await under.bank.transfer(command({ key: 'late' }));
      const out = await under.bank.transfer(command({ key: 'out', from: goal, to: main, amount: 10_038_36n }));
      expect(late).toEqual({ status: 'refused', reason: 'account-closed' });
      expect(out).toMatchObject({ status: 'completed' });
      expect(await balances()).toEqual([100_038_36n, 0n]);
      await expect(under.bank.closeSavingsAccount(main)).rejects.toMatchObject({ code: 'not-found' });
    });

    test('a bank that is down answers nothing, does nothing, and comes back as it was', async () => {
      await under.controls.down();
      const calls = [
        () => under.bank.mainAccount('aigerim'),
        () => under.bank.openSavingsAccount({ key: 'goal-2', client: 'aigerim', product: PRODUCT }),
        () => under.bank.closeSavingsAccount(goal),
        () => under.bank.transfer(command()),
        () => under.bank.transferStatus('k-1'),
        () => under.bank.balance(main),
        () =>
          under.bank.statement({ account: main, from: parseCivilDate('2026-01-01'), to: parseCivilDate('2026-01-31') }),
      ];
      for (const call of calls) await expect(call()).rejects.toMatchObject({ code: 'bank.unavailable' });
      await under.controls.up();
      expect(await under.bank.transferStatus('k-1')).toEqual({ status: 'unseen' });
      expect(await balances()).toEqual([tenge(100_000), 0n]);
    });

    test('a statement has what counts from its days, and its balances agree with its entries', async () => {
      const days = ['2026-01-02', '2026-01-03', '2026-01-05', '2026-01-09'].map((day) => parseCivilDate(day));
      for (const [index, valueDate] of days.entries()) {
        const amount = tenge(10 ** index);
        await under.bank.transfer(command({ key: `s-${index}`, amount, valueDate, purpose: `part ${index}` }));
      }
      const from = parseCivilDate('2026-01-03');
      const to = parseCivilDate('2026-01-05');
      const statement = await under.bank.statement({ account: goal, from, to });
      expect(statement).toMatchObject({ account: goal, from, to, opening: tenge(1), closing: tenge(111) });
      expect(statement.entries).toMatchObject([
        {
          key: 's-1',
          kind: 'transfer',
          valueDate: '2026-01-03',
          amount: tenge(10),
          counterparty: main,
          purpose: 'part 1',
        },
        { key: 's-2', kind: 'transfer', valueDate: '2026-01-05', amount: tenge(100), counterparty: main },
      ]);
      expect(statement.entries[0]?.bookedAt).toEqual(under.clock.now());
      const other = await under.bank.statement({ account: main, from, to });
      expect(other.entries.filter(({ key }) => key !== undefined).map(({ amount }) => amount)).toEqual([
        -tenge(10),
        -tenge(100),
      ]);
    });

    test('the transactions of a client tell salary, card purchases and transfers apart, newest last', async () => {
      await under.controls.credit(main, tenge(300_000), 'salary', parseCivilDate('2026-01-06'));
      await under.controls.cardPurchase('aigerim', 1_234_50n, parseInstant('2026-01-07T18:30:00+05:00'));
      await under.bank.transfer(command({ valueDate: parseCivilDate('2026-01-08') }));
      const range = { account: main, from: parseCivilDate('2026-01-06'), to: parseCivilDate('2026-01-08') };
      const transactions = await under.bank.transactions(range);
      expect(transactions.map(({ kind, amount }) => [kind, amount])).toEqual([
        ['salary', tenge(300_000)],
        ['card', -1_234_50n],
        ['transfer', -tenge(1_000)],
      ]);
      expect(transactions[1]).toMatchObject({ valueDate: '2026-01-07' });
      expect(transactions[1]?.key).toBeUndefined();
    });

    test('transactions are asked for up to a day to come, for what counts from later than it was booked', async () => {
      await under.controls.credit(main, tenge(300_000), 'salary', parseCivilDate('2026-01-09'));
      const range = { account: main, from: parseCivilDate('2026-01-06'), to: parseCivilDate('2026-01-20') };
      const [early] = await under.bank.transactions(range);
      expect(early).toMatchObject({ kind: 'salary', valueDate: '2026-01-09', bookedAt: under.clock.now() });
    });

    test('an account the bank does not have has no balance and no statement', async () => {
      const account = 'KZ86125KZT5004100100';
      const range = { account, from: parseCivilDate('2026-01-01'), to: parseCivilDate('2026-01-31') };
      for (const call of [under.bank.balance(account), under.bank.statement(range), under.bank.transactions(range)]) {
        await expect(call).rejects.toMatchObject({ code: 'not-found' });
      }
    });
  });
}
