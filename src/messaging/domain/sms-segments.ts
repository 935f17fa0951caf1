/** How the text of an SMS is written on the air: 7-bit default alphabet, or UCS-2 (UTF-16) for everything else. */
export const SMS_ENCODINGS = ['gsm7', 'ucs2'] as const;
export type SmsEncoding = (typeof SMS_ENCODINGS)[number];

/** A text as the network carries and charges it. */
export type SmsSegments = {
  readonly encoding: SmsEncoding;
  /** The text of each part, in order; what is paid for is their number. An empty text is one empty part. */
  readonly parts: readonly string[];
  /** Length of all parts in septets (gsm7) or UTF-16 code units (ucs2), without headers. */
  readonly units: number;
};

/** Units that fit into a message of one part, and into each of several: 6 of 140 octets are then the header. */
export const SMS_LIMITS = { gsm7: { single: 160, part: 153 }, ucs2: { single: 70, part: 67 } } as const;
/** The header counts parts in one octet (3GPP TS 23.040, 9.2.3.24.1); a longer text cannot be sent as SMS. */
export const MAX_SMS_PARTS = 255;

/** The default alphabet in the order of its codes (3GPP TS 23.038, 6.2.1); the escape at 27 is no character. */
export const GSM7_ALPHABET =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u001bÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?' +
  '¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
/** Characters that are written as an escape and a second septet (3GPP TS 23.038, 6.2.1.1). */
export const GSM7_EXTENSION: ReadonlyMap<string, number> = new Map([
  ['\f', 0x0a],
  ['^', 0x14],
  ['{', 0x28],
  ['}', 0x29],
  ['\\', 0x2f],
  ['[', 0x3c],
  ['~', 0x3d],
  [']', 0x3e],
  ['|', 0x40],
  ['€', 0x65],
]);

const BASIC = new Set(GSM7_ALPHABET.replace('\u001b', ''));
/** Typography that alone would halve what fits into a part. */
const PLAIN: ReadonlyMap<string, string> = new Map([
  ...Array.from('\u00a0\u2007\u2009\u202f', (space) => [space, ' '] as const),
  ...Array.from('«»“”„', (quote) => [quote, '"'] as const),
  ...Array.from('‘’', (quote) => [quote, "'"] as const),
  ...Array.from('‐‑–—', (dash) => [dash, '-'] as const),
  ['…', '...'],
]);

/**
 * Cuts a text into the parts of an SMS. The encoding is GSM-7 if every character has its place there, else UCS-2; where
 * only typography is in the way (no-break spaces, “quotes”, – dashes) it is written plainly. Neither an escaped
 * character nor a surrogate pair is ever cut in two.
 */
export function smsSegments(text: string): SmsSegments {
  const plain = Array.from(text, (character) => PLAIN.get(character) ?? character).join('');
  const encoding = Array.from(plain).every(isGsm7) ? 'gsm7' : 'ucs2';
  const sent = encoding === 'gsm7' ? plain : text;
  const sizes = Array.from(sent, (character) => sizeOf(character, encoding));
  const units = sizes.reduce((sum, size) => sum + size, 0);
  const { single, part } = SMS_LIMITS[encoding];
  if (units <= single) return { encoding, parts: [sent], units };
  return { encoding, parts: cut(Array.from(sent), sizes, part), units };
}

function cut(characters: readonly string[], sizes: readonly number[], limit: number): readonly string[] {
  const parts: string[] = [];
  let part = '';
  let used = 0;
  characters.forEach((character, index) => {
    const size = sizes[index] ?? 0;
    if (used + size > limit) {
      parts.push(part);
      part = '';
      used = 0;
    }
    part += character;
    used += size;
  });
  return [...parts, part];
}

function isGsm7(character: string): boolean {
  return BASIC.has(character) || GSM7_EXTENSION.has(character);
}

function sizeOf(character: string, encoding: SmsEncoding): number {
  if (encoding === 'ucs2') return character.length;
  return GSM7_EXTENSION.has(character) ? 2 : 1;
}
