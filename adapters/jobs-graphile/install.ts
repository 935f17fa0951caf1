import { Logger, runMigrations } from 'graphile-worker';
import type { Pool } from 'pg';
import { Unavailable } from '../../src/shared/index.js';

export type QueueOptions = {
  /** Connections to the database; the driver's own types, no pipelining. */
  readonly pool: Pool;
  /** The schema of the queue. */
  readonly schema: string;
};

const SILENT = new Logger(() => () => undefined);
const NOT_PERMITTED = '42501';

/**
 * Makes the queue in its schema, or brings it up to date, and lets a role use it where there is one.
 *
 * @throws store.schema-too-old when this login may not
 */
export async function installQueue(queue: QueueOptions, role: string): Promise<void> {
  const { pool, schema } = queue;
  const turn = await pool.connect();
  try {
    // Workers that start at once take turns: the engine does not.
    await turn.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [`install ${schema}`]);
    await install(queue, role);
  } catch (error) {
    if ((error as { code?: unknown }).code !== NOT_PERMITTED) throw error;
    const message = `The queue ${schema} is not there or not up to date, and this login may not change it.`;
    throw new Unavailable('store.schema-too-old', message, { details: { queue: schema }, cause: error });
  } finally {
    // Its lock goes with it.
    turn.release(true);
  }
}

async function install({ pool, schema }: QueueOptions, role: string): Promise<void> {
  await runMigrations({ pgPool: pool, schema, logger: SILENT });
  const { rows } = await pool.query<{ mine: boolean; exists: boolean }>(
    `SELECT pg_has_role(nspowner, 'USAGE') AS mine, EXISTS (SELECT FROM pg_roles WHERE rolname = $2) AS exists
       FROM pg_namespace WHERE nspname = $1`,
    [schema, role],
  );
  // Whoever does not own the queue found it as it is.
  if (rows[0]?.mine === true && rows[0].exists) await pool.query(grants(schema, role));
}

/** The engine lets only its owner see rows, by policies: the role needs one of its own. */
function grants(schema: string, role: string): string {
  return `DO $$ DECLARE one record; BEGIN
    GRANT USAGE ON SCHEMA "${schema}" TO "${role}";
    GRANT ALL ON ALL TABLES IN SCHEMA "${schema}" TO "${role}";
    GRANT ALL ON ALL SEQUENCES IN SCHEMA "${schema}" TO "${role}";
    GRANT ALL ON ALL ROUTINES IN SCHEMA "${schema}" TO "${role}";
    FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = '${schema}' AND rowsecurity AND NOT EXISTS (
      SELECT FROM pg_policies WHERE pg_policies.schemaname = '${schema}'
        AND pg_policies.tablename = pg_tables.tablename AND policyname = '${role}')
    LOOP
      EXECUTE format('CREATE POLICY %I ON %I.%I TO %I USING (true)', '${role}', '${schema}', one.tablename, '${role}');
    END LOOP;
  END $$`;
}
