import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse';
import { type CivilDate, civilDate, type Money, parseMoney } from '../../src/shared/index.js';

/** A credit to an account, as the Czech bank booked it; a koruna counts as a tenge. */
export type BerkaCredit = {
  readonly id: string;
  readonly account: string;
  readonly date: CivilDate;
  readonly amount: Money;
};

/** What the Czech bank booked on an account. */
export type BerkaTransaction = BerkaCredit & { readonly isCredit: boolean };

/** A standing order of an account. */
export type BerkaOrder = { readonly account: string; readonly amount: Money };

export type BerkaAccount = { readonly account: string; readonly openedOn: CivilDate };

type Days = { readonly from: CivilDate; readonly to: CivilDate };

/** The credits of `trans.asc`, in the order of the file, which is the order of their dates. */
export async function readCredits(folder: string): Promise<BerkaCredit[]> {
  const transactions = await readTransactions(folder);
  return transactions.filter(({ isCredit }) => isCredit);
}

/** The transactions of `trans.asc` of some days; of type PRIJEM are the credits. */
export async function readTransactions(folder: string, days?: Days): Promise<BerkaTransaction[]> {
  const transactions: BerkaTransaction[] = [];
  for await (const row of rowsOf(folder, 'trans.asc')) {
    const { trans_id: id = '', account_id: account = '', type, amount = '' } = row;
    const date = berkaDate(row.date ?? '');
    const sum = parseMoney(amount);
    if (sum > 0n && isWithin(date, days)) {
      transactions.push({ id, account, date, amount: sum, isCredit: type === 'PRIJEM' });
    }
  }
  return transactions;
}

/** The standing orders of `order.asc`; they have neither a day nor an end. */
export async function readOrders(folder: string): Promise<BerkaOrder[]> {
  const orders: BerkaOrder[] = [];
  for await (const { account_id: account = '', amount = '' } of rowsOf(folder, 'order.asc')) {
    const sum = parseMoney(amount);
    if (sum > 0n) orders.push({ account, amount: sum });
  }
  return orders;
}

/** The accounts of `account.asc` that were opened on some days. */
export async function readAccounts(folder: string, days: Days): Promise<BerkaAccount[]> {
  const accounts: BerkaAccount[] = [];
  for await (const { account_id: account = '', date = '' } of rowsOf(folder, 'account.asc')) {
    const openedOn = berkaDate(date);
    if (isWithin(openedOn, days)) accounts.push({ account, openedOn });
  }
  return accounts;
}

function rowsOf(folder: string, file: string): AsyncIterable<Record<string, string>> {
  return createReadStream(join(folder, file)).pipe(parse({ delimiter: ';', columns: true, quote: '"' }));
}

function isWithin(date: CivilDate, days: Days | undefined): boolean {
  return days === undefined || (date >= days.from && date <= days.to);
}

/** Dates are written yymmdd, all of them in the twentieth century. */
function berkaDate(text: string): CivilDate {
  return civilDate(1900 + Number(text.slice(0, 2)), Number(text.slice(2, 4)), Number(text.slice(4, 6)));
}
