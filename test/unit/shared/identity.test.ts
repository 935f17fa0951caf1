import { describe, expect, it } from 'vitest';
import {
  asGoalId,
  type GoalId,
  InvariantViolation,
  isIban,
  isIin,
  isUuid,
  makeIban,
  parseClientId,
  parseIban,
  parseId,
  parseIin,
  parsePhone,
  parseUuid,
} from '../../../src/shared/index.js';
import { refusal } from './refusal.js';

const UUID = '019b8a7c-1f00-7abc-8def-0123456789ab';

describe('ids', () => {
  it('are UUIDs in lower case', () => {
    expect(parseUuid(UUID.toUpperCase(), 'goal')).toBe(UUID);
    const goal: GoalId = parseId<GoalId>(UUID.toUpperCase(), 'goal');
    expect(goal).toBe(asGoalId(UUID));
    expect(isUuid(UUID)).toBe(true);
  });

  it.each(['', 'goal-1', UUID.slice(1), `${UUID}0`, `{${UUID}}`, UUID.replaceAll('-', ''), `${UUID}\n`])(
    'are not "%s"',
    (text) => {
      expect(isUuid(text)).toBe(false);
      expect(refusal(() => parseUuid(text, 'goal')).message).toMatch(/^goal: /);
    },
  );

  it.each(['aigerim', '0', 'A.b_c-9', 'x'.repeat(64)])('of clients may be %s', (text) => {
    expect(parseClientId(text)).toBe(text);
  });

  it.each(['', '-x', '.x', '_x', 'x'.repeat(65), 'a b', 'айгерим', 'a\n', 'a:b'])('of clients are not "%s"', (text) => {
    expect(refusal(() => parseClientId(text)).message).toMatch(/^client: /);
  });
});

describe('IIN', () => {
  it('900101300811 is valid', () => {
    expect(isIin('900101300811')).toBe(true);
    expect(parseIin('900101300811')).toBe('900101300811');
  });

  it('90010130080 and any digit never is: both passes give 10', () => {
    const numbers = Array.from({ length: 10 }, (_, digit) => `90010130080${digit}`);
    expect(numbers.filter(isIin)).toEqual([]);
  });

  it('is checked by the first weights, and by the second when the first give 10', () => {
    const validAmong = (eleven: string) => Array.from({ length: 10 }, (_, digit) => `${eleven}${digit}`).filter(isIin);
    // Worked out by hand: 9*1 + 1*4 + 1*6 + 3*7 + 1*10 = 50, which is 6 modulo 11.
    expect(validAmong('90010130010')).toEqual(['900101300106']);
    // First 9*1 + 1*4 + 1*6 + 3*7 + 8*10 = 120, which is 10; then 9*3 + 1*6 + 1*8 + 3*9 + 8*1 + 2*2 = 80, which is 3.
    expect(validAmong('90010130082')).toEqual(['900101300823']);
  });

  it.each(['', '90010130081', '9001013008111', '90010130081x', ' 900101300811'])('is not "%s"', (text) => {
    expect(refusal(() => parseIin(text)).message).toMatch(/twelve digits/);
  });

  it('needs a birth date that there is', () => {
    const withCheckDigit = (eleven: string) =>
      Array.from({ length: 10 }, (_, digit) => `${eleven}${digit}`).find(isIin);
    const anyOf = (front: string) =>
      Array.from({ length: 90 }, (_, n) => withCheckDigit(`${front}${10 + n}00`)).some(Boolean);
    expect(anyOf('9001013')).toBe(true);
    expect(anyOf('9013013')).toBe(false);
    expect(anyOf('9002303')).toBe(false);
    expect(anyOf('9001003')).toBe(false);
    expect(anyOf('0002293')).toBe(false); // 1900 was not a leap year
    expect(anyOf('0002294')).toBe(false);
    expect(anyOf('0002295')).toBe(true); // 2000 was
  });
});

describe('IBAN', () => {
  it('KZ86125KZT5004100100 is valid, with spaces and small letters too', () => {
    expect(isIban('KZ86125KZT5004100100')).toBe(true);
    expect(parseIban(' kz86 125k zt50 0410 0100 ')).toBe('KZ86125KZT5004100100');
    expect(makeIban('125', 'KZT5004100100')).toBe('KZ86125KZT5004100100');
  });

  it.each([
    ['KZ87125KZT5004100100', /check digits/],
    ['KZ860000000000000000', /check digits/],
    ['KZ86125KZT500410010', /not an IBAN of Kazakhstan/],
    ['KZ86125KZT50041001000', /not an IBAN of Kazakhstan/],
    ['KZ86A25KZT5004100100', /not an IBAN of Kazakhstan/],
    ['DE89370400440532013000', /not an IBAN of Kazakhstan/],
    ['', /not an IBAN of Kazakhstan/],
  ])('is not %s', (text, message) => {
    expect(refusal(() => parseIban(text)).message).toMatch(message);
  });

  it('is never all zero, though the check digits would fit', () => {
    const fitting = Array.from({ length: 100 }, (_, n) => `KZ${String(n).padStart(2, '0')}${'0'.repeat(16)}`);
    expect(fitting.filter(isIban)).toEqual([]);
    expect(() => makeIban('000', '0')).toThrow(InvariantViolation);
  });

  it('has one right pair of check digits for each account, though 00, 01 and 99 can fit too', () => {
    const pairs = Array.from({ length: 100 }, (_, n) => String(n).padStart(2, '0'));
    for (let account = 1; account <= 200; account += 1) {
      const made = makeIban('125', String(account));
      expect(pairs.map((pair) => `KZ${pair}${made.slice(4)}`).filter(isIban)).toEqual([made]);
    }
  });

  it('is made from three digits and up to thirteen characters', () => {
    expect(makeIban('125', '42')).toMatch(/^KZ\d{2}1250{11}42$/);
    expect(() => makeIban('12', '42')).toThrow(InvariantViolation);
    expect(() => makeIban('125', 'x')).toThrow(InvariantViolation);
    expect(() => makeIban('125', '1'.repeat(14))).toThrow(InvariantViolation);
  });
});

describe('phone', () => {
  it.each(['+7 701 123 45 67', '8 (701) 123-45-67', '77011234567', '7011234567', '+77011234567', '8-701-123-45-67'])(
    'reads %s',
    (text) => {
      expect(parsePhone(text)).toBe('+77011234567');
    },
  );

  it.each(['', '+7 495 123 45 67', '701123456', '87011234567890', '+87011234567', '+1 701 123 4567', '7x11234567'])(
    'refuses "%s"',
    (text) => {
      expect(refusal(() => parsePhone(text)).message).toMatch(/^phone: /);
    },
  );
});
