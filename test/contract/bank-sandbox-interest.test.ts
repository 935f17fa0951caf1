import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openSandboxBank, type SandboxBank } from '../../adapters/bank-sandbox/index.js';
import type { BankEntry, SavingsProduct } from '../../src/savings/index.js';
import { addDays, type CivilDate, Decimal, monthOf, parseCivilDate, startOfDay } from '../../src/shared/index.js';
import { PRODUCT, tenge, testClock } from './bank.contract.js';

const FIRST = parseCivilDate('2024-01-01');
const LAST = parseCivilDate('2199-12-31');
const day = (text: string) => parseCivilDate(text);

describe('interest of the sandbox bank', () => {
  const clock = testClock();
  let bank: SandboxBank;

  beforeEach(() => {
    bank = openSandboxBank({ path: ':memory:', clock });
    clock.set(startOfDay(day('2026-01-01')));
  });
  afterEach(() => bank.close());

  const open = async (product: Partial<SavingsProduct> = {}, key = 'goal') => {
    await bank.fund('aigerim', tenge(10_000_000), { at: startOfDay(FIRST) });
    return (await bank.openSavingsAccount({ key, client: 'aigerim', product: { ...PRODUCT, ...product } })).account;
  };
  let keys = 0;
  const save = async (account: string, amount: bigint, valueDate: CivilDate) => {
    keys += 1;
    const from = (await bank.mainAccount('aigerim')) ?? '';
    const direction = amount > 0n ? { from, to: account, amount } : { from: account, to: from, amount: -amount };
    return bank.transfer({ key: `save-${keys}`, ...direction, valueDate });
  };
  const interestOn = async (account: string) => {
    const { entries } = await bank.statement({ account, from: FIRST, to: LAST });
    return entries.filter(({ kind }) => kind === 'interest').map(({ valueDate, amount }) => [valueDate, amount]);
  };
  const runOn = async (date: string) => {
    clock.set(startOfDay(day(date)));
    return bank.runInterest(day(date));
  };

  test('100,000.00 at 14 % for all of January 2026 earns 1,189.04, credited on 1 February', async () => {
    const account = await open();
    await save(account, tenge(100_000), day('2026-01-01'));
    // 100000 x 0.14 x 31 / 365 = 1189.0410...
    expect(await runOn('2026-02-01')).toEqual({ entries: 1, total: 1_189_04n });
    expect(await interestOn(account)).toEqual([['2026-02-01', 1_189_04n]]);
    expect(await bank.balance(account)).toBe(101_189_04n);
  });

  test('the day of a deposit counts and the day of a withdrawal does not', async () => {
    const account = await open();
    await save(account, tenge(100_000), day('2026-01-31'));
    await runOn('2026-02-01');
    expect(await interestOn(account)).toEqual([['2026-02-01', 38_36n]]);
    await save(account, -100_038_36n, day('2026-02-02'));
    // 1 February alone: 100038.36 x 0.14 / 365 = 38.3708...
    await runOn('2026-03-01');
    expect((await interestOn(account))[1]).toEqual(['2026-03-01', 38_37n]);
  });

  test.each([
    ['down to the even tiyn', 125n, 0n],
    ['up to the even tiyn', 375n, 2n],
    ['down below the half', 374n, 1n],
    ['up above the half', 126n, 1n],
  ])('half a tiyn is rounded %s', async (_, amount, interest) => {
    // One day at 146 %: 0.004 of the sum, so that 125 tiyn earn exactly half a tiyn.
    const account = await open({ rateBps: 14_600 });
    await save(account, amount, day('2026-01-31'));
    expect((await runOn('2026-02-01')).total).toBe(interest);
  });

  test('credited interest earns interest from the day on which it was credited', async () => {
    const account = await open();
    await save(account, tenge(100_000), day('2026-01-01'));
    await runOn('2026-03-01');
    // 101189.04 x 0.14 x 28 / 365 = 1086.7425...
    expect(await interestOn(account)).toEqual([
      ['2026-02-01', 1_189_04n],
      ['2026-03-01', 1_086_74n],
    ]);
  });

  test('29 February earns like any other day', async () => {
    clock.set(startOfDay(day('2024-02-01')));
    const account = await open();
    await save(account, tenge(100_000), day('2024-02-01'));
    await runOn('2024-03-01');
    // 100000 x 0.14 x 29 / 365 = 1112.3287...
    expect(await interestOn(account)).toEqual([['2024-03-01', 1_112_33n]]);
  });

  test('a run repeated credits nothing, and a month that is not over is not credited', async () => {
    const account = await open();
    await save(account, tenge(100_000), day('2026-01-01'));
    expect(await runOn('2026-01-31')).toEqual({ entries: 0, total: 0n });
    await runOn('2026-02-01');
    expect(await runOn('2026-02-28')).toEqual({ entries: 0, total: 0n });
    await Promise.all([runOn('2026-03-01'), runOn('2026-03-01')]);
    expect(await interestOn(account)).toHaveLength(2);
    await expect(bank.runInterest(day('2026-04-01'))).rejects.toMatchObject({ code: 'input.invalid' });
  });

  test('a rate holds from its day on, for one account or for all', async () => {
    const account = await open();
    const other = await open({}, 'other');
    for (const each of [account, other]) await save(each, tenge(100_000), day('2026-01-01'));
    await bank.changeRate({ account, rateBps: 1_000, from: day('2026-01-16') });
    await bank.changeRate({ rateBps: 0, from: day('2026-01-21') });
    await runOn('2026-02-01');
    // 15 days at 14 % and 5 at 10 %: 712.3287...; the other 20 days at 14 %: 767.1232...
    expect(await interestOn(account)).toEqual([['2026-02-01', 712_33n]]);
    expect(await interestOn(other)).toEqual([['2026-02-01', 767_12n]]);
  });

  test('a deposit found later is corrected in the next run as an entry of its own', async () => {
    const account = await open();
    await save(account, tenge(100_000), day('2026-01-01'));
    await runOn('2026-02-01');
    await save(account, tenge(100_000), day('2026-01-22'));
    await runOn('2026-03-01');
    expect(await interestOn(account)).toEqual([
      ['2026-02-01', 1_189_04n],
      // Ten days of January: 383.5616...
      ['2026-03-01', 383_56n],
      // The correction earns in February as if it had come in time: 201572.60 x 0.14 x 28 / 365 = 2164.8345...
      ['2026-03-01', 2_164_83n],
    ]);
    expect((await runOn('2026-03-02')).entries).toBe(0);
  });

  test('a deposit found later for the last day of a month is corrected too', async () => {
    const account = await open();
    await runOn('2026-02-01');
    await save(account, tenge(100_000), day('2026-01-31'));
    await runOn('2026-03-01');
    expect((await interestOn(account))[0]).toEqual(['2026-03-01', 38_36n]);
  });

  test('a lower rate found later takes interest back, never more than is there', async () => {
    const account = await open();
    await save(account, tenge(100_000), day('2026-01-01'));
    await runOn('2026-02-01');
    await save(account, -tenge(101_000), day('2026-02-01'));
    await bank.changeRate({ account, rateBps: 0, from: day('2026-01-01') });
    await runOn('2026-03-01');
    expect((await interestOn(account)).slice(1)).toEqual([['2026-03-01', -189_04n]]);
    await save(account, tenge(1_500), day('2026-03-01'));
    await runOn('2026-04-01');
    expect((await interestOn(account)).slice(2)).toEqual([['2026-04-01', -1_000_00n]]);
    expect(await bank.balance(account)).toBe(tenge(500));
  });

  test('without capitalisation interest comes once, with the closing', async () => {
    const account = await open({ capitalisation: 'none' });
    await save(account, tenge(100_000), day('2026-01-01'));
    expect((await runOn('2026-03-01')).entries).toBe(0);
    clock.set(startOfDay(day('2026-04-01')));
    // 100000 x 0.14 x 90 / 365 = 3452.0547...
    expect(await bank.closeSavingsAccount(account)).toEqual({ account, interest: 3_452_05n });
    expect(await interestOn(account)).toEqual([['2026-04-01', 3_452_05n]]);
  });

  test('closing credits the interest to date, without the day itself, and can be repeated', async () => {
    const account = await open();
    await save(account, tenge(100_000), day('2026-01-01'));
    clock.set(startOfDay(day('2026-02-11')));
    // January 1189.04; ten days of February on 101189.04: 388.1223...
    expect(await bank.closeSavingsAccount(account)).toEqual({ account, interest: 1_577_16n });
    expect(await bank.closeAccount(account)).toEqual({ account, interest: 1_577_16n });
    expect(await interestOn(account)).toEqual([
      ['2026-02-01', 1_189_04n],
      ['2026-02-11', 388_12n],
    ]);
    expect((await runOn('2026-03-01')).entries).toBe(0);
  });

  test('a closed savings account takes nothing more and pays out what is on it', async () => {
    const account = await open();
    await save(account, tenge(100_000), day('2026-01-01'));
    await bank.closeSavingsAccount(account);
    expect(await save(account, 1n, day('2026-01-01'))).toEqual({ status: 'refused', reason: 'account-closed' });
    expect(await save(account, -tenge(100_000), day('2026-01-02'))).toMatchObject({ status: 'completed' });
    expect(await save(account, -1n, day('2026-01-02'))).toEqual({ status: 'refused', reason: 'account-closed' });
    await expect(bank.creditInterest(account, 1n)).rejects.toMatchObject({ code: 'bank.account-closed' });
    await expect(bank.reopenAccount(account)).rejects.toMatchObject({ code: 'input.invalid' });
  });

  test('the bank credits any odd sum it is told to', async () => {
    const account = await open();
    await bank.creditInterest(account, 7_123_45n, day('2026-01-31'));
    expect(await interestOn(account)).toEqual([['2026-01-31', 7_123_45n]]);
  });

  test('whatever turns up late, after a run everybody has what they would have had in time', async () => {
    const step = fc.record({
      daysOn: fc.integer({ min: 0, max: 45 }),
      daysBack: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 120 })),
      amount: fc.bigInt({ min: 1n, max: 50_000_000n }),
      rateBps: fc.option(fc.integer({ min: 0, max: 3_000 }), { freq: 4, nil: undefined }),
    });
    const law = fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
      const other = openSandboxBank({ path: ':memory:', clock });
      const start = day('2026-01-10');
      clock.set(startOfDay(start));
      const { account: from } = await other.fund('aigerim', tenge(100_000_000), { at: startOfDay(FIRST) });
      const { account } = await other.openSavingsAccount({ key: 'goal', client: 'aigerim', product: PRODUCT });
      const rates = [{ from: FIRST, rateBps: PRODUCT.rateBps }];
      let today = start;
      for (const [index, { daysOn, daysBack, amount, rateBps }] of steps.entries()) {
        today = addDays(today, daysOn);
        clock.set(startOfDay(today));
        await other.runInterest(today);
        const valueDate = addDays(today, -daysBack);
        await other.transfer({ key: `k-${index}`, from, to: account, amount, valueDate });
        if (rateBps === undefined) continue;
        await other.changeRate({ account, rateBps, from: valueDate });
        rates.push({ from: valueDate, rateBps });
      }
      today = day(`${Number(today.slice(0, 4)) + 1}-01-01`);
      clock.set(startOfDay(today));
      await other.runInterest(today);
      const { entries } = await other.statement({ account, from: FIRST, to: today });
      other.close();
      const credited = entries.filter(({ kind }) => kind === 'interest').reduce((sum, { amount }) => sum + amount, 0n);
      const transfers = entries.filter(({ kind }) => kind === 'transfer');
      expect(credited).toBe(recomputed(transfers, rates, today));
    });
    await fc.assert(law);
  });
});

/** Day by day over all transfers, each month rounded and added on its end: nothing of how the bank does it. */
function recomputed(
  transfers: readonly BankEntry[],
  rates: readonly { readonly from: CivilDate; readonly rateBps: number }[],
  until: CivilDate,
): bigint {
  let [balance, total, earned] = [0n, 0n, new Decimal(0)];
  for (let date = transfers[0]?.valueDate ?? until; date < until; date = addDays(date, 1)) {
    for (const { valueDate, amount } of transfers) if (valueDate === date) balance += amount;
    // Of two rates from the same day the later word holds.
    const known = rates.filter(({ from }) => from <= date);
    const latest = known.reduce((a, b) => (b.from >= a.from ? b : a));
    earned = earned.plus(new Decimal((balance + total).toString()).times(latest.rateBps).div(10_000).div(365));
    if (monthOf(addDays(date, 1)) === monthOf(date)) continue;
    total += BigInt(earned.toDecimalPlaces(12).toDecimalPlaces(0, Decimal.ROUND_HALF_EVEN).toFixed());
    earned = new Decimal(0);
  }
  return total;
}
