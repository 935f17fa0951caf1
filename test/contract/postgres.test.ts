import { inject } from 'vitest';
import { openPostgresStore } from '../../adapters/postgres/index.js';
import { sha256Digest as digest } from '../../adapters/system/index.js';
import { asLogin, createDatabase, dropDatabase } from '../support/postgres.js';
import { exportsContract } from './exports.contract.js';
import { messageStoreContract } from './messages.contract.js';
import { outboxContract } from './outbox.contract.js';
import { plansContract } from './plans.contract.js';
import { storeContract } from './store.contract.js';

/** With the rights of an application server, which suffice for everything. */
async function openStore() {
  const address = await createDatabase(inject('postgres'), inject('postgresTemplate'));
  const store = await openPostgresStore({ address: asLogin(address, inject('postgresApp')), digest });
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
plansContract('Postgres', openStore);
