import type { BankEntry } from '../../src/savings/index.js';
import type { Money } from '../../src/shared/index.js';
import { keyOf } from './end-to-end-id.js';
import type { Fields } from './fields.js';
import { problemAt } from './problem-at.js';
import type { StatementEntry } from './statement-records.js';
import { type AcceptedCurrency, directed, quoted, readAmount, readWhen } from './values.js';

/** The leaves of an entry (`Ntry`) that are read. Version 02 has the status in `Sts`, version 08 in `Sts/Cd`. */
export const ENTRY_FIELDS: ReadonlySet<string> = new Set([
  ...['NtryRef', 'Amt', 'CdtDbtInd', 'RvslInd', 'Sts', 'Sts/Cd', 'AcctSvcrRef'],
  ...['BookgDt/Dt', 'BookgDt/DtTm', 'ValDt/Dt', 'ValDt/DtTm'],
  ...['BkTxCd/Domn/Fmly/Cd', 'BkTxCd/Domn/Fmly/SubFmlyCd'],
]);
/** The leaves of a transaction (`TxDtls`) that are read. */
export const TRANSACTION_FIELDS: ReadonlySet<string> = new Set([
  ...['Refs/EndToEndId', 'Refs/AcctSvcrRef', 'Amt', 'CdtDbtInd', 'AmtDtls/TxAmt/Amt', 'RmtInf/Ustrd', 'RtrInf/Rsn/Cd'],
  ...['RltdPties/DbtrAcct/Id/IBAN', 'RltdPties/DbtrAcct/Id/Othr/Id'],
  ...['RltdPties/CdtrAcct/Id/IBAN', 'RltdPties/CdtrAcct/Id/Othr/Id'],
]);

/** What the transactions of one entry share. */
export type EntryHead = Omit<
  StatementEntry,
  'endToEndId' | 'key' | 'counterparty' | 'purpose' | 'returnReason' | 'line'
>;

const STATUSES: ReadonlyMap<string, StatementEntry['status']> = new Map([
  ['BOOK', 'booked'],
  ['PDNG', 'pending'],
  ['INFO', 'information'],
  ['FUTR', 'future'],
]);

/** @throws input.invalid */
export function readEntryHead(
  fields: Fields,
  { statement, index, accepted }: { statement: number; index: number; accepted: AcceptedCurrency },
): EntryHead {
  const { amount, currency } = readAmount(fields.require('Amt'), accepted);
  const code = fields.require('Sts/Cd', 'Sts');
  const status = STATUSES.get(code.text);
  if (status === undefined) throw problemAt(code, `${quoted(code.text)} is no status of an entry known here`);
  const booked = readWhen(fields, 'BookgDt');
  const reversal = fields.text('RvslInd');
  return {
    type: 'entry',
    statement,
    index,
    status,
    amount: directed(amount, fields.require('CdtDbtInd')),
    currency,
    bookedOn: booked?.date,
    bookedAt: booked?.at,
    valueDate: readWhen(fields, 'ValDt')?.date,
    isReversal: reversal === 'true' || reversal === '1',
    kind: kindOf(fields),
    reference: fields.text('AcctSvcrRef', 'NtryRef'),
  };
}

/** The one transaction of an entry, or none: the amount is the entry's, whatever the transaction says. */
export function asSingle(head: EntryHead, transaction: Fields | undefined, line: number): StatementEntry {
  return { ...head, ...readDetails(head, transaction), line };
}

/**
 * One of several transactions of a collective entry, with its own amount.
 *
 * @throws input.invalid when it has none, or one in another currency than the entry
 */
export function asPart(head: EntryHead, transaction: Fields, accepted: AcceptedCurrency): StatementEntry {
  const field = transaction.require('Amt', 'AmtDtls/TxAmt/Amt');
  const { amount, currency } = readAmount(field, accepted);
  if (currency !== head.currency) throw problemAt(field, 'is in another currency than its entry');
  const direction = transaction.find('CdtDbtInd');
  const signed: Money = direction === undefined ? (head.amount < 0n ? -amount : amount) : directed(amount, direction);
  const own = { ...head, amount: signed };
  return { ...own, ...readDetails(own, transaction), line: transaction.place.line };
}

function readDetails(
  head: EntryHead,
  transaction: Fields | undefined,
): Pick<StatementEntry, 'endToEndId' | 'key' | 'counterparty' | 'purpose' | 'returnReason' | 'reference' | 'kind'> {
  const id = transaction?.text('Refs/EndToEndId');
  const endToEndId = id === 'NOTPROVIDED' ? undefined : id;
  // The other side of a credit is who paid, of a debit who was paid.
  const party = head.amount < 0n ? 'RltdPties/CdtrAcct' : 'RltdPties/DbtrAcct';
  return {
    endToEndId,
    key: endToEndId === undefined ? undefined : keyOf(endToEndId),
    counterparty: transaction?.text(`${party}/Id/IBAN`, `${party}/Id/Othr/Id`),
    purpose: transaction?.text('RmtInf/Ustrd'),
    returnReason: transaction?.text('RtrInf/Rsn/Cd'),
    reference: transaction?.text('Refs/AcctSvcrRef') ?? head.reference,
    kind: head.kind === 'other' && endToEndId !== undefined ? 'transfer' : head.kind,
  };
}

/** By the bank transaction codes of ISO 20022 (external code set): interest, salary, card; else what is left. */
function kindOf(fields: Fields): BankEntry['kind'] {
  const family = fields.text('BkTxCd/Domn/Fmly/Cd');
  const subFamily = fields.text('BkTxCd/Domn/Fmly/SubFmlyCd');
  if (subFamily === 'INTR') return 'interest';
  if (subFamily === 'SALA') return 'salary';
  return family === 'CCRD' || family === 'MCRD' ? 'card' : 'other';
}
