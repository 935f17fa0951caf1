import type { Signer } from '../../src/ledger/index.js';
import type { OutboxTx } from '../../src/outbox/index.js';
import { invalidInput, type Store } from '../../src/shared/index.js';
import { openSqliteStore } from '../sqlite/index.js';
import { createSigner, openSigner, sha256Digest } from '../system/index.js';
import type { PoolUse } from '../telemetry/index.js';

/** A database, and how to be done with it. */
export type OpenedDatabase = {
  readonly store: Store<OutboxTx>;
  /** Signs receipts where no key is named. */
  readonly signer: () => Signer;
  /** How its connections are used, where there is a pool of them. */
  readonly pool?: (() => PoolUse) | undefined;
  close(): Promise<void>;
};

const SQLITE = 'sqlite:';
const MEMORY = ':memory:';
const POSTGRES = /^postgres(ql)?:/;

/** Whether the address is that of a Postgres server. */
export function isPostgresAddress(address: string): boolean {
  return POSTGRES.test(address);
}

/**
 * Opens the database at an address: `sqlite:FILE`, `sqlite::memory:` or `postgres://USER@HOST/DATABASE`.
 *
 * @throws input.invalid for any other address
 * @throws store.unavailable store.schema-too-new store.schema-too-old
 */
export async function openDatabase(
  address: string,
  { isDurable }: { readonly isDurable?: boolean | undefined } = {},
): Promise<OpenedDatabase> {
  if (isPostgresAddress(address)) {
    // Loaded on demand: who has another database need not install the driver.
    const { openPostgresStore } = await import('../postgres/index.js');
    const store = await openPostgresStore({ address, digest: sha256Digest });
    return { store, signer: absentSigner, pool: () => store.poolUse(), close: () => store.close() };
  }
  const path = sqlitePath(address);
  const store = await openSqliteStore({ path, digest: sha256Digest, isDurable });
  const signer = () => (path === MEMORY ? createSigner() : openSigner(`${path}.signing-key.pem`));
  return { store, signer, close: async () => store.close() };
}

/**
 * Names a place for a story that leaves nothing behind: at Postgres in a schema of their own, which goes when it is
 * dropped; elsewhere the database is what the caller makes of it.
 */
export async function scratchAddress(address: string): Promise<{ address: string; drop(): Promise<void> }> {
  if (!isPostgresAddress(address)) return { address, drop: () => Promise.resolve() };
  const { nameScratchSchema } = await import('../postgres/index.js');
  return nameScratchSchema(address);
}

/**
 * The file of an address of SQLite.
 *
 * @throws input.invalid for any other address
 */
export function sqlitePath(address: string): string {
  if (address.startsWith(SQLITE) && address.length > SQLITE.length) return address.slice(SQLITE.length);
  // Not the whole of it: an address may hold a password.
  const scheme = address.split(':', 1)[0] ?? '';
  throw invalidInput({
    path: 'db',
    message: `must be sqlite:FILE, sqlite:${MEMORY} or postgres://USER@HOST/DATABASE, not ${scheme}:…`,
  });
}

/** A database of many machines has no place of its own for the one key that all of them sign with. */
function absentSigner(): Signer {
  const absent = () =>
    invalidInput({ path: 'signing-key', message: 'name the PEM file of the key that signs receipts' });
  return {
    get publicKey(): string {
      throw absent();
    },
    sign: () => {
      throw absent();
    },
  };
}
