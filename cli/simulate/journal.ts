import type { Actor } from '../../src/access/index.js';
import { isUuid } from '../../src/shared/index.js';

/** Something that happened from outside, as a story would tell it. */
export type JournalEntry = {
  readonly atMs: number;
  readonly actor: Actor;
  readonly operation: string;
  readonly input: unknown;
  /** What came of it: done, the code of a refusal, or that the process died. */
  outcome: string;
  /** Fields of the result by which later entries may refer to it. */
  ids: Readonly<Record<string, string>>;
};

/** What people and the world did, in order. */
export type Journal = {
  readonly entries: readonly JournalEntry[];
  begin(entry: Omit<JournalEntry, 'outcome' | 'ids'>): JournalEntry;
};

/** Makes an empty journal. */
export function createJournal(): Journal {
  const entries: JournalEntry[] = [];
  return {
    entries,
    begin: (entry) => {
      const begun: JournalEntry = { ...entry, outcome: 'open', ids: {} };
      entries.push(begun);
      return begun;
    },
  };
}

/** Further down nothing is looked for: a list of everything is no result that a story goes on with. */
const MAX_DEPTH = 2;
const MAX_FIELDS = 50;

/** The ids in a result, by the path that leads to each. */
export function idsIn(result: unknown, depth = 0): Readonly<Record<string, string>> {
  if (typeof result !== 'object' || result === null || depth > MAX_DEPTH) return {};
  const fields = Object.entries(result).slice(0, MAX_FIELDS);
  return Object.fromEntries(
    fields.flatMap(([name, value]): (readonly [string, string])[] => {
      if (typeof value === 'string') return isUuid(value) ? [[name, value]] : [];
      return Object.entries(idsIn(value, depth + 1)).map(([path, id]) => [`${name}.${path}`, id]);
    }),
  );
}
