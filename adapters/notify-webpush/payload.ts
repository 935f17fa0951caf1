import { createHash } from 'node:crypto';
import type { OutgoingMessage } from '../../src/messaging/index.js';

/** A push service takes 4,096 octets (RFC 8030, 7.2); encryption takes 103 of them (RFC 8188: header, padding, tag). */
const MAX_PAYLOAD_BYTES = 4_096 - 103;
const MAX_TTL_SECONDS = 28 * 86_400;

/**
 * What the bank's service worker gets: `{ key, title, body, locale, data }`. It is to show a notification with
 * `tag: key`, so that a repeated message replaces the first one, and to say that it was shown or read, which no push
 * service reports. A body that is too long is cut.
 *
 * @returns undefined when even without a body it is too long
 */
export function payloadOf({ key, subject = '', text, locale, data }: OutgoingMessage): string | undefined {
  const write = (body: string): string => JSON.stringify({ key, title: subject, body, locale, data });
  const characters = Array.from(text);
  const fits = (length: number): boolean => Buffer.byteLength(write(cut(characters, length))) <= MAX_PAYLOAD_BYTES;
  if (fits(characters.length)) return write(text);
  if (!fits(0)) return undefined;
  let [shortest, longest] = [0, characters.length];
  while (longest - shortest > 1) {
    const middle = Math.floor((shortest + longest) / 2);
    if (fits(middle)) shortest = middle;
    else longest = middle;
  }
  return write(cut(characters, shortest));
}

/** The topic by which a push service replaces what it has not delivered yet (RFC 8030, 5.4): at most 32 characters. */
export function topicOf(key: string): string {
  return createHash('sha256').update(key).digest('base64url').slice(0, 32);
}

/** For how many seconds a push service keeps a message for a device that is off. */
export function ttlOf(expiresAt: Date | undefined, now: Date): number {
  if (expiresAt === undefined) return MAX_TTL_SECONDS;
  return Math.min(MAX_TTL_SECONDS, Math.max(0, Math.floor((expiresAt.getTime() - now.getTime()) / 1_000)));
}

function cut(characters: readonly string[], length: number): string {
  return length >= characters.length ? characters.join('') : `${characters.slice(0, length).join('')}…`;
}
