import { existsSync } from 'node:fs';
import { type Database, openDatabase, translateError } from './database.js';
import { MIGRATIONS } from './migrations/index.js';

type SchemaState = { readonly schema: number; readonly latest: number; readonly pending: number };

const LOCK_TIMEOUT_MS = 10_000;

/**
 * Reads how far the schema of a file is, and changes nothing.
 *
 * @throws store.unavailable
 */
export async function readSqliteSchema(path: string): Promise<SchemaState> {
  const schema = existsSync(path) ? await looking(path, schemaOf) : 0;
  return { schema, latest: MIGRATIONS.length, pending: Math.max(0, MIGRATIONS.length - schema) };
}

/**
 * Makes the file, or brings its schema up to date.
 *
 * @throws store.unavailable store.schema-too-new
 */
export async function migrateSqlite(path: string): Promise<{ from: number; to: number; notes: readonly string[] }> {
  const { schema: from } = await readSqliteSchema(path);
  (await openDatabase(path, LOCK_TIMEOUT_MS)).close();
  return { from, to: MIGRATIONS.length, notes: [] };
}

/**
 * Checks the file page by page, what refers to something, and that each goal's chain ends where it says.
 *
 * @throws store.unavailable
 */
export async function checkSqlite(path: string): Promise<{ ok: boolean; problems: readonly string[] }> {
  const { pending, schema } = await readSqliteSchema(path);
  const problems =
    pending > 0
      ? [`The schema is ${schema} and ${pending} steps behind: run db migrate.`]
      : await looking(path, (db) => [...fileProblems(db), ...danglingRows(db), ...brokenChains(db)]);
  return { ok: problems.length === 0, problems };
}

async function looking<T>(path: string, look: (db: Database) => T): Promise<T> {
  const { default: Sqlite } = await import('better-sqlite3');
  let db: Database | undefined;
  try {
    db = new Sqlite(path, { readonly: true, timeout: LOCK_TIMEOUT_MS });
    return look(db);
  } catch (error) {
    throw translateError(error);
  } finally {
    db?.close();
  }
}

function schemaOf(db: Database): number {
  return Number(db.pragma('user_version', { simple: true }));
}

function fileProblems(db: Database): string[] {
  const found = db.prepare('PRAGMA integrity_check').pluck().all() as string[];
  return found.filter((line) => line !== 'ok');
}

function danglingRows(db: Database): string[] {
  const rows = db.prepare('PRAGMA foreign_key_check').all() as { readonly table: string; readonly parent: string }[];
  return rows.map(({ table, parent }) => `A row of ${table} names something that is not in ${parent}.`);
}

function brokenChains(db: Database): string[] {
  const count = db
    .prepare(
      'SELECT count(*) FROM chains WHERE seq IS NOT (SELECT max(seq) FROM transfers WHERE transfers.goal_id = chains.goal_id)',
    )
    .pluck()
    .get() as number;
  return count === 0 ? [] : [`The chains of ${count} goals do not end at their last transfer.`];
}
