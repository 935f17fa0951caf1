import { describe, expect, it } from 'vitest';
import {
  DomainError,
  displayMoney,
  formatTenge,
  MAX_MONEY,
  maxMoney,
  minMoney,
  parseMoney,
  sumMoney,
} from '../../../src/shared/index.js';
import { refusal } from './refusal.js';

describe('parseMoney', () => {
  it.each([
    ['500000.00', 50_000_000n],
    ['15.5', 1550n],
    ['4999', 499_900n],
    ['0', 0n],
    ['0.01', 1n],
    ['-0.01', -1n],
    ['-12.30', -1230n],
    [4999, 499_900n],
    [15.5, 1550n],
    [-0, 0n],
    [9_999_999_999_999.99, 999_999_999_999_999n],
    [1550n, 1550n],
  ])('reads %s', (input, tiyn) => {
    expect(parseMoney(input)).toBe(tiyn);
  });

  it.each([
    ['', /is empty/],
    ['  ', /is empty/],
    ['1.005', /more than two decimals/],
    [0.1 + 0.2, /more than two decimals/],
    ['1e5', /exponent/],
    [1e-7, /exponent/],
    ['NaN', /is not a number/],
    [Number.NaN, /is not a number/],
    [1e400, /is not a number/],
    [1e21, /too large/],
    [10_000_000_000_001, /write it as a string/],
    [-84_374_906_766_046.68, /write it as a string/],
    ['92233720368547758.08', /too large/],
    ['-92233720368547758.08', /too large/],
    ['9'.repeat(100_000), /too large/],
    [MAX_MONEY + 1n, /too large/],
    [-MAX_MONEY - 1n, /too large/],
    ['1,5', /not an amount/],
    ['1 000', /not an amount/],
    [' 5', /not an amount/],
    ['+5', /not an amount/],
    ['5.', /not an amount/],
    ['.5', /not an amount/],
    ['--5', /not an amount/],
    ['0x10', /not an amount/],
    ['٥', /not an amount/],
    ['5\n', /not an amount/],
  ])('refuses %s and says what is wrong', (input, message) => {
    const error = refusal(() => parseMoney(input, 'with.amount'));
    expect(error.code).toBe('input.invalid');
    expect(error.details).toEqual({ problems: [{ path: 'with.amount', message: expect.stringMatching(message) }] });
  });

  it('takes the largest amount of either sign', () => {
    expect(parseMoney('92233720368547758.07')).toBe(MAX_MONEY);
    expect(parseMoney('-92233720368547758.07')).toBe(-MAX_MONEY);
    expect(parseMoney(MAX_MONEY)).toBe(MAX_MONEY);
  });

  it('names the path amount unless told otherwise', () => {
    expect(() => parseMoney('x')).toThrow(DomainError);
    expect(() => parseMoney('x')).toThrow(/^amount: /);
  });
});

describe('formatTenge', () => {
  it.each([
    [50_000_000n, '500000.00'],
    [1n, '0.01'],
    [-1n, '-0.01'],
    [0n, '0.00'],
    [-1230n, '-12.30'],
    [MAX_MONEY, '92233720368547758.07'],
  ])('writes %s tiyn as %s', (tiyn, text) => {
    expect(formatTenge(tiyn)).toBe(text);
  });
});

describe('displayMoney', () => {
  it('groups with non-breaking spaces and a comma in Russian and Kazakh', () => {
    expect(displayMoney(123_456_789n)).toBe('1\u00a0234\u00a0567,89\u00a0₸');
    expect(displayMoney(123_456_789n, 'kk')).toBe('1\u00a0234\u00a0567,89\u00a0₸');
  });

  it('groups with commas and a point in English', () => {
    expect(displayMoney(123_456_789n, 'en')).toBe('1,234,567.89 ₸');
  });

  it('does not group three digits or less, and keeps the sign in front', () => {
    expect(displayMoney(99_900n, 'en')).toBe('999.00 ₸');
    expect(displayMoney(-100_000n, 'en')).toBe('-1,000.00 ₸');
    expect(displayMoney(-5n, 'ru')).toBe('-0,05\u00a0₸');
  });
});

describe('minMoney, maxMoney and sumMoney', () => {
  it('compare and add any number of amounts', () => {
    expect(minMoney(3n, -1n, 2n)).toBe(-1n);
    expect(maxMoney(3n, -1n, 4n)).toBe(4n);
    expect(minMoney(7n)).toBe(7n);
    expect(maxMoney(7n)).toBe(7n);
    expect(sumMoney(new Set([1n, 2n, 3n]))).toBe(6n);
    expect(sumMoney([])).toBe(0n);
  });
});
