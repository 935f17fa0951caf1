import type { Json } from '../../adapters/operations/index.js';
import { isList, memberOf } from './data.js';

/** One place in which a result is not what was expected. `actual` is undefined where there is nothing. */
export type Difference = { readonly path: string; readonly expected: Json; readonly actual: Json | undefined };

/**
 * Compares a result with what is expected of it: only what is named, to any depth. A list is compared item by item
 * from the first on, and may go on; an empty list is expected to be empty. Fields named of a list are its positions
 * and its `length`. Numbers and decimals are the same when their values are: 100000, "100000" and "100000.00".
 */
export function findDifferences(expected: Json, actual: Json | undefined, path = ''): readonly Difference[] {
  const different = [{ path, expected, actual }];
  if (isList(expected)) {
    if (actual === undefined || !isList(actual) || (expected.length === 0 && actual.length > 0)) return different;
    return expected.flatMap((item, index) => findDifferences(item, actual[index], join(path, String(index))));
  }
  if (typeof expected === 'object' && expected !== null) {
    if (typeof actual !== 'object' || actual === null) return different;
    return Object.entries(expected).flatMap(([name, item]) =>
      findDifferences(item, memberOf(actual, name), join(path, name)),
    );
  }
  return isSame(expected, actual) ? [] : different;
}

function isSame(expected: Json, actual: Json | undefined): boolean {
  if (expected === actual) return true;
  const decimal = decimalOf(expected);
  return decimal !== undefined && decimal === decimalOf(actual);
}

/** A decimal number without the zeros that do not count; undefined for anything else, such as an id with zeros first. */
function decimalOf(value: Json | undefined): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const [, sign = '', whole, decimals = ''] = /^(-?)(0|[1-9]\d*)(?:\.(\d+))?$/.exec(String(value)) ?? [];
  if (whole === undefined) return undefined;
  const kept = decimals.replace(/0+$/, '');
  const number = kept === '' ? whole : `${whole}.${kept}`;
  return number === '0' ? number : `${sign}${number}`;
}

function join(path: string, part: string): string {
  return path === '' ? part : `${path}.${part}`;
}
