import { describe, expect, test } from 'vitest';
import { readStatements } from '../../../adapters/bank-files/index.js';
import { parseInstant } from '../../../src/shared/index.js';
import {
  ACCOUNT,
  balance,
  entriesOf,
  entry,
  OTHER,
  problemOf,
  recordsOf,
  statement,
  statementFile,
  transaction,
} from './support.js';

const KEY = '0198a1b2-c3d4-7e5f-8a9b-000000000001';
const BARE_KEY = KEY.replaceAll('-', '');
const amountsOf = async (...amounts: string[]) => {
  const entries = amounts.map((amount) => entry({ amount })).join('');
  return (await entriesOf(statementFile({ body: statement(entries) }))).map(({ amount }) => amount);
};

describe('an account statement', () => {
  test('has its account, its period and its balances before its entries, and its sum behind them', async () => {
    const [head, line, end, ...rest] = await recordsOf(statementFile());
    expect(head).toEqual({
      ...{ type: 'statement', index: 1, id: 'S-1', account: ACCOUNT, from: '2026-01-01', to: '2026-01-31' },
      createdAt: parseInstant('2026-02-01T08:00:00+05:00'),
      opening: { amount: 1_000_00n, currency: 'KZT', date: '2026-01-01' },
      closing: { amount: 2_500_50n, currency: 'KZT', date: '2026-01-31' },
    });
    expect(line).toMatchObject({
      ...{ type: 'entry', statement: 1, index: 1, status: 'booked', amount: 1_500_50n, reference: 'B-1', line: 9 },
      ...{ bookedOn: '2026-01-05', valueDate: '2026-01-06', isReversal: false, kind: 'other', key: undefined },
    });
    expect(end).toEqual({ type: 'end', statement: 1, booked: 1, sum: 1_500_50n, isBalanced: true });
    expect(rest).toEqual([]);
  });

  test('of version 02 is read as one of version 08 is', async () => {
    const old = statement(entry({ status: 'BOOK', details: transaction(BARE_KEY) }));
    const recent = statement(entry({ details: transaction(BARE_KEY) }));
    expect(await recordsOf(statementFile({ version: '02', body: old }))).toEqual(
      await recordsOf(statementFile({ body: recent })),
    );
  });

  test('may be one of several in a file', async () => {
    const body = statement() + statement(entry({ direction: 'DBIT' }), { closing: '0.00' });
    const records = await recordsOf(statementFile({ body }));
    expect(records.map(({ type }) => type)).toEqual(['statement', 'entry', 'end', 'statement', 'entry', 'end']);
    expect(records[4]).toMatchObject({ statement: 2, index: 1, amount: -1_500_50n });
    expect(records[5]).toMatchObject({ isBalanced: false, sum: -1_500_50n });
  });

  test('without entries is a statement', async () => {
    const records = await recordsOf(statementFile({ body: statement('', { closing: '1000' }) }));
    expect(records.map(({ type }) => type)).toEqual(['statement', 'end']);
    expect(records[1]).toMatchObject({ booked: 0, sum: 0n, isBalanced: true });
  });

  test('gives our key back from the end-to-end id, with who paid and what for', async () => {
    const more = `<RltdPties><DbtrAcct><Id><IBAN>${OTHER}</IBAN></Id></DbtrAcct><CdtrAcct><Id><IBAN>${ACCOUNT}</IBAN></Id></CdtrAcct></RltdPties>
      <RmtInf><Ustrd>Жинақ &amp; той</Ustrd><Ustrd>қаңтар</Ustrd></RmtInf>`;
    const [line] = await entriesOf(
      statementFile({ body: statement(entry({ details: transaction(BARE_KEY, undefined, more) })) }),
    );
    expect(line).toMatchObject({
      ...{ key: KEY, endToEndId: BARE_KEY, kind: 'transfer', counterparty: OTHER },
      purpose: 'Жинақ & той қаңтар',
    });
    const debit = entry({ direction: 'DBIT', details: transaction('NOTPROVIDED', undefined, more) });
    expect(await entriesOf(statementFile({ body: statement(debit) }))).toMatchObject([
      { key: undefined, counterparty: ACCOUNT, kind: 'other' },
    ]);
  });

  test('shows each transaction of a collective entry with its own amount', async () => {
    const details = ['500.25', '1000.25', '0'].map((amount, nth) => transaction(`k-${nth}`, amount)).join('');
    const records = await recordsOf(statementFile({ body: statement(entry({ details })) }));
    expect(records.slice(1, -1)).toMatchObject([
      { index: 1, key: 'k-0', amount: 500_25n },
      { index: 1, key: 'k-1', amount: 1_000_25n },
      { index: 1, key: 'k-2', amount: 0n },
    ]);
    expect(records.at(-1)).toMatchObject({ booked: 3, sum: 1_500_50n, isBalanced: true });
  });

  test('of version 02 has the amounts of a collective entry in its amount details', async () => {
    const details = ['500.25', '1000.25']
      .map((amount) => transaction('k', undefined, `<AmtDtls><TxAmt><Amt Ccy="KZT">${amount}</Amt></TxAmt></AmtDtls>`))
      .join('');
    const body = statement(entry({ status: 'BOOK', direction: 'DBIT', details }));
    const entries = await entriesOf(statementFile({ version: '02', body }));
    expect(entries.map(({ amount }) => amount)).toEqual([-500_25n, -1_000_25n]);
  });

  test('whose collective entry does not add up is refused', async () => {
    const details = transaction('a', '500') + transaction('b', '1000.51');
    expect(await problemOf(statementFile({ body: statement(entry({ details })) }))).toMatchObject({
      code: 'input.invalid',
      path: 'Document/BkToCstmrStmt/Stmt[1]/Ntry[1]',
      line: 9,
      message: expect.stringContaining('do not add up'),
    });
  });

  test('counts only what is booked', async () => {
    const entries = ['BOOK', 'PDNG', 'INFO', 'FUTR'].map((code) => entry({ status: `<Cd>${code}</Cd>` })).join('');
    const records = await recordsOf(statementFile({ body: statement(entries) }));
    expect(records.flatMap((record) => (record.type === 'entry' ? [record.status] : []))).toEqual([
      ...['booked', 'pending', 'information', 'future'],
    ]);
    expect(records.at(-1)).toMatchObject({ booked: 1, isBalanced: true });
  });

  test('knows interest, salary and card purchases by their codes', async () => {
    const codes = ['RCDT/INTR', 'RCDT/SALA', 'CCRD/POSD', 'RCDT/BOOK'];
    const entries = codes.map((code) => {
      const [family, sub] = code.split('/');
      return entry({ code: `<Domn><Cd>PMNT</Cd><Fmly><Cd>${family}</Cd><SubFmlyCd>${sub}</SubFmlyCd></Fmly></Domn>` });
    });
    const lines = await entriesOf(statementFile({ body: statement(entries.join('')) }));
    expect(lines.map(({ kind }) => kind)).toEqual(['interest', 'salary', 'card', 'other']);
  });
});

describe('an amount in a statement', () => {
  test('is exact in whatever precision it is written', async () => {
    expect(
      await amountsOf('0', '1', '.5', '5.', '+7.1', '007.10', '2700', '0.01', '1.50000', '92233720368547758.07'),
    ).toEqual([...[0n, 100n, 50n, 500n, 710n, 710n, 2_700_00n, 1n, 150n, 2n ** 63n - 1n]]);
  });

  test.each([
    '1.001',
    '0.00001',
    '1.23456',
    '-1',
    '1,50',
    '1e3',
    '',
    '.',
    '1 000',
    '٣',
    'NaN',
    '92233720368547758.08',
    '9'.repeat(60),
  ])('%j is refused with its place, and never rounded', async (amount) => {
    expect(await problemOf(statementFile({ body: statement(entry({ amount })) }))).toMatchObject({
      code: 'input.invalid',
      path: 'Document/BkToCstmrStmt/Stmt[1]/Ntry[1]/Amt',
      line: 8,
    });
  });

  test('in another currency is refused, unless any currency is asked for', async () => {
    const file = statementFile({ body: statement(entry({ currency: 'EUR', amount: '8.85' })) });
    expect(await problemOf(file)).toMatchObject({ message: expect.stringContaining('"EUR"') });
    expect(await entriesOf(file, { currency: 'any' })).toMatchObject([{ amount: 885n, currency: 'EUR' }]);
  });

  test('of a balance that is not used may be in any currency', async () => {
    const extra = balance('OPAV', '35.123', '2026-01-01', 'CHF') + balance('ITBD', '1', '2026-01-05', 'JPY');
    expect(await recordsOf(statementFile({ body: statement(entry(), { extra }) }))).toHaveLength(3);
  });
});

describe('a date in a statement', () => {
  const datesOf = async (dates: string) => (await entriesOf(statementFile({ body: statement(entry({ dates })) })))[0];

  test.each([
    ['<Dt>2026-01-05</Dt>', '2026-01-05', undefined],
    ['<Dt>2026-01-05+06:00</Dt>', '2026-01-05', undefined],
    ['<DtTm>2026-01-05T23:30:00+05:00</DtTm>', '2026-01-05', '2026-01-05T18:30:00.000Z'],
    ['<DtTm>2026-01-05T20:00:00Z</DtTm>', '2026-01-06', '2026-01-05T20:00:00.000Z'],
    ['<DtTm>2026-01-05T09:00:00.123456</DtTm>', '2026-01-05', '2026-01-05T04:00:00.123Z'],
    ['<DtTm>2024-02-29T09:00:00</DtTm>', '2024-02-29', '2024-02-29T03:00:00.000Z'],
  ])('%s is %s in Almaty', async (written, date, at) => {
    const line = await datesOf(`<BookgDt>${written}</BookgDt><ValDt>${written}</ValDt>`);
    expect(line).toMatchObject({ bookedOn: date, valueDate: date });
    expect(line?.bookedAt?.toISOString()).toBe(at);
  });

  test.each([
    '<Dt>05.01.2026</Dt>',
    '<Dt>2026-02-30</Dt>',
    '<DtTm>2026-01-05</DtTm>',
    '<DtTm>2026-01-05T25:00:00Z</DtTm>',
  ])('%s is refused', async (written) => {
    const body = statement(entry({ dates: `<BookgDt>${written}</BookgDt>` }));
    expect(await problemOf(statementFile({ body }))).toMatchObject({
      path: expect.stringContaining('Ntry[1]/BookgDt/'),
      line: 8,
    });
  });
});

describe('a statement file', () => {
  test('may use a prefix for its namespace, and hold elements of other namespaces', async () => {
    const prefixed = statementFile()
      .replace(/<(\/?)(?=[A-Z])/g, '<$1c:')
      .replace('xmlns=', 'xmlns:c=')
      .replace('<c:Amt', '<x:Amt xmlns:x="urn:other" Ccy="EUR">1<x:Amt>2</x:Amt></x:Amt><c:Amt');
    expect(await recordsOf(prefixed)).toEqual(await recordsOf(statementFile()));
  });

  test.each([
    ['utf-8', (text: string) => Buffer.from(`\ufeff${text}`)],
    ['UTF-16', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['UTF-16', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
    ['utf-16le', (text: string) => Buffer.from(text, 'utf16le')],
    ['windows-1251', (text: string) => windows1251(text)],
    [
      'US-ASCII',
      (text: string) => Buffer.from(text.replace('қ', '&#x49b;').replace(/[Ѐ-ӿ]/g, (c) => `&#${c.charCodeAt(0)};`)),
    ],
  ])('in %s is read as it was meant (%#)', async (encoding, encode) => {
    const details = transaction('k-1', undefined, '<RmtInf><Ustrd>Той</Ustrd></RmtInf>');
    const text = statementFile({ body: statement(entry({ details })) }).replace('UTF-8', encoding);
    expect(await entriesOf(encode(text))).toMatchObject([{ purpose: 'Той' }]);
  });

  test.each([
    ['is not what it says', Buffer.from(statementFile().replace('S-1', '\u00e9'), 'latin1'), 'utf-8'],
    ['is said to be UTF-16 and is not', Buffer.from(statementFile().replace('UTF-8', 'UTF-16')), 'UTF-16'],
    ['has another mark', Buffer.from(`\ufeff${statementFile().replace('UTF-8', 'windows-1251')}`), 'windows-1251'],
    ['is unknown', Buffer.from(statementFile().replace('UTF-8', 'EBCDIC-KZ')), 'EBCDIC-KZ'],
  ])('whose encoding %s is refused', async (_, file, name) => {
    expect(await problemOf(file)).toMatchObject({ code: 'input.invalid', message: expect.stringContaining(name) });
  });

  test('may come in pieces of any size', async () => {
    const details = transaction('k-1', undefined, '<RmtInf><Ustrd>Жинақ 💰</Ustrd></RmtInf>');
    const file = Buffer.from(statementFile({ body: statement(entry({ details })) }));
    for (const size of [1, 2, 3, 7, 1024, 1025]) {
      const records = [];
      for await (const record of readStatements(inPieces(file, size))) records.push(record);
      expect(records).toEqual(await recordsOf(file));
    }
  });

  test.each([
    ['is empty', ''],
    ['is cut off', statementFile().slice(0, -30)],
    ['is no XML', 'account;amount\nKZ86125KZT5004100100;15.50\n'],
    ['is not well-formed', statementFile().replace('</Ntry>', '</Entry>')],
    ['goes on after its end', `${statementFile()}<more/>`],
    ['uses an entity of its own', statementFile().replace('S-1', '&mine;')],
    ['has no statement', statementFile({ body: '' })],
    ['has no account', statementFile().replace(/<Acct>.*<\/Acct>/, '')],
    ['has a wrong IBAN', statementFile().replace(`<IBAN>${ACCOUNT}`, `<IBAN>${ACCOUNT.slice(0, -1)}1`)],
    ['has an entry without a direction', statementFile().replace('<CdtDbtInd>CRDT</CdtDbtInd><Sts>', '<Sts>')],
    ['has an entry of unknown direction', statementFile().replace('CRDT</CdtDbtInd><Sts>', 'BOTH</CdtDbtInd><Sts>')],
    ['has an entry of unknown status', statementFile().replace('BOOK', 'MAYB')],
    ['has two amounts in an entry', statementFile().replace('<Sts>', '<Amt Ccy="KZT">1</Amt><Sts>')],
    ['has an amount without a currency', statementFile().replace('<Amt Ccy="KZT">1500.50', '<Amt>1500.50')],
    ['has two opening balances', statementFile().replace('CLBD', 'OPBD')],
    ['has a text without end', statementFile().replace('B-1', 'B'.repeat(10_000))],
    ['is of another version', statementFile({ version: '04' })],
    ['is another message', statementFile().replace('camt.053.001.08', 'camt.054.001.08')],
    ['has no namespace', statementFile().replace(/ xmlns="[^"]*"/, '')],
  ])('that %s is refused with a line', async (_, file) => {
    const problem = await problemOf(file);
    expect(problem).toMatchObject({ code: 'input.invalid', path: expect.stringMatching(/./) });
    expect(problem.line).toBeGreaterThanOrEqual(1);
    expect(problem.message).toContain(`line ${problem.line}`);
  });
});

describe('a hostile file', () => {
  const withDoctype = (doctype: string, text = 'S-1') =>
    statementFile().replace('?>', `?>\n${doctype}`).replace('S-1', text);

  test.each([
    [
      'entities that expand without end',
      withDoctype('<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>', '&b;'),
    ],
    ['a file of this machine', withDoctype('<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>', '&x;')],
    ['a harmless document type', withDoctype('<!DOCTYPE Document>')],
    ['a document type behind a comment', withDoctype('<!-- -->\n<!DOCTYPE Document SYSTEM "http://127.0.0.1/x.dtd">')],
  ])('with %s is refused as DOCTYPE', async (_, file) => {
    expect(await problemOf(file)).toMatchObject({ code: 'input.invalid', message: expect.stringContaining('DOCTYPE') });
  });

  test.each([
    ['a text', '<Ntry><NtryRef>', 'x'],
    ['an attribute', '<Ntry a="', 'x'],
    ['a name', '<N', 'x'],
    ['a comment', '<!--', 'x'],
    ['a document type', '', 'x'],
    ['elements within each other', '', '<Ntry>'],
    ['attributes', '<Ntry ', 'a="1" '],
  ])('with %s without end is refused before it fills the memory', async (what, begin, repeated) => {
    const [head = '', tail = ''] = statementFile().split('<Ntry>');
    const start = what === 'a document type' ? '<!DOCTYPE d [' : head + begin;
    let sent = 0;
    const endless = async function* () {
      yield Buffer.from(start);
      const block = Buffer.from(repeated.repeat(20_000));
      for (; sent < 100e6; sent += block.length) yield block;
      yield Buffer.from(tail);
    };
    const reading = (async () => {
      for await (const record of readStatements(endless())) expect(record.type).not.toBe('end');
    })();
    await expect(reading).rejects.toMatchObject({ code: 'input.invalid' });
    expect(sent).toBeLessThan(4e6);
  });

  test('does not get its own words into the message uncut', async () => {
    const problem = await problemOf(statementFile().replace('BOOK', `\u0085[2J${'x'.repeat(1_000)}`));
    expect(problem.message.length).toBeLessThan(150);
    expect(problem.message).not.toMatch(/\p{Cc}/u);
  });
});

async function* inPieces(file: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < file.length; at += size) yield file.subarray(at, at + size);
}

function windows1251(text: string): Buffer {
  return Buffer.from(
    Array.from(text, (c) => (c >= 'А' && c <= 'я' ? c.charCodeAt(0) - 0x410 + 0xc0 : c.charCodeAt(0))),
  );
}
