import type { Json } from '../../adapters/operations/index.js';
import { invalidInput } from '../../src/shared/index.js';
import { isList, memberOf } from './data.js';
import type { Plain } from './yaml-file.js';

/** `$name.path` reads a saved result; `$$` is a dollar sign. */
const REFERENCE = /\$(?:\$|([A-Za-z]\w*)((?:\.\w+)*))/g;

/** The names of the saved results that some data refers to. */
export function referredNames(value: Plain): ReadonlySet<string> {
  const names = new Set<string>();
  forEachText(value, (text) => {
    for (const [, name] of text.matchAll(REFERENCE)) if (name !== undefined) names.add(name);
  });
  return names;
}

/**
 * Puts saved results in the place of the references to them, also inside longer text.
 *
 * @throws input.invalid for a reference to something that is not there
 */
export function resolveReferences(value: Plain, saved: ReadonlyMap<string, Json>): Json {
  if (typeof value === 'string') return resolveText(value, saved);
  if (isList(value)) return value.map((item) => resolveReferences(item, saved));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, resolveReferences(item, saved)]));
}

function resolveText(text: string, saved: ReadonlyMap<string, Json>): Json {
  const [whole, name, path = ''] = new RegExp(`^${REFERENCE.source}$`).exec(text) ?? [];
  if (whole !== undefined && name !== undefined) return lookUp(name, path, saved);
  return text.replace(REFERENCE, (_reference, inner: string | undefined, innerPath: string) => {
    if (inner === undefined) return '$';
    const found = lookUp(inner, innerPath, saved);
    return typeof found === 'object' ? JSON.stringify(found) : String(found);
  });
}

function lookUp(name: string, path: string, saved: ReadonlyMap<string, Json>): Json {
  let found = saved.get(name);
  for (const part of path.split('.').slice(1)) found = memberOf(found, part);
  if (found !== undefined) return found;
  throw invalidInput({ path: `$${name}${path}`, message: 'is not among the saved results' });
}

function forEachText(value: Plain, visit: (text: string) => void): void {
  if (typeof value === 'string') visit(value);
  else if (typeof value === 'object' && value !== null)
    for (const item of Object.values(value)) forEachText(item, visit);
}
