/**
 * A back-end service that composes the library by hand: its ports, and the use cases it needs over them.
 * Try it: npx tsx examples/embed/by-hand.ts
 */
import { openSqliteStore } from '../../adapters/sqlite/index.js'; // in your service: 'jinaq/adapters/sqlite'
import { createIds, sha256Digest, systemClock } from '../../adapters/system/index.js'; // 'jinaq/adapters/system'
import { type Bank, Contribute, CreateGoal, RegisterClient } from '../../src/index.js'; // 'jinaq'
import { type Service, tryOut } from './service.js';

/** Composes the service over a database file and the bank's own adapter of the port `Bank`. */
export async function serveByHand(database: string, bank: Bank): Promise<Service> {
  const store = await openSqliteStore({ path: database, digest: sha256Digest });
  const ports = { store, bank, clock: systemClock, ids: createIds(), digest: sha256Digest };
  return {
    registerClient: new RegisterClient(ports),
    createGoal: new CreateGoal(ports),
    // One for the whole process: concurrent callers share its two transactions.
    contribute: new Contribute(ports),
    close: () => store.close(),
  };
}

if (process.argv[1] === import.meta.filename) await tryOut(serveByHand);
