import { formatTenge, parseMoney } from '../../../src/shared/index.js';

/** The sum of one number of each. */
export function sumOf<Item>(items: readonly Item[], numberOf: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + numberOf(item), 0);
}

/** Adds up records of counts name by name; whoever lacks a name has none of it. */
export function summedRecord<Counts extends Readonly<Record<string, number>>>(records: readonly Counts[]): Counts {
  const sums = new Map<string, number>();
  for (const record of records) {
    for (const [name, count] of Object.entries(record)) sums.set(name, (sums.get(name) ?? 0) + count);
  }
  return Object.fromEntries([...sums]) as Counts;
}

/** Adds up series of numbers day by day. A world that has found something has fewer days than the others. */
export function everyDay<Name extends string>(
  worlds: readonly Readonly<Record<Name, readonly number[]>>[],
): Readonly<Record<Name, readonly number[]>> {
  return lineByLine(worlds, (values) => values.reduce((sum, value) => sum + value, 0));
}

/** The same for money, as decimal tenge. */
export function everyDayMoney<Name extends string>(
  worlds: readonly Readonly<Record<Name, readonly string[]>>[],
): Readonly<Record<Name, readonly string[]>> {
  return lineByLine(worlds, (values) => formatTenge(values.reduce((sum, value) => sum + parseMoney(value), 0n)));
}

function lineByLine<Name extends string, Value>(
  worlds: readonly Readonly<Record<Name, readonly Value[]>>[],
  merge: (values: readonly Value[]) => Value,
): Readonly<Record<Name, readonly Value[]>> {
  const [first] = worlds;
  const names = Object.keys(first ?? {}) as Name[];
  const merged = names.map((name) => {
    const length = Math.max(...worlds.map((lines) => lines[name].length));
    return [
      name,
      Array.from({ length }, (_none, day) => merge(worlds.flatMap((lines) => lines[name].slice(day, day + 1)))),
    ];
  });
  return Object.fromEntries(merged) as Readonly<Record<Name, readonly Value[]>>;
}

type Key = readonly (string | null)[];

/** Puts rows with the same key together, in the order of their keys; null comes first, as in the databases. */
export function byKey<Row>(
  rows: readonly Row[],
  keyOf: (row: Row) => Key,
  merge: (same: readonly Row[], one: Row) => Row,
): readonly Row[] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = JSON.stringify(keyOf(row));
    const same = groups.get(key);
    if (same === undefined) groups.set(key, [row]);
    else same.push(row);
  }
  return [...groups]
    .sort(([a], [b]) => compareKeys(JSON.parse(a) as Key, JSON.parse(b) as Key))
    .flatMap(([, same]) => (same[0] === undefined ? [] : [merge(same, same[0])]));
}

function compareKeys(a: Key, b: Key): number {
  for (const [index, part] of a.entries()) {
    const [left, right] = [part ?? '', b[index] ?? ''];
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
}
