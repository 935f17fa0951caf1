import { DomainError, ERROR_CODES, type ErrorKind } from '../src/shared/index.js';

/** What the process tells its caller at the end. */
export const EXIT = {
  done: 0,
  bug: 1,
  input: 2,
  rule: 3,
  notFound: 4,
  conflict: 5,
  access: 6,
  unavailable: 7,
  someFailed: 8,
} as const;

const EXIT_OF_KIND: { readonly [Kind in ErrorKind]: number } = {
  input: EXIT.input,
  rule: EXIT.rule,
  'not-found': EXIT.notFound,
  conflict: EXIT.conflict,
  access: EXIT.access,
  unavailable: EXIT.unavailable,
};

/** The exit code for an error: the kind of its code says it; what has no code is a bug. */
export function exitCodeOf(error: unknown): number {
  return error instanceof DomainError ? EXIT_OF_KIND[ERROR_CODES[error.code].kind] : EXIT.bug;
}
