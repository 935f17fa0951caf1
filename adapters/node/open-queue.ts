/** Makes the queue of a database, or brings it up to date. */
export async function migrateQueue(db: string): Promise<void> {
  const [{ APP_ROLE, openQueuePool }, { installQueue }] = await engine();
  const queue = await openQueuePool(db);
  try {
    await installQueue(queue, APP_ROLE);
  } finally {
    await queue.pool.end();
  }
}

/** Loaded on demand: who has no workers need install neither the driver nor the engine. */
export function engine() {
  return Promise.all([import('../postgres/index.js'), import('../jobs-graphile/index.js')]);
}
