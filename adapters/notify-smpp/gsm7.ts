import { GSM7_ALPHABET, GSM7_EXTENSION } from '../../src/messaging/index.js';

const ESCAPE = 0x1b;
const CODES = new Map<string, readonly number[]>([
  ...Array.from(GSM7_ALPHABET, (character, code) => [character, [code]] as const),
  ...Array.from(GSM7_EXTENSION, ([character, code]) => [character, [ESCAPE, code]] as const),
]);

/** A text of the default alphabet as SMPP carries it: one septet in each octet. */
export function encodeGsm7(text: string): Buffer {
  return Buffer.from(Array.from(text).flatMap((character) => CODES.get(character) ?? []));
}

/** UCS-2 as SMPP carries it: UTF-16, the high octet first. */
export function encodeUcs2(text: string): Buffer {
  return Buffer.from(text, 'utf16le').swap16();
}
