import type { Pool } from 'pg';
import { parseAddress } from './address.js';
import { poolConfig } from './database.js';

/** Connections for an engine of jobs that works beside the store, and the schema of its queue. */
export type QueuePool = { readonly pool: Pool; readonly schema: string };

/** Few statements, quickly done: the engine's own, one that listens, and one that gives the sign of life. */
const MAX_CONNECTIONS = 6;
const STATEMENT_MS = 30_000;
const LOCK_MS = 10_000;

/** The name of the queue's schema beside the schema of Jinaq's tables. */
export function queueSchemaOf(schema: string): string {
  return `${schema}_jobs`;
}

/**
 * Opens connections as an engine expects them that knows nothing of Jinaq: the driver's own types, no pipelining.
 *
 * @throws input.invalid
 */
export async function openQueuePool(address: string): Promise<QueuePool> {
  const connection = parseAddress(address);
  const { default: pg } = await import('pg');
  const timeouts = { statementMs: STATEMENT_MS, lockMs: LOCK_MS };
  const pool = new pg.Pool({ ...poolConfig(connection, MAX_CONNECTIONS, timeouts), pipeline: false });
  // A connection that is lost is replaced; whoever was using it is told by the statement.
  pool.on('error', ignore);
  pool.on('connect', (client) => client.on('error', ignore));
  return { pool, schema: queueSchemaOf(connection.schema) };
}

function ignore(): void {
  // Told elsewhere.
}
