import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { writeStatements } from '../../../adapters/bank-files/index.js';
import { parseInstant } from '../../../src/shared/index.js';
import { BANK_STATEMENT, OTHER, recordsOf } from './support.js';

const createdAt = parseInstant('2026-03-01T08:00:00+05:00');

describe('a file of statements that we write', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jinaq-files-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const write = (version: '02' | '08', statements = [BANK_STATEMENT]) =>
    writeStatements({ file: join(folder, 'camt.xml'), version, messageId: 'M', createdAt, statements });

  test.each(['02', '08'] as const)(
    'of version %s is read back as it was: accounts, sums, days, keys',
    async (version) => {
      const other = { ...BANK_STATEMENT, account: OTHER, opening: 5n, closing: 5n, entries: [] };
      const written = await write(version, [BANK_STATEMENT, other]);
      expect(written).toMatchObject({ statements: 2, entries: BANK_STATEMENT.entries.length });
      const [head, ...rest] = await recordsOf(await readFile(join(folder, 'camt.xml')));
      const { account, from, to, opening, closing, entries } = BANK_STATEMENT;
      expect(head).toMatchObject({
        id: 'M-1',
        account,
        from,
        to,
        opening: { amount: opening },
        closing: { amount: closing },
      });
      const read = rest.flatMap((record) => (record.type === 'entry' ? [record] : []));
      expect(
        read.map(({ reference, key, kind, valueDate, bookedAt, amount, counterparty }) => ({
          ...{ reference, key, kind, valueDate, bookedAt, amount, counterparty },
        })),
      ).toEqual(entries.map((entry) => ({ key: undefined, counterparty: undefined, ...entry })));
      expect(read.every(({ status, isReversal }) => status === 'booked' && !isReversal)).toBe(true);
      expect(rest.flatMap((record) => (record.type === 'end' ? [record.isBalanced] : []))).toEqual([true, true]);
    },
  );

  test('without a statement does not come to be', async () => {
    await expect(write('08', [])).rejects.toMatchObject({ code: 'input.invalid' });
    expect(await readdir(folder)).toEqual([]);
  });
});
