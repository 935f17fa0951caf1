import { Decimal as PublicDecimal } from 'decimal.js';
import { describe, expect, it } from 'vitest';
import {
  applyRate,
  Decimal,
  effectiveAnnualRate,
  InvariantViolation,
  MAX_MONEY,
  parsePercent,
  rateFraction,
} from '../../../src/shared/index.js';
import { refusal } from './refusal.js';

describe('effectiveAnnualRate', () => {
  it.each([
    ['14.0', 12, '14.9'],
    ['13.2', 12, '14.0'],
    ['12.0', 12, '12.7'],
    [7, 4, '7.2'],
    ['14', 1, '14.0'],
    ['0', 12, '0.0'],
    ['0.05', 1, '0.1'],
  ])('of %s %% capitalised %i times a year is %s', (nominal, periods, effective) => {
    expect(effectiveAnnualRate(nominal, periods)).toBe(effective);
  });

  it('refuses what is not a rate', () => {
    expect(refusal(() => effectiveAnnualRate('-1', 12)).code).toBe('input.invalid');
    expect(refusal(() => effectiveAnnualRate(Number.NaN, 12)).code).toBe('input.invalid');
    expect(() => effectiveAnnualRate('14', 0)).toThrow(InvariantViolation);
  });
});

describe('applyRate', () => {
  const half = new Decimal('0.5');

  it.each([
    [1n, 'half-even', 0n],
    [3n, 'half-even', 2n],
    [1n, 'half-up', 1n],
    [3n, 'half-up', 2n],
    [3n, 'down', 1n],
    [3n, 'up', 2n],
    [-1n, 'half-even', 0n],
    [-3n, 'half-even', -2n],
    [-1n, 'half-up', -1n],
    [-3n, 'down', -1n],
    [-3n, 'up', -2n],
  ] as const)('rounds half of %s tiyn %s to %s', (amount, rounding, result) => {
    expect(applyRate(amount, half, rounding)).toBe(result);
  });

  it('rounds once: a hair below one half stays below it, however many digits that takes', () => {
    expect(applyRate(1n, new Decimal('0.4999999999'), 'half-up')).toBe(0n);
    // The product has 59 digits; in 40 it would already have been rounded up to the half, and then up again.
    const hairBelowHalf = new Decimal(`0.${'4'.padEnd(40, '9')}`);
    expect(applyRate(3_000_000_000_000_000_001n, hairBelowHalf, 'half-up')).toBe(1_500_000_000_000_000_000n);
  });

  it('is exact for the largest amount and stops beyond it', () => {
    expect(applyRate(MAX_MONEY, new Decimal(1), 'half-even')).toBe(MAX_MONEY);
    expect(() => applyRate(MAX_MONEY, new Decimal('1.1'), 'down')).toThrow(InvariantViolation);
    expect(() => applyRate(1n, new Decimal(Infinity), 'down')).toThrow(InvariantViolation);
  });
});

describe('Decimal', () => {
  it('is private: configuring decimal.js outside does not change what a client earns', () => {
    const before = PublicDecimal.precision;
    PublicDecimal.set({ precision: 3 });
    try {
      expect(new Decimal(1).div(3).toString()).toBe(`0.${'3'.repeat(40)}`);
    } finally {
      PublicDecimal.set({ precision: before });
    }
  });
});

describe('parsePercent', () => {
  it.each([
    [14, 1400],
    ['14', 1400],
    ['14.00', 1400],
    ['13.25', 1325],
    [0.07, 7],
    ['1000', 100_000],
    [0, 0],
  ])('reads %s as %i basis points', (input, bps) => {
    expect(parsePercent(input, 'rate')).toBe(bps);
  });

  it.each(['', '-1', '1e1', '14%', '14,5', '1000.01', '14.005', 'NaN', ' 14'])('refuses "%s"', (input) => {
    expect(refusal(() => parsePercent(input, 'rate')).code).toBe('input.invalid');
  });
});

describe('rateFraction', () => {
  it('turns basis points into a fraction of one', () => {
    expect(rateFraction(1400).toString()).toBe('0.14');
    expect(() => rateFraction(14.5)).toThrow(InvariantViolation);
  });
});
