import type { BankEntry, BankStatement } from '../../src/savings/index.js';
import { addDays, formatInstant, formatTenge, isIban, type Money } from '../../src/shared/index.js';
import { endToEndIdOf } from './end-to-end-id.js';
import { element, escaped, iban, textOf } from './xml-text.js';

/** The versions of camt.053.001 that are written. */
export type StatementVersion = '02' | '08';

const MAX_ID = 35;
/** Codes of ISO 20022 (external code set of bank transactions): family and sub-family, by what moved. */
const CODES: Readonly<Record<BankEntry['kind'], readonly [string, string, string]>> = {
  transfer: ['PMNT', 'RCDT', 'BOOK'],
  interest: ['ACMT', 'MCOP', 'INTR'],
  salary: ['PMNT', 'RCDT', 'SALA'],
  card: ['PMNT', 'CCRD', 'POSD'],
  other: ['PMNT', 'OTHR', 'OTHR'],
};

/** The beginning of a statement, up to its entries. @throws input.invalid */
export function openStatement(statement: BankStatement, { id, createdAt }: { id: string; createdAt: Date }): string {
  const { account, from, to, opening, closing } = statement;
  return [
    '<Stmt>',
    element('Id', textOf(id, 'id', MAX_ID)),
    element('CreDtTm', formatInstant(createdAt)),
    element(
      'FrToDt',
      element('FrDtTm', `${from}T00:00:00+05:00`) + element('ToDtTm', `${addDays(to, 1)}T00:00:00+05:00`),
    ),
    element('Acct', `${iban(account, 'account')}<Ccy>KZT</Ccy>`),
    balance('OPBD', opening, from),
    balance('CLBD', closing, to),
    '',
  ].join('\n');
}

export function closeStatement(): string {
  return '</Stmt>\n';
}

/** One booked entry. @throws input.invalid when its key is none that a statement can hold */
export function entryXml(entry: BankEntry, version: StatementVersion): string {
  const { reference, key, kind, valueDate, bookedAt, amount, counterparty } = entry;
  const [domain, family, subFamily] = CODES[kind];
  const party = amount < 0n ? 'CdtrAcct' : 'DbtrAcct';
  // Nothing but an IBAN has a place there; the statement is right without it.
  const parties = counterparty !== undefined && isIban(counterparty) ? element(party, iban(counterparty, party)) : '';
  const details =
    key === undefined
      ? ''
      : element('Refs', element('EndToEndId', escaped(endToEndIdOf(key)))) + (parties && element('RltdPties', parties));
  return [
    '<Ntry>',
    directed(amount),
    element('Sts', version === '02' ? 'BOOK' : element('Cd', 'BOOK')),
    element('BookgDt', element('DtTm', formatInstant(bookedAt))),
    element('ValDt', element('Dt', valueDate)),
    element('AcctSvcrRef', textOf(reference, 'reference', MAX_ID)),
    element(
      'BkTxCd',
      element('Domn', element('Cd', domain) + element('Fmly', element('Cd', family) + element('SubFmlyCd', subFamily))),
    ),
    details === ''
      ? ''
      : element('NtryDtls', element('TxDtls', version === '02' ? details : withAmount(details, amount))),
    '</Ntry>\n',
  ].join('');
}

/** Version 08 wants the amount of each transaction after its references. */
function withAmount(details: string, amount: Money): string {
  return details.replace('</Refs>', () => `</Refs>${directed(amount)}`);
}

function balance(code: string, amount: Money, date: string): string {
  const type = element('Tp', element('CdOrPrtry', element('Cd', code)));
  return element('Bal', type + directed(amount) + element('Dt', element('Dt', date)));
}

/** An amount and which way it went. */
function directed(amount: Money): string {
  const size = formatTenge(amount < 0n ? -amount : amount);
  return `<Amt Ccy="KZT">${size}</Amt>${element('CdtDbtInd', amount < 0n ? 'DBIT' : 'CRDT')}`;
}
