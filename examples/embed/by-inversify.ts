/**
 * The same service, composed by a container.
 * Try it: npx tsx examples/embed/by-inversify.ts
 */
import { Container } from 'inversify';
import { jinaqModule, TOKENS } from '../../adapters/inversify/index.js'; // in your service: 'jinaq/adapters/inversify'
import { openSqliteStore } from '../../adapters/sqlite/index.js'; // 'jinaq/adapters/sqlite'
import { createRenderer } from '../../adapters/templates/index.js'; // 'jinaq/adapters/templates'
import { createIds, createSigner, sha256Digest, systemClock, verifySignature } from '../../adapters/system/index.js';
import { type Bank, DEFAULT_MESSAGING } from '../../src/index.js'; // 'jinaq'
import { type Service, tryOut } from './service.js';

/** Composes the service over a database file and the bank's own adapter of the port `Bank`. */
export async function serveByInversify(database: string, bank: Bank): Promise<Service> {
  const store = await openSqliteStore({ path: database, digest: sha256Digest });
  const system = { clock: systemClock, ids: createIds(), digest: sha256Digest };
  // The key of the bank signs receipts: `openSigner(FILE)` keeps one in a file.
  const signing = { signer: createSigner(), verifySignature };
  // Without channels every message is found in the inbox.
  const messages = { renderer: createRenderer(), channels: [], subscribers: [], messaging: DEFAULT_MESSAGING };
  const container = new Container();
  container.load(jinaqModule({ store, bank, ...system, ...signing, ...messages }));
  return {
    registerClient: container.get(TOKENS.registerClient),
    createGoal: container.get(TOKENS.createGoal),
    contribute: container.get(TOKENS.contribute),
    close: () => store.close(),
  };
}

if (process.argv[1] === import.meta.filename) await tryOut(serveByInversify);
