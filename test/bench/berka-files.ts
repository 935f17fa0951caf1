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

/** The credits (type PRIJEM) of `trans.asc`, in the order of the file, which is the order of their dates. */
export async function readCredits(folder: string): Promise<BerkaCredit[]> {
  const rows = createReadStream(join(folder, 'trans.asc')).pipe(parse({ delimiter: ';', columns: true, quote: '"' }));
  const credits: BerkaCredit[] = [];
  for await (const row of rows as AsyncIterable<Record<string, string>>) {
    const { trans_id: id = '', account_id: account = '', date = '', type, amount = '' } = row;
    if (type !== 'PRIJEM') continue;
    const sum = parseMoney(amount);
    if (sum > 0n) credits.push({ id, account, date: berkaDate(date), amount: sum });
  }
  return credits;
}

/** Dates are written yymmdd, all of them in the twentieth century. */
function berkaDate(text: string): CivilDate {
  return civilDate(1900 + Number(text.slice(0, 2)), Number(text.slice(2, 4)), Number(text.slice(4, 6)));
}
