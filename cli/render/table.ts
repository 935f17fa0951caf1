import type { Style } from './style.js';
import { padTo, textWidth } from './text.js';

/** A column: its title, and how its cells are aligned. */
export type Column = { readonly title: string; readonly align?: 'left' | 'right' };

const GAP = '  ';

/** Rows under titles, each column as wide as its widest cell. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[], style: Style): string {
  const widths = columns.map(({ title }, index) =>
    Math.max(textWidth(title), ...rows.map((row) => textWidth(row[index] ?? ''))),
  );
  const line = (cells: readonly string[]) =>
    columns
      .map(({ align }, index) => padTo(cells[index] ?? '', widths[index] ?? 0, align))
      .join(GAP)
      .trimEnd();
  return [style.dim(line(columns.map(({ title }) => title))), ...rows.map(line)].join('\n');
}

/** Names and values, one a line, the values aligned; lines without a value are left out. */
export function fields(entries: readonly (readonly [name: string, value: string | undefined])[], style: Style): string {
  const shown = entries.filter(([, value]) => value !== undefined);
  const width = Math.max(0, ...shown.map(([name]) => textWidth(name)));
  return shown.map(([name, value = '']) => `${style.dim(padTo(name, width))}${GAP}${value}`).join('\n');
}

/** Parts of a page with an empty line between them; empty parts are left out. */
export function page(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join('\n\n');
}
