/**
 * Columns of many rows as the array literals that `unnest` takes. The driver's own way looks at each value and quotes all
 * of them; here only what may need quotes is quoted.
 */
type Absent = null | undefined;

/** UUIDs, numbers, words and days: text that needs no quotes. */
export function plain<Item>(items: readonly Item[], value: (item: Item) => string | number | bigint | Absent): string {
  return literal(items, (item) => {
    const one = value(item);
    return one === null || one === undefined ? 'NULL' : String(one);
  });
}

/** Any text. */
export function text<Item>(items: readonly Item[], value: (item: Item) => string | Absent): string {
  return literal(items, (item) => {
    const one = value(item);
    return one === null || one === undefined ? 'NULL' : `"${one.replace(/["\\]/g, '\\$&')}"`;
  });
}

/** Instants, as timestamptz. */
export function instants<Item>(items: readonly Item[], value: (item: Item) => Date | Absent): string {
  return literal(items, (item) => {
    const one = value(item);
    return one === null || one === undefined ? 'NULL' : `"${one.toISOString()}"`;
  });
}

/** Bytes given in hexadecimal, as bytea. */
export function bytes<Item>(items: readonly Item[], value: (item: Item) => string): string {
  return literal(items, (item) => `"\\\\x${value(item)}"`);
}

/** A UUID before all others: where the first page begins. */
export const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/** Values as they stand: UUIDs, most often. */
export function listOf(values: readonly string[]): string {
  return `{${values.join(',')}}`;
}

function literal<Item>(items: readonly Item[], encode: (item: Item) => string): string {
  let made = '{';
  for (const [index, item] of items.entries()) made += index === 0 ? encode(item) : `,${encode(item)}`;
  return `${made}}`;
}
