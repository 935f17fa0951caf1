import type { BankEntry, BankStatement } from '../../../src/savings/index.js';
import { type DomainError, makeIban, parseCivilDate, parseInstant } from '../../../src/shared/index.js';
import {
  readStatements,
  type ReadStatementsOptions,
  type StatementRecord,
} from '../../../adapters/bank-files/index.js';

/** An IBAN of Kazakhstan. */
export const ACCOUNT = 'KZ86125KZT5004100100';
/** Another one. */
export const OTHER = makeIban('125', 'KZT2069100100');

const booked = (reference: string, amount: bigint, rest: Partial<BankEntry> = {}): BankEntry => ({
  ...{ reference, amount, kind: 'transfer', valueDate: parseCivilDate('2026-01-05') },
  bookedAt: parseInstant('2026-01-06T09:00:00.500+05:00'),
  ...rest,
});

/** A statement as a bank gives it to us, with every kind of entry. */
export const BANK_STATEMENT: BankStatement = {
  ...{ account: ACCOUNT, from: parseCivilDate('2026-01-01'), to: parseCivilDate('2026-02-28') },
  ...{ opening: -100n, closing: 10_000_000_149_900n },
  entries: [
    booked('B1', 150_050n, { key: '0198a1b2-c3d4-7e5f-8a9b-000000000001', counterparty: OTHER }),
    booked('B2', -50n, { key: 'a(b)', valueDate: parseCivilDate('2026-02-28') }),
    booked('B3', 1n, { kind: 'interest' }),
    booked('B4', 2n, { kind: 'salary' }),
    booked('B5', -3n, { kind: 'card' }),
    booked('B6', 10_000_000_000_000n, { kind: 'other' }),
  ],
};

/** A statement file; the parts can be replaced. */
export function statementFile({
  version = '08',
  body = statement(),
}: {
  version?: string;
  body?: string;
} = {}): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.${version}"><BkToCstmrStmt>
<GrpHdr><MsgId>M-1</MsgId><CreDtTm>2026-02-01T08:00:00+05:00</CreDtTm></GrpHdr>
${body}</BkToCstmrStmt></Document>`;
}

export function statement(entries = entry(), { opening = '1000.00', closing = '2500.50', extra = '' } = {}): string {
  return `<Stmt><Id>S-1</Id><CreDtTm>2026-02-01T08:00:00+05:00</CreDtTm>
<FrToDt><FrDtTm>2026-01-01T00:00:00+05:00</FrDtTm><ToDtTm>2026-02-01T00:00:00+05:00</ToDtTm></FrToDt>
<Acct><Id><IBAN>${ACCOUNT}</IBAN></Id><Ccy>KZT</Ccy></Acct>
${balance('OPBD', opening, '2026-01-01')}${balance('CLBD', closing, '2026-01-31')}${extra}
${entries}</Stmt>
`;
}

export function balance(code: string, amount: string, date: string, currency = 'KZT'): string {
  const type = `<Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp>`;
  return `<Bal>${type}<Amt Ccy="${currency}">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>${date}</Dt></Dt></Bal>`;
}

type EntryParts = {
  readonly amount?: string;
  readonly currency?: string;
  readonly direction?: string;
  readonly status?: string;
  readonly dates?: string;
  readonly details?: string;
  readonly code?: string;
};

export function entry(parts: EntryParts = {}): string {
  const { amount = '1500.50', currency = 'KZT', direction = 'CRDT', status = '<Cd>BOOK</Cd>' } = parts;
  const { dates = '<BookgDt><Dt>2026-01-05</Dt></BookgDt><ValDt><Dt>2026-01-06</Dt></ValDt>' } = parts;
  const { details = '', code = '<Prtry><Cd>1</Cd></Prtry>' } = parts;
  return `<Ntry><Amt Ccy="${currency}">${amount}</Amt><CdtDbtInd>${direction}</CdtDbtInd><Sts>${status}</Sts>${dates}
<AcctSvcrRef>B-1</AcctSvcrRef><BkTxCd>${code}</BkTxCd>${details === '' ? '' : `<NtryDtls>${details}</NtryDtls>`}</Ntry>
`;
}

export function transaction(id: string, amount?: string, more = ''): string {
  const money = amount === undefined ? '' : `<Amt Ccy="KZT">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd>`;
  return `<TxDtls><Refs><EndToEndId>${id}</EndToEndId></Refs>${money}${more}</TxDtls>`;
}

/** All records of a file. */
export async function recordsOf(
  file: string | Uint8Array,
  options?: ReadStatementsOptions,
): Promise<StatementRecord[]> {
  const records: StatementRecord[] = [];
  for await (const record of readStatements(oneChunk(file), options)) records.push(record);
  return records;
}

/** The entries of a file. */
export async function entriesOf(file: string | Uint8Array, options?: ReadStatementsOptions) {
  return (await recordsOf(file, options)).filter((record) => record.type === 'entry');
}

/** The one problem for which a file is refused. */
export async function problemOf(file: string | Uint8Array, options?: ReadStatementsOptions): Promise<FileProblem> {
  const error = await recordsOf(file, options).then(
    () => undefined,
    (reason: unknown) => reason as DomainError,
  );
  const [problem] = (error?.details['problems'] ?? []) as FileProblem[];
  return { path: '', line: 0, message: `was read, or: ${String(error)}`, ...problem, code: error?.code };
}

type FileProblem = { path: string; line: number; message: string; code: string | undefined };

async function* oneChunk(file: string | Uint8Array): AsyncGenerator<Uint8Array> {
  yield typeof file === 'string' ? Buffer.from(file) : file;
}
