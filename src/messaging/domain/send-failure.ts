import type { SendFailure } from '../ports/channel.js';

/** The result of a message that did not go out. */
export function failedAs(fault: SendFailure['fault'], reason: string, retryAfterMs?: number): SendFailure {
  const failure: SendFailure = { status: 'failed', fault, reason };
  return retryAfterMs === undefined ? failure : { ...failure, retryAfterMs };
}

/** Nothing of the message has left when these are the reason; those of a certificate come from OpenSSL. */
const BEFORE_SENDING = [
  /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT)$/,
  /^(?:EDNS|ETLS|EPROTOCOL|EAUTH|ENOAUTH|CONNECT_TIMEOUT|GREETING_TIMEOUT)$/,
  /^ERR_TLS_|CERT|SIGNATURE/,
];

type NetworkError = {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly originalCode?: unknown;
  readonly timeoutType?: unknown;
};

/**
 * What a broken connection means, by the codes that Node, undici and nodemailer give to their errors: nothing was sent
 * when there was no connection yet, otherwise nobody knows.
 */
export function networkFailure(error: unknown): SendFailure {
  const { name, code, originalCode, timeoutType } = error as NetworkError;
  const timeout = name === 'TimeoutError' ? 'timeout' : undefined;
  const known = [timeout, originalCode, timeoutType, code].filter((reason) => typeof reason === 'string');
  const isBefore = known.some((reason) => BEFORE_SENDING.some((pattern) => pattern.test(reason)));
  return failedAs(isBefore ? 'temporary' : 'unknown', known[0] ?? 'no-answer');
}
