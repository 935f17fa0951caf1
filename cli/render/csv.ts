import { formatTenge } from '../../src/shared/index.js';

type Cell = string | number | bigint | null;

/** Rows as a table for other programs (RFC 4180), money in tenge. */
export function csvText<Name extends string>(
  names: readonly Name[],
  rows: readonly { readonly [Key in Name]: Cell }[],
): string {
  const lines = rows.map((row) => names.map((name) => cellText(row[name])).join(','));
  return `${[names.join(','), ...lines].join('\r\n')}\r\n`;
}

function cellText(value: Cell): string {
  const text = typeof value === 'bigint' ? formatTenge(value) : String(value ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
