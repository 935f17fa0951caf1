import { failedAs, networkFailure, type SendFailure } from '../../src/messaging/index.js';

type MailError = {
  readonly code?: unknown;
  readonly responseCode?: unknown;
  readonly response?: unknown;
  readonly command?: unknown;
};

/** Enhanced status codes that mean that nobody reads mail at this address (RFC 3463: 5.1.x of the address, 5.2.1). */
const NOBODY = /^5\.(?:1\.(?:1|2|3|6|10)|2\.1)$/;
/**
 * What a failure of nodemailer means. Only the codes are kept: what servers write beside them may quote an address.
 *
 * 4xx is temporary; 5xx is permanent, for the address where the server says so, else for the message; a refused login or
 * certificate is ours to mend, so temporary; a connection that breaks on the way leaves the outcome unknown.
 */
export function failureOf(error: unknown): SendFailure {
  const { code, responseCode, response, command } = error as MailError;
  const status = typeof responseCode === 'number' ? responseCode : 0;
  const [, enhanced = ''] = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})/.exec(String(response)) ?? [];
  const statusText = `${status} ${enhanced}`.trim();
  if (status >= 400 && status < 500) return failedAs('temporary', statusText);
  // A code that answers the greeting, STARTTLS or the login says nothing about this message.
  if (status >= 500 && (code === 'EENVELOPE' || code === 'EMESSAGE')) {
    const isRecipient = command === 'RCPT TO' && [550, 551, 553].includes(status);
    const isNobody = enhanced === '' ? isRecipient : NOBODY.test(enhanced);
    return failedAs(isNobody ? 'address' : 'message', statusText);
  }
  return networkFailure(error);
}
