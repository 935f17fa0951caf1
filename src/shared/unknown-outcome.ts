import { type ErrorDetails, Unavailable } from './errors.js';

/** The details of an `Unavailable` that cannot say whether what was asked for was done. */
export const UNKNOWN_OUTCOME: ErrorDetails = { outcome: 'unknown' };

const MAX_ATTEMPTS = 3;

/** Whether the error leaves open if what was asked for was done: the connection was cut at the commit. */
export function isOutcomeUnknown(error: unknown): error is Unavailable {
  return error instanceof Unavailable && error.details.outcome === UNKNOWN_OUTCOME.outcome;
}

/**
 * Does again what may have been done or not, until it is known. The work looks for what an earlier attempt has left when
 * it is told that there was one.
 *
 * @throws store.unavailable with an unknown outcome when it cannot be found out
 */
export async function untilKnown<T>(work: (isRepeated: boolean) => Promise<T>): Promise<T> {
  let unknown: Unavailable | undefined;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work(unknown !== undefined);
    } catch (error) {
      if (isOutcomeUnknown(error)) unknown = error;
      // That nothing was done now says nothing of the time before.
      else throw unknown !== undefined && error instanceof Unavailable ? unknown : error;
      if (attempt === MAX_ATTEMPTS) throw unknown;
    }
  }
}
