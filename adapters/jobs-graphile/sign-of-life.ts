import { setTimeout as sleep } from 'node:timers/promises';
import type { PoolClient } from 'pg';
import type { QueueOptions } from './install.js';

/** What tells other workers that this one lives, and takes over what dead ones have left. */
export type SignOfLife = {
  /** Resolves once the others can see that this worker lives. */
  readonly given: Promise<void>;
  end(): Promise<void>;
};

export type SignOfLifeOptions = QueueOptions & {
  /** The name under which the engine locks this worker's jobs. */
  readonly worker: string;
  /** How often a worker looks for jobs of dead ones. */
  readonly lookEveryMs: number;
  readonly onTrouble: (message: string) => void;
};

/** The engine itself waits for four hours before it gives up a worker that has not said goodbye. */
const TAKE_OVER = (schema: string) => `
  SELECT count(*)::int AS workers, "${schema}".force_unlock_workers(array_agg(worker)) FROM (
    SELECT DISTINCT locked_by AS worker FROM "${schema}".jobs
    WHERE locked_by IS NOT NULL AND locked_at < now() - $2 * interval '1 millisecond'
  ) AS locking
  WHERE NOT EXISTS (
    SELECT FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2 AND granted
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND classid::bigint = (hashtext($1)::bigint & 4294967295) AND objid::bigint = (hashtext(worker)::bigint & 4294967295)
  )
  HAVING count(*) > 0`;
/** A machine that is gone without a word is noticed after 25 seconds. */
const SESSION = `SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3;
  SET idle_session_timeout = 0`;

/**
 * Holds an advisory lock for as long as this process and its connection live: the server lets it go by itself. Whoever
 * locks jobs and holds no such lock is dead.
 */
export function giveSignOfLife(options: SignOfLifeOptions): SignOfLife {
  const ending = new AbortController();
  let tellGiven: () => void = () => undefined;
  const given = new Promise<void>((resolve) => {
    tellGiven = resolve;
  });
  const live = async (): Promise<void> => {
    while (!ending.signal.aborted) {
      try {
        await watch(options, ending.signal, tellGiven);
      } catch (error) {
        // A server that restarts: the sign is given again as soon as it is back.
        if (!ending.signal.aborted) options.onTrouble(`No sign of life reaches the database: ${String(error)}`);
        await pause(options.lookEveryMs, ending.signal);
      }
    }
    tellGiven();
  };
  const over = live();
  return {
    given,
    end: () => {
      ending.abort();
      return over;
    },
  };
}

async function watch(options: SignOfLifeOptions, signal: AbortSignal, tellGiven: () => void): Promise<void> {
  const { pool, schema, worker, lookEveryMs } = options;
  const client: PoolClient = await pool.connect();
  client.on('error', ignore);
  try {
    await client.query(SESSION);
    await client.query('SELECT pg_advisory_lock(hashtext($1), hashtext($2))', [schema, worker]);
    tellGiven();
    while (!signal.aborted) {
      const { rows } = await client.query<{ workers: number }>(TAKE_OVER(schema), [schema, lookEveryMs]);
      const [found] = rows;
      if (found !== undefined) options.onTrouble(tookOver(found.workers));
      await pause(lookEveryMs, signal);
    }
  } finally {
    client.off('error', ignore);
    // With its session the lock ends, and the settings.
    client.release(true);
  }
}

function tookOver(workers: number): string {
  return `Took over what ${workers} dead ${workers === 1 ? 'worker' : 'workers'} had in hand.`;
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(ignore);
}

function ignore(): void {
  // The statement that was under way has been told; a pause that is cut short is no failure.
}
