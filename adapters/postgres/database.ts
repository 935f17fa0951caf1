import type { Client, Pool, PoolConfig } from 'pg';
import type { Connection } from './address.js';
import { translateError } from './errors.js';

export type Timeouts = {
  /** The longest that one statement may run. */
  readonly statementMs: number;
  /** The longest that a statement waits for a row or table that another transaction holds. */
  readonly lockMs: number;
};

/** Never more connections than this from one process, however many callers there are. */
export const MAX_CONNECTIONS = 20;

const CONNECT_MS = 10_000;
const IDLE_CONNECTION_MS = 30_000;
/** A transaction whose process has stopped in the middle gives its locks back after so long. */
const IDLE_IN_TRANSACTION_MS = 60_000;
/** How much later than the server this side gives an answer up: only where no answer can come any more. */
const LOST_ANSWER_MS = 10_000;

/**
 * A plan that is kept was made for the table as it was: made while it was small, it reads the whole of it when it is large,
 * until the next ANALYZE. To plan anew costs a fraction of a batch.
 */
const SESSION = '-c timezone=UTC -c bytea_output=hex -c datestyle=ISO -c plan_cache_mode=force_custom_plan';

/** Types that a double cannot hold, or that the driver would turn into a Date of this machine's zone. */
const PARSERS: ReadonlyMap<number, (text: string) => unknown> = new Map<number, (text: string) => unknown>([
  [20, BigInt], // int8
  [17, (text) => text.slice(2)], // bytea, in hexadecimal
  [114, (text) => text], // json
  [1082, (text) => text], // date
  [1700, BigInt], // numeric: whole numbers only
]);

/** Opens the pool; connections are made when they are needed and replaced when they are lost. */
export async function openPool(connection: Connection, max: number, timeouts: Timeouts): Promise<Pool> {
  // Loaded on demand: an embedder with another database need not install it.
  const { default: pg } = await import('pg');
  const pool = new pg.Pool({
    ...poolConfig(connection, max, timeouts),
    types: {
      getTypeParser: (oid, format) =>
        PARSERS.get(oid) ?? (pg.types.getTypeParser(oid, format) as (text: string) => unknown),
    },
  });
  // An idle connection that is lost is replaced by the pool; nobody was using it.
  pool.on('error', () => undefined);
  return pool;
}

/** A migration may wait for another process's migration, and rewrite a large table. */
const MAINTENANCE: Timeouts = { statementMs: 3_600_000, lockMs: 60_000 };

/**
 * Runs work on a connection of its own that nothing else uses, and closes it.
 *
 * @throws store.unavailable
 */
export async function withClient<T>(connection: Connection, work: (client: Client) => Promise<T>): Promise<T> {
  const { default: pg } = await import('pg');
  const client = new pg.Client(poolConfig(connection, 1, MAINTENANCE));
  // Each statement tells of a connection that is lost; without a listener it would end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await work(client);
  } catch (error) {
    throw translateError(error);
  } finally {
    await client.end();
  }
}

/** The settings of a pool and of the sessions in it. */
export function poolConfig(connection: Connection, max: number, { statementMs, lockMs }: Timeouts): PoolConfig {
  const { schema, applicationName, port, user, password, database, ...where } = connection;
  return {
    ...where,
    ...(port === undefined ? {} : { port }),
    ...(user === undefined ? {} : { user }),
    ...(password === undefined ? {} : { password }),
    ...(database === undefined ? {} : { database }),
    application_name: applicationName,
    options: `-c search_path=${schema} ${SESSION}`,
    statement_timeout: statementMs,
    lock_timeout: lockMs,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    query_timeout: statementMs + LOST_ANSWER_MS,
    connectionTimeoutMillis: CONNECT_MS,
    idleTimeoutMillis: IDLE_CONNECTION_MS,
    keepAlive: true,
    max,
    // Statements that do not wait for each other share a round trip.
    pipeline: true,
  };
}
