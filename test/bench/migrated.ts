import { openPostgresStore } from '../../adapters/postgres/index.js';
import { sha256Digest as digest } from '../../adapters/system/index.js';
import { createDatabase, type PostgresServer } from '../support/postgres.js';

/** A database of its own with Jinaq's schema and nothing in it. */
export async function migrated(server: PostgresServer): Promise<string> {
  const address = await createDatabase(server.address('postgres'));
  await (await openPostgresStore({ address, digest })).close();
  return address;
}
