import { ERROR_CODES, type ErrorCode } from './error-codes.js';

export type ErrorDetails = Readonly<Record<string, unknown>>;

type ErrorOptionsWithDetails = { readonly details?: ErrorDetails; readonly cause?: unknown };

/**
 * An expected refusal: a rule, an input, a missing thing, an unreachable bank.
 * Match on `code`; `details` holds what a program needs to act on it (money as bigint tiyn).
 */
export class DomainError extends Error {
  override readonly name: string = 'DomainError';
  readonly code: ErrorCode;
  readonly details: ErrorDetails;
  /** The way out of this error, one sentence. */
  readonly hint: string;

  constructor(code: ErrorCode, message: string, options: ErrorOptionsWithDetails = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.details = options.details ?? {};
    this.hint = ERROR_CODES[code].hint;
  }
}

/** A port could not do its work (bank or database down, time-out); the outcome may be unknown. */
export class Unavailable extends DomainError {
  override readonly name = 'Unavailable';
}

/** Two writers met; the one that sees this may read again and repeat. */
export class Conflict extends DomainError {
  override readonly name = 'Conflict';
}

/** The named thing does not exist, or the actor may not know that it does. */
export class NotFound extends DomainError {
  override readonly name = 'NotFound';

  constructor(what: string, id: string) {
    super('not-found', `There is no ${what} ${id}.`, { details: { what, id } });
  }
}

/** A bug in Jinaq: something that can never be so was so. Never caught to go on. */
export class InvariantViolation extends Error {
  override readonly name = 'InvariantViolation';
}

/**
 * States what must be so at this place.
 *
 * @throws InvariantViolation when it is not
 */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new InvariantViolation(message);
}

/** One problem of an input: where it is and what is wrong there. */
export type InputProblem = { readonly path: string; readonly message: string };

/**
 * Makes the error for input that does not parse.
 *
 * @returns DomainError `input.invalid` whose details name each problem by its path
 */
export function invalidInput(...problems: readonly InputProblem[]): DomainError {
  const message = problems.map((p) => (p.path === '' ? p.message : `${p.path}: ${p.message}`)).join('; ');
  return new DomainError('input.invalid', message, { details: { problems } });
}
