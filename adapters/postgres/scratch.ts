import { randomBytes } from 'node:crypto';
import { parseAddress } from './address.js';
import { withClient } from './database.js';

/** A place for tables that are thrown away, in a database that may hold others. */
export type ScratchSchema = {
  /** The database with this schema named. */
  readonly address: string;
  drop(): Promise<void>;
};

/**
 * Names a schema that does not exist yet: whoever opens a store there makes it.
 *
 * @throws input.invalid for an address that cannot be read
 */
export function nameScratchSchema(address: string): ScratchSchema {
  const connection = parseAddress(address);
  const schema = `jinaq_scratch_${randomBytes(8).toString('hex')}`;
  const url = new URL(address);
  url.searchParams.set('schema', schema);
  return {
    address: url.href,
    drop: async () => {
      await withClient(connection, (client) => client.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`));
    },
  };
}
