import type { TestProject } from 'vitest/node';
import { openPostgresStore } from '../../adapters/postgres/index.js';
import { sha256Digest as digest } from '../../adapters/system/index.js';
import { createDatabase, onDatabase, startPostgres } from './postgres.js';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The address of a server that all tests of a run share. */
    readonly postgres: string;
    /** The name of a database with Jinaq's tables and nothing in them. */
    readonly postgresTemplate: string;
    /** A login that is a member of jinaq_app and nothing else. */
    readonly postgresApp: { readonly user: string; readonly password: string };
  }
}

/** One server for a whole run; each test copies a database that was migrated once. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startPostgres();
  const address = server.address('postgres');
  const template = await createDatabase(address);
  await (await openPostgresStore({ address: template, digest })).close();
  const app = { user: 'app_server', password: 'app' };
  await onDatabase(address, (client) =>
    client.query(`CREATE ROLE ${app.user} LOGIN PASSWORD '${app.password}' IN ROLE jinaq_app`),
  );
  project.provide('postgres', address);
  project.provide('postgresTemplate', new URL(template).pathname.slice(1));
  project.provide('postgresApp', app);
  return () => server.close();
}
