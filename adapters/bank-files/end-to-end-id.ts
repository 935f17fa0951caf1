import { invalidInput } from '../../src/shared/index.js';

/** The longest end-to-end id of ISO 20022 (Max35Text), in characters. */
export const MAX_END_TO_END_ID_LENGTH = 35;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const BARE_UUID = /^[0-9a-f]{32}$/;
/** The characters that every bank passes on unchanged. */
const SAFE = /^[A-Za-z0-9+?/:().,'-](?:[A-Za-z0-9+?/:().,' -]*[A-Za-z0-9+?/:().,'-])?$/;

/**
 * Writes a key of ours as the end-to-end id of a payment, from which `keyOf` reads it back. A UUID has 36 characters,
 * one too many, and goes without its hyphens as 32; any other key goes as it is.
 *
 * @throws input.invalid when the key has more than 35 characters, others than banks pass on, or the look of a UUID
 * without hyphens, which would come back with them
 */
export function endToEndIdOf(key: string, path = 'key'): string {
  if (UUID.test(key)) return key.replaceAll('-', '');
  const wrong = (message: string) => invalidInput({ path, message });
  if (key.length > MAX_END_TO_END_ID_LENGTH) {
    throw wrong(`is longer than ${MAX_END_TO_END_ID_LENGTH} characters and no UUID in small letters`);
  }
  if (!SAFE.test(key)) throw wrong("has characters that banks do not pass on: only A-Z a-z 0-9 + ? / : ( ) . , ' -");
  if (BARE_UUID.test(key)) throw wrong('is a UUID without hyphens: write it with them');
  return key;
}

/** The key of ours that became this end-to-end id. */
export function keyOf(endToEndId: string): string {
  if (!BARE_UUID.test(endToEndId)) return endToEndId;
  return endToEndId.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
