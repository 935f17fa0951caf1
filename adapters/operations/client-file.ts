import type { ClientDetails, ClientLine, Locale } from '../../src/savings/index.js';
import { invalidInput, type Money, parseMoney } from '../../src/shared/index.js';
import { readCsv } from './csv-file.js';

export type OpeningBalance = { readonly line: number; readonly client: string; readonly balance: Money };

const COLUMNS = { required: ['id', 'name'], optional: ['iin', 'phone', 'locale', 'account', 'balance'] };

/**
 * Reads a file of clients. Opening balances are for the sandbox bank only.
 *
 * @throws input.invalid
 */
export async function readClientLines(
  file: string,
  isSandbox: boolean,
): Promise<{ readonly lines: readonly ClientLine[]; readonly balances: readonly OpeningBalance[] }> {
  const lines: ClientLine[] = [];
  const balances: OpeningBalance[] = [];
  for await (const { line, values } of readCsv(file, COLUMNS)) {
    const { id = '', name = '', balance } = values;
    lines.push({ line, details: detailsOf(values, id, name) });
    if (balance === undefined) continue;
    if (!isSandbox) throw invalidInput({ path: 'balance', message: 'balances can be set at the sandbox bank only' });
    balances.push({ line, client: id, balance: parseMoney(balance, `line ${line}.balance`) });
  }
  return { lines, balances };
}

function detailsOf(values: Readonly<Record<string, string | undefined>>, id: string, name: string): ClientDetails {
  const { iin, phone, account, locale } = values;
  return { id, name, iin, phone, account, locale: locale as Locale | undefined };
}
