import { describe, expect, test } from 'vitest';
import { GSM7_ALPHABET, smsSegments } from '../../../src/messaging/index.js';

const sizes = (text: string) => {
  const { encoding, parts, units } = smsSegments(text);
  return { encoding, parts: parts.map((part) => part.length), units };
};

describe('segments of an SMS', () => {
  test.each([
    ['a'.repeat(160), 'gsm7', [160]],
    ['a'.repeat(161), 'gsm7', [153, 8]],
    ['a'.repeat(306), 'gsm7', [153, 153]],
    ['a'.repeat(307), 'gsm7', [153, 153, 1]],
    ['қ'.repeat(70), 'ucs2', [70]],
    ['қ'.repeat(71), 'ucs2', [67, 4]],
    ['қ'.repeat(135), 'ucs2', [67, 67, 1]],
    ['', 'gsm7', [0]],
  ])('%.3s… is cut where the header leaves off (%#)', (text, encoding, parts) => {
    expect(sizes(text)).toEqual({ encoding, parts, units: text.length });
  });

  test('an extension character counts twice and is not cut in two', () => {
    expect(sizes('€'.repeat(80))).toEqual({ encoding: 'gsm7', parts: [80], units: 160 });
    expect(sizes('€'.repeat(81))).toEqual({ encoding: 'gsm7', parts: [76, 5], units: 162 });
    expect(sizes(`${'a'.repeat(152)}€${'b'.repeat(10)}`).parts).toEqual([152, 11]);
  });

  test('a surrogate pair is not cut in two', () => {
    const { parts } = smsSegments(`${'қ'.repeat(66)}🎉${'ә'.repeat(5)}`);
    expect(parts).toEqual(['қ'.repeat(66), `🎉${'ә'.repeat(5)}`]);
  });

  test('one character outside the alphabet makes all of it UCS-2: the tenge sign, a Kazakh letter, a backtick', () => {
    for (const stranger of ['₸', 'ғ', 'Ж', '`', 'ç', '\u001b']) {
      expect(smsSegments(`abc${stranger}`).encoding, stranger).toBe('ucs2');
    }
  });

  test('typography alone does not halve a message', () => {
    expect(smsSegments('“1\u00a0234\u202f567,89 KZT” – it’s yours…')).toEqual({
      encoding: 'gsm7',
      parts: ['"1 234 567,89 KZT" - it\'s yours...'],
      units: 34,
    });
    expect(smsSegments('1\u00a0234 ₸ – сенікі').parts).toEqual(['1\u00a0234 ₸ – сенікі']);
  });

  test('the alphabet has 128 places', () => {
    expect(GSM7_ALPHABET).toHaveLength(128);
    expect([GSM7_ALPHABET.indexOf('A'), GSM7_ALPHABET.indexOf('à'), GSM7_ALPHABET.indexOf('¿')]).toEqual([65, 127, 96]);
  });
});
