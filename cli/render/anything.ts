import { displayMoney, formatInstant } from '../../src/shared/index.js';
import type { View } from './style.js';
import { fields, page, table } from './table.js';
import { inWords, printable } from './text.js';

type Fields = Readonly<Record<string, unknown>>;

/** Shows a result that has no page of its own: lists as tables, everything else as names and values. */
export function anything(result: unknown, view: View): string {
  if (Array.isArray(result)) return list(result, view);
  if (!isObject(result)) return scalar(result, view);
  const entries = Object.entries(result).filter(([, value]) => value !== undefined);
  const isList = (value: unknown) => Array.isArray(value) && value.some(isObject);
  const own = entries.filter(([, value]) => !isList(value)).flatMap(([name, value]) => flat(name, value, view));
  const lists = entries.filter(([, value]) => isList(value));
  return page(
    fields(own, view.style),
    ...lists.map(([name, value]) => `${view.style.bold(inWords(name))}\n${list(value as unknown[], view)}`),
  );
}

/** One value on one line. */
export function scalar(value: unknown, view: View): string {
  if (value === null || value === undefined) return view.style.dim('—');
  if (typeof value === 'bigint') return displayMoney(value, view.locale);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (value instanceof Date) return formatInstant(value);
  if (value instanceof Error) return printable(value.message);
  if (Array.isArray(value)) {
    return value.length === 0 ? view.style.dim('none') : value.map((item) => scalar(item, view)).join(', ');
  }
  if (isObject(value)) {
    return Object.entries(value)
      .map(([name, field]) => `${inWords(name)} ${scalar(field, view)}`)
      .join(', ');
  }
  return typeof value === 'string' || typeof value === 'number' ? printable(String(value)) : '';
}

function list(items: readonly unknown[], view: View): string {
  if (items.length === 0) return view.style.dim('none');
  const rows = items.filter(isObject);
  if (rows.length < items.length) return items.map((item) => scalar(item, view)).join('\n');
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const isSum = (name: string) => rows.every((row) => typeof row[name] === 'bigint' || typeof row[name] === 'number');
  return table(
    names.map((name) => ({ title: inWords(name), align: isSum(name) ? 'right' : 'left' })),
    rows.map((row) => names.map((name) => scalar(row[name], view))),
    view.style,
  );
}

function flat(name: string, value: unknown, view: View): (readonly [string, string])[] {
  if (!isObject(value)) return [[inWords(name), scalar(value, view)]];
  return Object.entries(value).map(([inner, field]) => [`${inWords(name)} ${inWords(inner)}`, scalar(field, view)]);
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}
