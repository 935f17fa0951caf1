// A process of its own that opens a store at an address as soon as it is told to (postgres-server.test.ts).
import { once } from 'node:events';
import { openPostgresStore } from '../../adapters/postgres/index.js';
import { sha256Digest as digest } from '../../adapters/system/index.js';

process.stdout.write('ready\n');
await once(process.stdin, 'data');
const store = await openPostgresStore({ address: process.argv[2] ?? '', digest });
await store.transact((tx) => tx.clients.page(null, 1));
await store.close();
process.exit(0);
