import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import {
  PAYMENT_VERSIONS,
  type Payment,
  writePaymentInitiation,
  writeStatements,
} from '../../../adapters/bank-files/index.js';
import { parseCivilDate, parseInstant } from '../../../src/shared/index.js';
import { ACCOUNT, BANK_STATEMENT, entry, OTHER, recordsOf, statement, statementFile, transaction } from './support.js';

// The official schemas are not ours to copy: whoever has them says where they are.
const SCHEMAS = process.env['JINAQ_XSD_DIR'] ?? '../shared/iso20022/xsd';
const SAMPLES = join(SCHEMAS, '../samples');
const hasSchemas = existsSync(join(SCHEMAS, 'pain.001.001.09.xsd'));
if (!hasSchemas) {
  console.warn(`SKIPPED: no ISO 20022 schemas in ${SCHEMAS}; set JINAQ_XSD_DIR to check our files against them.`);
}

async function problemsOf(contents: string, schema: string): Promise<readonly string[]> {
  const { errors } = await validateXML({
    xml: [{ fileName: 'file.xml', contents }],
    schema: [{ fileName: `${schema}.xsd`, contents: await readFile(join(SCHEMAS, `${schema}.xsd`), 'utf8') }],
  });
  return errors.map(({ message }) => message);
}

const PAYMENTS: readonly Payment[] = [
  { key: '0198a1b2-c3d4-7e5f-8a9b-000000000001', from: ACCOUNT, to: OTHER, amount: 1n },
  { key: 'b-1', from: ACCOUNT, to: OTHER, amount: 10n ** 17n, debtor: 'Әсем & Ко', purpose: 'Той <жинақ>' },
  { key: 'b-2', from: OTHER, to: ACCOUNT, amount: 15_50n, creditor: 'Болат' },
];

describe.skipIf(!hasSchemas)('by the official schema', () => {
  test.each(
    PAYMENT_VERSIONS.flatMap((version) => [undefined, 'HSBKKZKX'].map((agentBic) => [version, agentBic] as const)),
  )('a file of payments of version %s with the bank %s is right', async (version, agentBic) => {
    const folder = await mkdtemp(join(tmpdir(), 'jinaq-files-'));
    const file = join(folder, 'payments.xml');
    const createdAt = parseInstant('2026-01-05T09:00:00.123+05:00');
    const executionDate = parseCivilDate('2026-01-05');
    const header = { version, file, messageId: 'M-1', createdAt, initiator: 'Jinaq', executionDate, agentBic };
    await writePaymentInitiation({ ...header, payments: PAYMENTS });
    const text = await readFile(file, 'utf8');
    await rm(folder, { recursive: true });
    expect(await problemsOf(text, `pain.001.001.${version}`)).toEqual([]);
    expect(await problemsOf(text.replace('TRF', 'CASH'), `pain.001.001.${version}`)).not.toEqual([]);
  });

  test.each(['02', '08'] as const)('a file of statements of version %s is right', async (version) => {
    const folder = await mkdtemp(join(tmpdir(), 'jinaq-files-'));
    const file = join(folder, 'camt.xml');
    const createdAt = parseInstant('2026-03-01T08:00:00.123+05:00');
    await writeStatements({ file, version, messageId: 'M-1', createdAt, statements: [BANK_STATEMENT, BANK_STATEMENT] });
    const text = await readFile(file, 'utf8');
    await rm(folder, { recursive: true });
    expect(await problemsOf(text, `camt.053.001.${version}`)).toEqual([]);
    expect(await problemsOf(text.replace('CRDT', 'CREDIT'), `camt.053.001.${version}`)).not.toEqual([]);
  });

  test('the statements that these tests read are statements', async () => {
    const amounts = '<AmtDtls><TxAmt><Amt Ccy="KZT">1</Amt></TxAmt></AmtDtls>';
    const recent = statementFile({ body: statement(entry({ details: transaction('k', '1500.50') })) });
    const old = statement(entry({ status: 'BOOK', details: transaction('k', undefined, amounts) }));
    expect(await problemsOf(recent, 'camt.053.001.08')).toEqual([]);
    expect(await problemsOf(statementFile({ version: '02', body: old }), 'camt.053.001.02')).toEqual([]);
  });

  test.skipIf(!existsSync(SAMPLES))('a sample is read when it is right, and refused when it is wrong', async () => {
    for (const name of await readdir(SAMPLES)) {
      const text = await readFile(join(SAMPLES, name), 'utf8');
      const schema = /camt\.053\.001\.\d\d/.exec(text)?.[0] ?? '';
      const isRight = (await problemsOf(text, schema)).length === 0;
      const reading = recordsOf(text, { currency: 'any' });
      const statements = text.split('<Stmt>').length - 1;
      const types = Array.from({ length: statements }, () => ['statement', 'entry', 'end']).flat();
      if (isRight) expect((await reading).map(({ type }) => type)).toEqual(types);
      else await expect(reading).rejects.toMatchObject({ code: 'input.invalid' });
    }
  });
});
