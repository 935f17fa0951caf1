import { Conflict, DomainError, UNKNOWN_OUTCOME, Unavailable } from '../../src/shared/index.js';

/** An error that the server has sent, as the driver tells it. */
type ServerError = Error & {
  readonly code: string;
  readonly severity: string;
  readonly constraint?: string | undefined;
};

const UNIQUE_VIOLATION = '23505';
const CHANGED_MEANWHILE = 'JQ001';
const APPEND_ONLY = 'JQ002';
const SERIALIZATION_FAILURE = '40001';
const DEADLOCK = '40P01';
const LOCK_TIMEOUT = '55P03';
const CANCELLED = '57014';
const NOT_PERMITTED = '42501';
const SCHEMA_MISSING = ['42P01', '3F000', '42883'];

/** Codes of errors that another run of the same work may not meet again. */
const COLLISIONS: readonly string[] = [
  ...[SERIALIZATION_FAILURE, DEADLOCK, UNIQUE_VIOLATION],
  ...[CHANGED_MEANWHILE, APPEND_ONLY],
];

/**
 * Whether another run of the same work may end well: two transactions met, or one has just inserted the row that the other
 * found missing. The second run sees what the first one could not.
 */
export function isCollision(error: unknown): boolean {
  return isServerError(error) && COLLISIONS.includes(error.code);
}

/** Whether the connection is gone: what it had not committed is undone by the server. */
export function isLostConnection(error: unknown): boolean {
  if (error instanceof DomainError) return false;
  // Class 57P: the server is shutting down, has crashed or is starting. Class 08: the connection is broken.
  return !isServerError(error) || error.code.startsWith('57P') || error.code.startsWith('08');
}

/** Whether the login lacks a right. */
export function isNotPermitted(error: unknown): boolean {
  return isServerError(error) && error.code === NOT_PERMITTED;
}

/** Says a driver's error in Jinaq's words. */
export function translateError(error: unknown): unknown {
  if (error instanceof DomainError) return error;
  if (!isServerError(error)) return unavailable('The database cannot be reached', error);
  if (error.code === UNIQUE_VIOLATION) return translateDouble(error);
  if (error.code === CHANGED_MEANWHILE) return new Conflict('conflict', `${error.message}.`, { cause: error });
  if (error.code === SERIALIZATION_FAILURE || error.code === DEADLOCK) {
    return new Conflict('conflict', 'Others kept changing the same things.', { cause: error });
  }
  if (error.code === LOCK_TIMEOUT) return unavailable('What is to be changed stayed locked', error);
  if (error.code === CANCELLED) return unavailable('The database took too long', error);
  if (SCHEMA_MISSING.includes(error.code)) return unavailable('The database has no tables of Jinaq', error);
  // Classes: connection, authorisation, database missing, resources, operator's intervention, system, configuration, internal.
  if (/^(08|28|3D|53|57|58|F0|XX)/.test(error.code)) return unavailable('The database cannot be used', error);
  return error;
}

/** The answer when the connection was cut at the commit: only who asks again can know whether it was kept. */
export function unknownOutcome(cause: unknown): Unavailable {
  return new Unavailable(
    'store.unavailable',
    'The connection to the database was cut at the commit: it may have been kept or not. Ask again under the same key.',
    { details: UNKNOWN_OUTCOME, cause },
  );
}

function unavailable(what: string, cause: unknown): Unavailable {
  const message = cause instanceof Error && cause.message !== '' ? cause.message : 'it does not answer';
  const details = isServerError(cause) ? { postgres: cause.code } : {};
  return new Unavailable('store.unavailable', `${what}: ${message}.`, { details, cause });
}

function translateDouble(error: ServerError): Conflict {
  return error.constraint === 'transfers_resolved'
    ? new Conflict('ledger.pending-resolved', 'This transfer was posted, voided or reversed before.', { cause: error })
    : new Conflict('conflict', 'The same thing was stored before.', { cause: error });
}

function isServerError(error: unknown): error is ServerError {
  return error instanceof Error && 'severity' in error && 'code' in error && /^[0-9A-Z]{5}$/.test(String(error.code));
}
