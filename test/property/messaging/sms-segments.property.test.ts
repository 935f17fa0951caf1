import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { GSM7_ALPHABET, GSM7_EXTENSION, SMS_LIMITS, smsSegments } from '../../../src/messaging/index.js';

const gsmText = fc
  .array(fc.constantFrom(...GSM7_ALPHABET.replace('\u001b', ''), ...GSM7_EXTENSION.keys()), { maxLength: 700 })
  .map((characters) => characters.join(''));
const anyText = fc.oneof(
  gsmText,
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.array(fc.constantFrom('қ', '🎉', 'a', '€', '₸'), { maxLength: 400 }).map((characters) => characters.join('')),
);

/** Counted by itself: the octets of UTF-16, or one septet each and one more for each escape. */
const unitsOf = (part: string, encoding: string) =>
  encoding === 'ucs2'
    ? Buffer.from(part, 'utf16le').length / 2
    : Array.from(part).reduce((sum, character) => sum + (GSM7_EXTENSION.has(character) ? 2 : 1), 0);

describe('laws of SMS segments', () => {
  test('the parts together are the text, each within its limit and as full as it can be', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { encoding, parts, units } = smsSegments(text);
        if (encoding === 'ucs2') expect(parts.join('')).toBe(text);
        const sizes = parts.map((part) => unitsOf(part, encoding));
        expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(units);
        const { single, part: limit } = SMS_LIMITS[encoding];
        if (parts.length === 1) expect(units).toBeLessThanOrEqual(single);
        else expect(units).toBeGreaterThan(single);
        sizes.slice(0, -1).forEach((size, index) => {
          const [next = ''] = parts[index + 1] ?? '';
          expect(size).toBeLessThanOrEqual(limit);
          if (parts.length > 1) expect(size + unitsOf(next, encoding)).toBeGreaterThan(limit);
        });
        if (parts.length > 1) expect(sizes.at(-1)).toBeLessThanOrEqual(limit);
      }),
    );
  });

  test('a text of the default alphabet stays as it is and is never sent as UCS-2', () => {
    fc.assert(
      fc.property(gsmText, (text) => {
        const { encoding, parts } = smsSegments(text);
        expect({ encoding, text: parts.join('') }).toEqual({ encoding: 'gsm7', text });
      }),
    );
  });
});
