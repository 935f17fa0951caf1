import { BrokenCircuitError, BulkheadRejectedError, TaskCancelledError } from 'cockatiel';
import { Unavailable } from '../../src/shared/index.js';
import type { Call } from './routes.js';

/** Why there is no usable answer. */
export type FailureReason =
  | 'no-answer'
  | 'timeout'
  | 'server-error'
  | 'wrong-answer'
  | 'not-accepted'
  | 'not-signed'
  | 'circuit-open'
  | 'too-many-waiting'
  | 'closed';

type FailureFacts = {
  readonly status?: number | undefined;
  /** How long the bank asked to be left alone. */
  readonly retryAfterMs?: number | undefined;
  readonly cause?: unknown;
};

/** What is sick is the bank or the way to it: the circuit breaker counts these, and a retry may help. */
const SICK = new Set<FailureReason>(['no-answer', 'timeout', 'server-error', 'wrong-answer']);
const WORDS: Readonly<Record<FailureReason, string>> = {
  'no-answer': 'the connection failed or broke off',
  timeout: 'it did not answer in time',
  'server-error': 'it answered with an error of its own',
  'wrong-answer': 'its answer is not of the contract',
  'not-accepted': 'it does not accept our requests: check the address and the credentials',
  'not-signed': 'the request could not be signed',
  'circuit-open': 'too many calls failed, so that it is left alone for a moment',
  'too-many-waiting': 'too many calls are waiting already',
  closed: 'the client is closed',
};

/** One attempt that came to nothing. It never holds a header, a body or an account number. */
export class BankFailure extends Error {
  override readonly name = 'BankFailure';
  readonly reason: FailureReason;
  readonly status: number | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(reason: FailureReason, { status, retryAfterMs, cause }: FailureFacts = {}) {
    super(WORDS[reason], cause === undefined ? undefined : { cause });
    this.reason = reason;
    this.status = status;
    this.retryAfterMs = retryAfterMs;
  }
}

/** Sees the failure in what an attempt or a policy threw; undefined when the bank has answered with an error. */
export function failureIn(error: unknown): BankFailure | undefined {
  if (error instanceof BankFailure) return error;
  if (error instanceof TaskCancelledError) return new BankFailure('timeout');
  if (error instanceof BrokenCircuitError) return new BankFailure('circuit-open');
  return error instanceof BulkheadRejectedError ? new BankFailure('too-many-waiting') : undefined;
}

/** Whether the bank, or the way to it, is what failed. */
export function isSick(error: unknown): boolean {
  const failure = failureIn(error);
  return failure !== undefined && SICK.has(failure.reason);
}

/** Whether the attempt that failed so has not left this process. */
export function isUnsent({ reason }: BankFailure): boolean {
  return reason === 'not-signed' || reason === 'closed';
}

/**
 * The error for the caller. `details.reason` says why the last attempt failed; `details.sent` is false when no attempt
 * at all has left this process, and otherwise nobody knows what the bank has done.
 */
export function unavailable(call: Call, failure: BankFailure, { sent }: { readonly sent: boolean }): Unavailable {
  const { reason, status, retryAfterMs, message, cause } = failure;
  const code = status === undefined ? '' : ` (HTTP ${status})`;
  return new Unavailable('bank.unavailable', `The bank gave no answer to ${call}: ${message}${code}.`, {
    details: { call, reason, status, retryAfterMs, sent },
    cause,
  });
}
