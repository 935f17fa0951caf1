import type { ClientBase } from 'pg';
import { parseAddress } from './address.js';
import { withClient } from './database.js';
import { APP_ROLE, CHANGING_TABLES, DELETABLE_TABLES } from './grants.js';
import { ensurePermitted, type MigrationReport, migrate, readSchema } from './migrate.js';
import { MIGRATIONS } from './migrations/index.js';

/**
 * Reads how far the schema is, and changes nothing.
 *
 * @throws input.invalid store.unavailable store.schema-too-new
 */
export async function readPostgresSchema(
  address: string,
): Promise<{ readonly schema: number; readonly latest: number; readonly pending: number }> {
  const { version, pending } = await withClient(parseAddress(address), readSchema);
  return { schema: version, latest: MIGRATIONS.length, pending: pending.length };
}

/**
 * Brings the schema and the rights of the application's role up to date; where they are, it changes nothing.
 *
 * @throws input.invalid store.unavailable store.schema-too-new store.schema-too-old
 */
export async function migratePostgres(address: string): Promise<Omit<MigrationReport, 'applied'>> {
  const connection = parseAddress(address);
  return withClient(connection, async (client) => {
    const { version } = await readSchema(client);
    const { from, to, notes } = await ensurePermitted(version, () => migrate(client, connection.schema));
    return { from, to, notes };
  });
}

/**
 * Checks what the database itself has to keep: guards and rights of what is only added to, durability, valid indexes, and
 * rows whose goals are there.
 *
 * @throws input.invalid store.unavailable store.schema-too-new
 */
export async function checkPostgres(address: string): Promise<{ ok: boolean; problems: readonly string[] }> {
  return withClient(parseAddress(address), async (client) => {
    const { version, pending } = await readSchema(client);
    if (pending.length > 0) {
      return { ok: false, problems: [`The schema is ${version} and ${pending.length} steps behind: run db migrate.`] };
    }
    const problems: string[] = [];
    for (const find of [missingGuards, tooManyRights, weakSettings, brokenObjects, strayRows, brokenChains]) {
      problems.push(...(await find(client)));
    }
    return { ok: problems.length === 0, problems };
  });
}

/** Triggers that let nothing be changed or taken away. */
const GUARDS = [
  ...['transfers_append_only', 'events_append_only', 'rule_changes_append_only', 'contributions_keep_body'],
  ...['messages_keep_body', 'dispatches_keep_file'],
];
/** Tables whose rows belong to a goal and have no foreign key. */
const GOAL_TABLES = ['contributions', 'accounts', 'transfers', 'events'];
const DURABLE = ['fsync', 'full_page_writes', 'synchronous_commit'];

async function missingGuards(client: ClientBase): Promise<string[]> {
  const found = await list(
    client,
    `SELECT n.name AS found FROM unnest($1::text[]) AS n (name)
     WHERE NOT EXISTS (SELECT FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
       WHERE tgname = n.name AND tgenabled IN ('O', 'A') AND relnamespace = current_schema()::regnamespace)`,
    GUARDS,
  );
  return found.map((name) => `The trigger ${name} is missing or disabled.`);
}

async function tooManyRights(client: ClientBase): Promise<string[]> {
  const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [APP_ROLE]);
  if (rowCount === 0) return [`There is no role ${APP_ROLE}: run db migrate with a login that may make roles.`];
  const found = await list(
    client,
    `SELECT tablename || ' (' || string_agg(lower(n.right), ', ' ORDER BY n.right) || ')' AS found
     FROM pg_tables, (VALUES ('UPDATE'), ('DELETE'), ('TRUNCATE')) AS n ("right")
     WHERE schemaname = current_schema() AND has_table_privilege('${APP_ROLE}', quote_ident(tablename), n.right)
       AND NOT (n.right = 'UPDATE' AND tablename = ANY ($1::text[]))
       AND NOT (n.right = 'DELETE' AND tablename = ANY ($2::text[]))
     GROUP BY tablename`,
    CHANGING_TABLES,
    DELETABLE_TABLES,
  );
  return found.map((table) => `The role ${APP_ROLE} may do too much to ${table}: run db migrate.`);
}

async function weakSettings(client: ClientBase): Promise<string[]> {
  const found = await list(
    client,
    `SELECT name AS found FROM pg_settings WHERE name = ANY ($1::text[]) AND setting = 'off'`,
    DURABLE,
  );
  return found.map((name) => `The server has ${name} = off: what was committed may be lost with the power.`);
}

async function brokenObjects(client: ClientBase): Promise<string[]> {
  const indexes = await list(
    client,
    `SELECT relname AS found FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
     WHERE NOT indisvalid AND relnamespace = current_schema()::regnamespace`,
  );
  const constraints = await list(
    client,
    `SELECT conname AS found FROM pg_constraint
     WHERE NOT convalidated AND connamespace = current_schema()::regnamespace`,
  );
  return [
    ...indexes.map((name) => `The index ${name} is not valid.`),
    ...constraints.map((name) => `The constraint ${name} was never checked.`),
  ];
}

async function strayRows(client: ClientBase): Promise<string[]> {
  const problems: string[] = [];
  for (const table of GOAL_TABLES) {
    const [count = '0'] = await list(
      client,
      `SELECT count(*)::text AS found FROM ${table}
       WHERE NOT EXISTS (SELECT FROM goals WHERE goals.id = ${table}.goal_id)`,
    );
    if (count !== '0') problems.push(`${count} rows of ${table} belong to goals that do not exist.`);
  }
  return problems;
}

async function brokenChains(client: ClientBase): Promise<string[]> {
  const [count = '0'] = await list(
    client,
    `SELECT count(*)::text AS found FROM chains
     WHERE seq <> coalesce((SELECT max(seq) FROM transfers WHERE transfers.goal_id = chains.goal_id), 0)`,
  );
  return count === '0' ? [] : [`The chains of ${count} goals do not end at their last transfer.`];
}

async function list(client: ClientBase, sql: string, ...names: readonly (readonly string[])[]): Promise<string[]> {
  const { rows } = await client.query<{ found: string }>(sql, [...names]);
  return rows.map(({ found }) => found);
}
