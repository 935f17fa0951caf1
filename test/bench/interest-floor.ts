import Sqlite from 'better-sqlite3';
import { connectFloor } from './floor-database.js';

const GOALS_A_TRANSACTION = 500;

/** What a posting writes: rows that are added, told by the column that grows, and rows that are there once. */
const TABLES = [
  { name: 'transfers', grows: 'rowid', key: [] },
  { name: 'accounts', grows: null, key: ['goal_id', 'kind', 'client_id'] },
  { name: 'chains', grows: null, key: ['goal_id'] },
  { name: 'interest_states', grows: null, key: ['goal_id'] },
  { name: 'interest_postings', grows: 'id', key: [] },
  { name: 'events', grows: 'position', key: [] },
] as const;

/**
 * Writes what a run of `interest post` has written, the very same rows, with the bare driver into a copy of the database
 * as it was before: 500 goals a transaction, all values made before. What is left is what the disk and SQLite cost.
 *
 * @returns goals a second
 */
export function measureInterestFloor({ posted, before }: { readonly posted: string; readonly before: string }): number {
  const source = new Sqlite(posted, { readonly: true });
  const target = connectFloor(before);
  const writers = TABLES.map((table) => writerOf(source, target, table));
  const goals = Number(source.prepare('SELECT max(id) FROM goals').pluck().get());
  let milliseconds = 0;
  for (let first = 1; first <= goals; first += GOALS_A_TRANSACTION) {
    const work = writers.map(({ read, write }) => ({ rows: read(first, first + GOALS_A_TRANSACTION - 1), write }));
    const start = performance.now();
    target
      .transaction(() => {
        for (const { rows, write } of work) for (const row of rows) write(row);
      })
      .immediate();
    milliseconds += performance.now() - start;
  }
  target.close();
  source.close();
  return (goals * 1000) / milliseconds;
}

type Row = readonly unknown[];

function writerOf(source: Sqlite.Database, target: Sqlite.Database, { name, grows, key }: (typeof TABLES)[number]) {
  const columns = source.prepare(`SELECT name FROM pragma_table_info('${name}')`).pluck().all().map(String);
  const last = grows === null ? 0 : Number(target.prepare(`SELECT max(${grows}) FROM ${name}`).pluck().get());
  const isNew = grows === null ? '' : `AND ${grows} > ${last} ORDER BY ${grows}`;
  const rows = source
    .prepare(`SELECT ${columns.join()} FROM ${name} WHERE goal_id BETWEEN ? AND ? ${isNew}`)
    .safeIntegers(true)
    .raw();
  const isKey = new Set<string>(key);
  const changes = columns.filter((column) => !isKey.has(column)).map((column) => `${column} = excluded.${column}`);
  const onConflict = grows === null ? `ON CONFLICT (${key.join()}) DO UPDATE SET ${changes.join()}` : '';
  const write = target.prepare(
    `INSERT INTO ${name} (${columns.join()}) VALUES (${columns.map(() => '?').join()}) ${onConflict}`,
  );
  return {
    read: (first: number, until: number) => rows.all(first, until) as Row[],
    write: (row: Row) => void write.run(...row),
  };
}
