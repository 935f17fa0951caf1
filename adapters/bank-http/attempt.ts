import type { Pool } from 'undici';
import type { z } from 'zod';
import { DomainError, parseRetryAfter } from '../../src/shared/index.js';
import { BankFailure } from './failure.js';
import type { HttpBankOptions, SignableRequest } from './options.js';
import { errorOf, problemSchema } from './problem.js';

export type Attempt<Answer extends z.ZodType> = {
  readonly pool: Pool;
  readonly request: SignableRequest;
  readonly answer: Answer;
  readonly credentials: Pick<HttpBankOptions, 'sign' | 'token'>;
  readonly signal: AbortSignal;
};

/**
 * Sends a request once and reads the answer.
 *
 * @throws BankFailure when there is none
 * @throws the error of the contract that the bank answered
 */
export async function attemptOnce<Answer extends z.ZodType>(attempt: Attempt<Answer>): Promise<z.output<Answer>> {
  const { pool, request, answer, credentials, signal } = attempt;
  const headers = await headersOf(request, credentials);
  const { status, retryAfterMs, text } = await exchange(pool, request, headers, signal);
  if (status === 200) {
    const result = answer.safeParse(parseJson(text));
    if (result.success) return result.data;
    throw new BankFailure('wrong-answer', { status });
  }
  throw refusalOf(request, status, text, retryAfterMs);
}

async function headersOf(request: SignableRequest, { sign, token }: Attempt<z.ZodType>['credentials']) {
  try {
    const bearer = typeof token === 'function' ? await token() : token;
    return {
      accept: 'application/json',
      ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
      ...(await sign?.(request)),
    };
  } catch {
    // Without its cause: what a signer throws may quote its key.
    throw new BankFailure('not-signed');
  }
}

async function exchange(
  pool: Pool,
  { method, path, body }: SignableRequest,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<{ status: number; retryAfterMs: number | undefined; text: string }> {
  try {
    const response = await pool.request({ method, path, headers, body: body ?? null, signal });
    return {
      status: response.statusCode,
      retryAfterMs: parseRetryAfter(response.headers['retry-after'], new Date()),
      text: await response.body.text(),
    };
  } catch (error) {
    if (signal.aborted) throw new BankFailure('timeout');
    const { code } = error as { code?: unknown };
    // undici checks headers itself: a token or a signature that no header can hold has not been sent.
    if (code === 'UND_ERR_INVALID_ARG') throw new BankFailure('not-signed');
    if (code === 'UND_ERR_CLOSED' || code === 'UND_ERR_DESTROYED') throw new BankFailure('closed');
    throw new BankFailure('no-answer', { cause: new Error(typeof code === 'string' ? code : 'the connection broke') });
  }
}

function refusalOf(
  { body }: SignableRequest,
  status: number,
  text: string,
  retryAfterMs: number | undefined,
): BankFailure | DomainError {
  if (status >= 500 || status === 429) {
    return new BankFailure('server-error', { status, retryAfterMs });
  }
  const problem = problemSchema.safeParse(parseJson(text));
  // The status of the line decides: something on the way may have written its own over the bank's answer.
  if (problem.success && problem.data.status === status) return errorOf(problem.data);
  // Whatever else a 409 says: of an order it can only mean that its key was used for another one.
  if (status === 409 && body !== undefined) {
    return new DomainError('idempotency.key-reused', 'The bank knows this key with another request.');
  }
  return new BankFailure(status >= 300 ? 'not-accepted' : 'wrong-answer', { status });
}

/** undefined for what is not JSON: the error of JSON.parse would quote the answer. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
