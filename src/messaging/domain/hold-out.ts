import type { ClientId, Digest } from '../../shared/index.js';
import type { MessagingSettings } from './settings.js';

const ALL_BPS = 10_000;
const HASH_DIGITS = 8;
const HASHES = 16 ** HASH_DIGITS;

/**
 * Whether this client is one of the steady few who get no reminders. It depends on nothing but the client and the salt:
 * the first 32 bits of SHA-256(salt ":" client) as a share of all they can be, compared with the share of the bank.
 */
export function isHeldOut(
  client: ClientId,
  { holdOutBps, holdOutSalt }: Pick<MessagingSettings, 'holdOutBps' | 'holdOutSalt'>,
  digest: Digest,
): boolean {
  const hash = Number.parseInt(digest.sha256(`${holdOutSalt}:${client}`).slice(0, HASH_DIGITS), 16);
  return hash * ALL_BPS < holdOutBps * HASHES;
}
