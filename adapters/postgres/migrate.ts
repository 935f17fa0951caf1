import type { ClientBase } from 'pg';
import { Unavailable } from '../../src/shared/index.js';
import type { Connection } from './address.js';
import { withClient } from './database.js';
import { isNotPermitted } from './errors.js';
import { grantToApp } from './grants.js';
import { MIGRATIONS } from './migrations/index.js';

/** The oldest server whose behaviour this is made for. */
const OLDEST_SERVER = 15;

/** What a migration did, and what is left for an administrator to do. */
export type MigrationReport = {
  readonly from: number;
  readonly to: number;
  readonly applied: readonly string[];
  readonly notes: readonly string[];
};

/** What of a schema's steps a database has. */
export type SchemaVersion = { readonly version: number; readonly pending: readonly string[] };

/**
 * Reads how far the schema is; 0 where there is none.
 *
 * @throws store.schema-too-new store.unavailable when the server is too old
 */
export async function readSchema(client: ClientBase): Promise<SchemaVersion> {
  const { rows } = await client.query<{ server: string; has_table: boolean }>(
    `SELECT current_setting('server_version_num') AS server, to_regclass('jinaq_migrations') IS NOT NULL AS has_table`,
  );
  const server = Math.floor(Number(rows[0]?.server) / 10_000);
  if (server < OLDEST_SERVER) {
    const message = `The server is Postgres ${server}; Jinaq needs ${OLDEST_SERVER} or later.`;
    throw new Unavailable('store.unavailable', message, { details: { server } });
  }
  const version = rows[0]?.has_table === true ? await lastMigration(client) : 0;
  if (version > MIGRATIONS.length) {
    throw new Unavailable(
      'store.schema-too-new',
      `The database has schema ${version}, this program knows schemas up to ${MIGRATIONS.length}.`,
      { details: { database: version, program: MIGRATIONS.length } },
    );
  }
  return { version, pending: MIGRATIONS.slice(version).map(({ name }) => name) };
}

/**
 * Brings the schema up to date: all steps in one transaction, under a lock that lets processes which start at once take
 * turns.
 *
 * @throws store.schema-too-new store.unavailable
 */
export async function migrate(client: ClientBase, schema: string): Promise<MigrationReport> {
  try {
    await client.query('BEGIN');
    await client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`jinaq migrations ${schema}`]);
    // Asked first: making a schema that exists is refused to a login that may make none.
    const { rows } = await client.query<{ exists: boolean }>('SELECT to_regnamespace($1) IS NOT NULL AS exists', [
      schema,
    ]);
    if (rows[0]?.exists !== true) await client.query(`CREATE SCHEMA ${schema}`);
    const { version, pending } = await readSchema(client);
    if (version === 0) {
      await client.query(
        `CREATE TABLE jinaq_migrations (
           version integer PRIMARY KEY, name text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())`,
      );
    }
    for (const [index, { name, sql }] of MIGRATIONS.slice(version).entries()) {
      await client.query(sql);
      await client.query('INSERT INTO jinaq_migrations (version, name) VALUES ($1, $2)', [version + index + 1, name]);
    }
    const notes = await grantToApp(client, schema);
    await client.query('COMMIT');
    return { from: version, to: MIGRATIONS.length, applied: pending, notes };
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

/**
 * Makes sure that the schema is the one this program knows, and brings it there where this login may.
 *
 * @throws store.unavailable store.schema-too-new store.schema-too-old
 */
export async function ensureSchema(connection: Connection): Promise<void> {
  await withClient(connection, async (client) => {
    const { version, pending } = await readSchema(client);
    if (pending.length > 0) await ensurePermitted(version, () => migrate(client, connection.schema));
  });
}

/**
 * Says of a change to the schema that was refused for want of rights what has to be done.
 *
 * @throws store.schema-too-old
 */
export async function ensurePermitted<T>(version: number, change: () => Promise<T>): Promise<T> {
  try {
    return await change();
  } catch (error) {
    if (!isNotPermitted(error)) throw error;
    throw new Unavailable(
      'store.schema-too-old',
      `The database has schema ${version}, this program needs ${MIGRATIONS.length}, and this login may not change it.`,
      { details: { database: version, program: MIGRATIONS.length }, cause: error },
    );
  }
}

async function lastMigration(client: ClientBase): Promise<number> {
  const { rows } = await client.query<{ version: number | null }>(
    'SELECT max(version) AS version FROM jinaq_migrations',
  );
  return rows[0]?.version ?? 0;
}
