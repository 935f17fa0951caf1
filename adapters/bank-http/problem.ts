import { z } from 'zod';
import {
  Conflict,
  DomainError,
  ERROR_CODES,
  type ErrorCode,
  invalidInput,
  NotFound,
  Unavailable,
} from '../../src/shared/index.js';

/** The errors that a bank may answer, with their HTTP status. Whatever else goes wrong is a 500 without a code. */
export const PROBLEM_STATUSES = {
  'input.invalid': 400,
  'not-found': 404,
  'idempotency.key-reused': 409,
  conflict: 409,
  'bank.insufficient-funds': 422,
  'bank.account-closed': 422,
  'bank.refused': 422,
  'bank.unavailable': 503,
} as const satisfies Partial<Record<ErrorCode, number>>;

type ProblemCode = keyof typeof PROBLEM_STATUSES;

const MAX_TITLE_LENGTH = 1_000;
const CODES = Object.keys(PROBLEM_STATUSES) as ProblemCode[];

/** An error on the wire: a problem document (RFC 9457) with the code of the error. */
export const problemSchema = z.object({
  status: z.int(),
  title: z.string().max(MAX_TITLE_LENGTH),
  code: z.enum(CODES).describe('Programs match on this.'),
  problems: z
    .array(z.object({ path: z.string(), message: z.string() }))
    .optional()
    .describe('With `input.invalid`: each problem and where it is.'),
  details: z.record(z.string(), z.string()).optional().describe('Such as `key` and `field` of a reused key.'),
});

/** One of them. */
export type Problem = z.output<typeof problemSchema>;

/** An error of the bank as it goes onto the wire; undefined when it is none that a client may see. */
export function problemOf(error: unknown): Problem | undefined {
  if (!(error instanceof DomainError)) return undefined;
  const code = isProblemCode(error.code) ? error.code : undefined;
  if (code === undefined && ERROR_CODES[error.code].kind !== 'unavailable') return undefined;
  const { problems } = error.details as { problems?: Problem['problems'] };
  const texts = Object.entries(error.details).filter((pair): pair is [string, string] => typeof pair[1] === 'string');
  return {
    status: PROBLEM_STATUSES[code ?? 'bank.unavailable'],
    title: error.message.slice(0, MAX_TITLE_LENGTH),
    code: code ?? 'bank.unavailable',
    ...(problems === undefined ? {} : { problems }),
    ...(texts.length === 0 ? {} : { details: Object.fromEntries(texts) }),
  };
}

/** The error that the bank meant. */
export function errorOf({ code, title, problems, details = {} }: Problem): DomainError {
  // What a bank writes may end up on a terminal.
  const message = title.replace(/\p{Cc}/gu, ' ');
  if (code === 'input.invalid' && problems !== undefined) return invalidInput(...problems);
  if (code === 'not-found' && details['what'] !== undefined && details['id'] !== undefined) {
    return new NotFound(details['what'], details['id']);
  }
  if (code === 'bank.unavailable') return new Unavailable(code, message, { details });
  return code === 'conflict' ? new Conflict(code, message, { details }) : new DomainError(code, message, { details });
}

function isProblemCode(code: ErrorCode): code is ProblemCode {
  return code in PROBLEM_STATUSES;
}
