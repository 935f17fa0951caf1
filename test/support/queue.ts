import { setTimeout as sleep } from 'node:timers/promises';
import { inject } from 'vitest';
import { installQueue } from '../../adapters/jobs-graphile/index.js';
import { APP_ROLE, openQueuePool, type QueuePool } from '../../adapters/postgres/index.js';
import { asLogin, createDatabase, dropDatabase } from './postgres.js';

/** A database with a queue, and connections with the rights of an application server, which suffice for workers. */
export async function openQueue() {
  const address = await createDatabase(inject('postgres'), inject('postgresTemplate'));
  const owner = await openQueuePool(address);
  await installQueue(owner, APP_ROLE);
  await owner.pool.end();
  const queue = await openQueuePool(asLogin(address, inject('postgresApp')));
  const close = async (): Promise<void> => {
    await queue.pool.end();
    await dropDatabase(address);
  };
  return { queue, address, close };
}

/** Waits until nothing is in hand and nothing is due. */
export async function untilIdle({ pool, schema }: QueuePool): Promise<void> {
  const busy = `SELECT FROM "${schema}".jobs WHERE locked_at IS NOT NULL OR (run_at <= now() AND attempts < max_attempts)`;
  while (((await pool.query(busy)).rowCount ?? 0) > 0) await sleep(5);
}
