import { type ClientId, type Digest, invalidInput, parseClientId } from '../../shared/index.js';

const TOKEN_DIGITS = 32;

/**
 * What an unsubscribe link carries: the client and 128 bits that only the holder of the secret can make. It ends
 * reminders, feedback and marketing and can do nothing else.
 */
export function unsubscribeToken(client: ClientId, secret: string, digest: Digest): string {
  return `${client}:${digest.sha256(`${secret}:unsubscribe:${client}`).slice(0, TOKEN_DIGITS)}`;
}

/**
 * The client whose token this is.
 *
 * @throws input.invalid
 */
export function clientOfToken(token: string, secret: string, digest: Digest): ClientId {
  const client = parseClientId(token.slice(0, token.lastIndexOf(':')), 'token');
  if (unsubscribeToken(client, secret, digest) === token) return client;
  throw invalidInput({ path: 'token', message: 'is not a token that was sent to anybody' });
}
