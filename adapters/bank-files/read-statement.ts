import { type CivilDate, civilDateOf } from '../../src/shared/index.js';
import type { Fields } from './fields.js';
import { problemAt } from './problem-at.js';
import type { StatementBalance, StatementHead } from './statement-records.js';
import {
  type AcceptedCurrency,
  directed,
  readAccount,
  readAmount,
  readMoment,
  readWhen,
  requireCurrency,
} from './values.js';

/** The leaves of a statement (`Stmt`) that are read. */
export const STATEMENT_FIELDS: ReadonlySet<string> = new Set([
  'Id',
  'CreDtTm',
  'FrToDt/FrDtTm',
  'FrToDt/ToDtTm',
  'Acct/Id/IBAN',
  'Acct/Id/Othr/Id',
  'Acct/Ccy',
]);
/** The leaves of a balance (`Bal`) that are read. */
export const BALANCE_FIELDS: ReadonlySet<string> = new Set(['Tp/CdOrPrtry/Cd', 'Amt', 'CdtDbtInd', 'Dt/Dt', 'Dt/DtTm']);

/** The balances of a statement by their codes. */
export type Balances = ReadonlyMap<string, StatementBalance>;

/** The codes of the balances that entries lead from and to: the others may even be in other currencies. */
const USED_BALANCES = new Set(['OPBD', 'PRCD', 'CLBD']);

/**
 * Reads a balance; undefined for one of a kind that is not used.
 *
 * @throws input.invalid
 */
export function readBalance(fields: Fields, accepted: AcceptedCurrency): [string, StatementBalance] | undefined {
  const code = fields.text('Tp/CdOrPrtry/Cd');
  if (code === undefined || !USED_BALANCES.has(code)) return undefined;
  const { amount, currency } = readAmount(fields.require('Amt'), accepted);
  const when = readWhen(fields, 'Dt');
  if (when === undefined) throw problemAt(fields.place, 'has no Dt');
  return [code, { amount: directed(amount, fields.require('CdtDbtInd')), currency, date: when.date }];
}

/** @throws input.invalid */
export function readHead(
  fields: Fields,
  { index, balances, accepted }: { index: number; balances: Balances; accepted: AcceptedCurrency },
): StatementHead {
  const accountCurrency = fields.find('Acct/Ccy');
  if (accountCurrency !== undefined) requireCurrency(accountCurrency, accountCurrency.text, accepted);
  const created = fields.find('CreDtTm');
  return {
    type: 'statement',
    index,
    id: fields.require('Id').text,
    account: readAccount(fields.require('Acct/Id/IBAN', 'Acct/Id/Othr/Id')),
    createdAt: created === undefined ? undefined : readMoment(created),
    ...readPeriod(fields),
    opening: balances.get('OPBD') ?? balances.get('PRCD'),
    closing: balances.get('CLBD'),
  };
}

function readPeriod(fields: Fields): { from: CivilDate | undefined; to: CivilDate | undefined } {
  const begin = fields.find('FrToDt/FrDtTm');
  const end = fields.find('FrToDt/ToDtTm');
  const from = begin === undefined ? undefined : civilDateOf(readMoment(begin));
  if (end === undefined) return { from, to: undefined };
  // A period that ends at midnight ends with the day before; some banks write midnight for the day itself.
  const to = civilDateOf(new Date(readMoment(end).getTime() - 1));
  return { from, to: from !== undefined && to < from ? from : to };
}
