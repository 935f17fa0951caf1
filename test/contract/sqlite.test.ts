import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteStore } from '../../adapters/sqlite/index.js';
import { sha256Digest as digest } from '../../adapters/system/index.js';
import { exportsContract } from './exports.contract.js';
import { messageStoreContract } from './messages.contract.js';
import { outboxContract } from './outbox.contract.js';
import { plansContract } from './plans.contract.js';
import { storeContract } from './store.contract.js';

storeContract('SQLite in memory', async () => {
  const store = await openSqliteStore({ path: ':memory:', digest });
  return { store, close: () => store.close() };
});

exportsContract('SQLite in memory', async () => {
  const store = await openSqliteStore({ path: ':memory:', digest });
  return { store, close: () => store.close() };
});

plansContract('SQLite in memory', async () => {
  const store = await openSqliteStore({ path: ':memory:', digest });
  return { store, close: () => store.close() };
});

messageStoreContract('SQLite in memory', async () => {
  const store = await openSqliteStore({ path: ':memory:', digest });
  return { store, close: () => store.close() };
});

outboxContract('SQLite in memory', async () => {
  const store = await openSqliteStore({ path: ':memory:', digest });
  return { store, close: () => store.close() };
});

storeContract('SQLite in a file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'jinaq-store-'));
  const store = await openSqliteStore({ path: join(folder, 'jinaq.db'), digest });
  return {
    store,
    close: async () => {
      store.close();
      await rm(folder, { recursive: true });
    },
  };
});
