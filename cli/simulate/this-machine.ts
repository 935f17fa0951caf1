import { tmpdir } from 'node:os';
import { Unavailable } from '../../src/shared/index.js';

/** Codes with which a database of a run fails; those that a fault of the run has caused reach nobody but Jinaq. */
const OF_DATABASES: readonly string[] = ['store.unavailable', 'bank.unavailable'];
const OF_SQLITE = /^SQLITE_(FULL|IOERR|CANTOPEN)/;

/**
 * What has ended a run, said in the words of whoever plays it where it was their machine: a run whose database fails by
 * no fault of its own says nothing about Jinaq.
 */
export function ofThisMachine(error: unknown): unknown {
  if (!(error instanceof Error) || !isOfThisMachine(error)) return error;
  const message = `The databases of a run are kept in ${tmpdir()}, and that failed: ${error.message}`;
  return new Unavailable('simulation.machine-failed', message, { cause: error });
}

function isOfThisMachine(error: Error & { readonly code?: unknown; readonly syscall?: unknown }): boolean {
  if (typeof error.code !== 'string') return false;
  return OF_DATABASES.includes(error.code) || OF_SQLITE.test(error.code) || error.syscall !== undefined;
}
