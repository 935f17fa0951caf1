import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  endToEndIdOf,
  keyOf,
  type Payment,
  type PaymentInitiation,
  writePaymentInitiation,
} from '../../../adapters/bank-files/index.js';
import { makeIban, parseCivilDate, parseInstant } from '../../../src/shared/index.js';
import { ACCOUNT, OTHER } from './support.js';

const KEY = '0198a1b2-c3d4-7e5f-8a9b-000000000001';
const PAYMENT: Payment = { key: KEY, from: ACCOUNT, to: OTHER, amount: 1_500_50n };

describe('a file of payments', () => {
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jinaq-files-'));
    file = join(folder, 'payments.xml');
  });
  afterEach(() => rm(folder, { recursive: true }));

  const initiation = (changes: Partial<PaymentInitiation> = {}): PaymentInitiation => ({
    version: '09',
    file,
    messageId: 'JINAQ-20260105-1',
    createdAt: parseInstant('2026-01-05T09:00:00+05:00'),
    initiator: 'Jinaq',
    executionDate: parseCivilDate('2026-01-05'),
    payments: [PAYMENT],
    ...changes,
  });
  const write = async (changes: Partial<PaymentInitiation> = {}) => {
    await rm(file, { force: true });
    await writePaymentInitiation(initiation(changes));
    return readFile(file, 'utf8');
  };
  const all = (text: string, name: string) =>
    [...text.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map(([, value]) => value);

  test('says how many payments it has and what they come to, in all and by debtor account', async () => {
    const amounts = [1n, 99n, 10_000_000_00n, 5_05n];
    const payments = amounts.map((amount, nth) => ({
      ...{ ...PAYMENT, key: `k-${nth}`, amount },
      from: nth < 3 ? ACCOUNT : OTHER,
      to: nth < 3 ? OTHER : ACCOUNT,
    }));
    const written = await writePaymentInitiation(initiation({ payments }));
    const text = await readFile(file, 'utf8');
    expect(written).toEqual({ file, messageId: 'JINAQ-20260105-1', count: 4, total: 10_000_006_05n });
    expect(all(text, 'NbOfTxs')).toEqual(['4', '3', '1']);
    expect(all(text, 'CtrlSum')).toEqual(['10000006.05', '10000001.00', '5.05']);
    expect(all(text, 'EndToEndId')).toEqual(['k-0', 'k-1', 'k-2', 'k-3']);
    expect([...text.matchAll(/<InstdAmt Ccy="KZT">([^<]*)</g)].map(([, value]) => value)).toEqual([
      ...['0.01', '0.99', '10000000.00', '5.05'],
    ]);
  });

  test.each([
    ['09', '<ReqdExctnDt><Dt>2026-01-05</Dt></ReqdExctnDt>', '<BICFI>HSBKKZKX</BICFI>'],
    ['03', '<ReqdExctnDt>2026-01-05</ReqdExctnDt>', '<BIC>HSBKKZKX</BIC>'],
  ] as const)('of version %s has the namespace, the date and the bank of that version', async (version, date, bank) => {
    const text = await write({ version, agentBic: 'HSBKKZKX' });
    expect(text).toContain(`<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.${version}">`);
    expect(text).toContain(date);
    expect(text).toContain(bank);
    expect(text).toContain('<CreDtTm>2026-01-05T09:00:00+05:00</CreDtTm>');
    expect(text).toContain('<BtchBookg>false</BtchBookg>');
  });

  test('has the same bytes for the same payments', async () => {
    expect(await write()).toBe(await write());
  });

  test('is written again where it is already, and takes the place of no other file', async () => {
    const text = await write();
    await writePaymentInitiation(initiation());
    await expect(writePaymentInitiation(initiation({ messageId: 'another' }))).rejects.toMatchObject({
      code: 'conflict',
      details: { file },
    });
    expect(await readFile(file, 'utf8')).toBe(text);
    expect(await readdir(folder)).toEqual(['payments.xml']);
  });

  test('cannot be written into a folder that is not there', async () => {
    const lost = join(folder, 'no', 'payments.xml');
    await expect(writePaymentInitiation(initiation({ file: lost }))).rejects.toMatchObject({ code: 'input.invalid' });
  });

  test('puts names and purposes in, whatever characters they have', async () => {
    const purpose = 'Той <"& жинақ> 💰';
    const text = await write({ payments: [{ ...PAYMENT, debtor: 'Әсем & Ко', creditor: 'A<B>', purpose }] });
    expect(text).toContain('<Dbtr><Nm>Әсем &amp; Ко</Nm></Dbtr>');
    expect(text).toContain('<Cdtr><Nm>A&lt;B&gt;</Nm></Cdtr>');
    expect(text).toContain('<Ustrd>Той &lt;"&amp; жинақ&gt; 💰</Ustrd>');
  });

  test('of 20,000 payments holds each of them once, in blocks of at most 1,000', async () => {
    const payments = async function* () {
      for (let nth = 0; nth < 20_000; nth += 1) yield { ...PAYMENT, key: `k-${nth}`, amount: BigInt(nth + 1) };
    };
    const text = await write({ payments: payments() });
    expect(new Set(all(text, 'EndToEndId')).size).toBe(20_000);
    expect(all(text, 'NbOfTxs')).toEqual(['20000', ...Array.from({ length: 20 }, () => '1000')]);
    expect(all(text, 'CtrlSum')[0]).toBe('2000100.00');
    expect(new Set(all(text, 'PmtInfId')).size).toBe(20);
  });

  test.each([
    ['an account of another country', { to: 'NL26VAYB8060476890' }, 'payments[1].to'],
    ['an account with wrong check digits', { from: `${ACCOUNT.slice(0, -1)}1` }, 'payments[1].from'],
    ['nothing to pay', { amount: 0n }, 'payments[1].amount'],
    ['a negative amount', { amount: -1n }, 'payments[1].amount'],
    ['an amount of 19 digits', { amount: 10n ** 18n }, 'payments[1].amount'],
    ['a purpose of 141 characters', { purpose: 'қ'.repeat(141) }, 'payments[1].purpose'],
    ['a name with a line break', { creditor: 'A\nB' }, 'payments[1].creditor'],
    ['a name with half a character', { creditor: 'A\ud83d' }, 'payments[1].creditor'],
    ['a key that is too long', { key: 'x'.repeat(36) }, 'payments[1].key'],
  ] as [string, Partial<Payment>, string][])('with %s is refused, and no file is left', async (_, changes, path) => {
    await writeFile(file, 'yesterday');
    const payments = [PAYMENT, { ...PAYMENT, key: 'second', ...changes }];
    await expect(writePaymentInitiation(initiation({ payments }))).rejects.toMatchObject({
      code: 'input.invalid',
      details: { problems: [{ path }] },
    });
    expect(await readdir(folder)).toEqual(['payments.xml']);
    expect(await readFile(file, 'utf8')).toBe('yesterday');
  });

  test.each([
    ['no payments', { payments: [] }, 'payments'],
    ['a name that is too long', { messageId: 'x'.repeat(36) }, 'messageId'],
    ['no name', { messageId: ' ' }, 'messageId'],
    ['a bank that is no BIC', { agentBic: 'HALYK' }, 'agentBic'],
    ['a sum of 19 digits', { payments: [{ ...PAYMENT, amount: 10n ** 18n - 1n }, PAYMENT] }, 'payments'],
  ] as [string, Partial<PaymentInitiation>, string][])('with %s is refused', async (_, changes, path) => {
    await expect(writePaymentInitiation(initiation(changes))).rejects.toMatchObject({
      details: { problems: [{ path }] },
    });
    expect(await readdir(folder)).toEqual([]);
  });

  test('does not come to be when its payments cannot be read', async () => {
    const payments = async function* () {
      yield PAYMENT;
      throw new Error('the database is gone');
    };
    await expect(write({ payments: payments() })).rejects.toThrow('the database is gone');
    expect(await readdir(folder)).toEqual([]);
  });

  test('agrees with its sums, whatever it holds', async () => {
    const accounts = [0, 1, 2].map((nth) => makeIban('125', String(nth + 1)));
    const payment = fc.record({
      key: fc.uuid(),
      from: fc.constantFrom(...accounts),
      to: fc.constantFrom(OTHER),
      amount: fc.bigInt(1n, 10n ** 12n),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(payment, { minLength: 1, maxLength: 20 }), async (payments) => {
        const text = await write({ payments });
        const [count, ...counts] = all(text, 'NbOfTxs').map(Number);
        const [total, ...totals] = all(text, 'CtrlSum').map((sum) => BigInt(sum?.replace('.', '') ?? ''));
        expect([count, total]).toEqual([payments.length, payments.reduce((sum, { amount }) => sum + amount, 0n)]);
        expect(counts.reduce((sum, each) => sum + each)).toBe(count);
        expect(totals.reduce((sum, each) => sum + each)).toBe(total);
        expect(all(text, 'EndToEndId').map((id) => keyOf(id ?? ''))).toEqual(payments.map(({ key }) => key));
      }),
    );
  });
});

describe('a key as end-to-end id', () => {
  test('comes back as it was, and never has more than 35 characters', () => {
    const key = fc.oneof(fc.uuid(), fc.stringMatching(/^[A-Za-z0-9+?/:().,'-]{1,35}$/));
    fc.assert(
      fc.property(key, (text) => {
        fc.pre(!/^[0-9a-f]{32}$/.test(text));
        const id = endToEndIdOf(text);
        expect(id.length).toBeLessThanOrEqual(35);
        expect(keyOf(id)).toBe(text);
      }),
    );
  });

  test.each(['', ' a', 'a ', 'x'.repeat(36), KEY.toUpperCase(), KEY.replaceAll('-', ''), 'жинақ', 'a_b', 'a\nb'])(
    '%j is refused, since it would not come back as it was',
    (key) => {
      expect(() => endToEndIdOf(key)).toThrow(expect.objectContaining({ code: 'input.invalid' }));
    },
  );
});
