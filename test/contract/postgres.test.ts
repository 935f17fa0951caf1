import { inject } from 'vitest';
import { openPostgresStore } from '../../adapters/postgres/index.js';
import { sha256Digest as digest } from '../../adapters/system/index.js';
import { createDatabase, dropDatabase } from '../support/postgres.js';
import { exportsContract } from './exports.contract.js';
import { messageStoreContract } from './messages.contract.js';
import { outboxContract } from './outbox.contract.js';
import { storeContract } from './store.contract.js';

async function openStore() {
  const address = await createDatabase(inject('postgres'), inject('postgresTemplate'));
  const store = await openPostgresStore({ address, digest });
  const close = async (): Promise<void> => {
    await store.close();
    await dropDatabase(address);
  };
  return { store, close };
}

storeContract('Postgres', openStore);
exportsContract('Postgres', openStore);
messageStoreContract('Postgres', openStore);
outboxContract('Postgres', openStore);
