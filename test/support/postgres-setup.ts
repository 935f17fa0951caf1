import type { TestProject } from 'vitest/node';
import { openPostgresStore } from '../../adapters/postgres/index.js';
import { sha256Digest as digest } from '../../adapters/system/index.js';
import { createDatabase, startPostgres } from './postgres.js';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The address of a server that all tests of a run share. */
    readonly postgres: string;
    /** The name of a database with Jinaq's tables and nothing in them. */
    readonly postgresTemplate: string;
  }
}

/** One server for a whole run; each test copies a database that was migrated once. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startPostgres();
  const address = server.address('postgres');
  const template = await createDatabase(address);
  await (await openPostgresStore({ address: template, digest })).close();
  project.provide('postgres', address);
  project.provide('postgresTemplate', new URL(template).pathname.slice(1));
  return () => server.close();
}
