import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  allocate,
  applyRate,
  Decimal,
  displayMoney,
  formatTenge,
  parseMoney,
  parsePercent,
  sumMoney,
} from '../../../src/shared/index.js';
import { money } from './arbitraries.js';

const totals = () => fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n });
const weights = () =>
  fc
    .array(fc.bigInt({ min: 0n, max: 10n ** 12n }), { minLength: 1, maxLength: 12 })
    .filter((all) => all.some((weight) => weight > 0n));
const units = () => fc.constantFrom(1n, 7n, 100n, 10_000n);

describe('money', () => {
  it('written and read again is the same', () => {
    fc.assert(fc.property(money(), (amount) => parseMoney(formatTenge(amount)) === amount));
  });

  it('written is read the same as a number, up to ten trillion tenge', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e15, max: 1e15 }), (tiyn) => {
        expect(parseMoney(Number(formatTenge(BigInt(tiyn))))).toBe(BigInt(tiyn));
      }),
    );
  });

  it('shown to people loses no digit and keeps its sign, in every language', () => {
    fc.assert(
      fc.property(money(), fc.constantFrom('ru', 'kk', 'en'), (amount, locale) => {
        const shown = displayMoney(amount, locale);
        expect(shown.replace(/[^\d-]/g, '')).toBe(formatTenge(amount).replace('.', ''));
        expect(shown).toMatch(/^-?\d{1,3}([\u00a0,]\d{3})*[.,]\d{2}[ \u00a0]₸$/);
      }),
    );
  });
});

describe('allocate', () => {
  it('adds up to the total, whatever the weights and the unit', () => {
    fc.assert(
      fc.property(totals(), weights(), units(), (n, shares, unit) => {
        const parts = allocate(n * unit, shares, unit);
        expect(sumMoney(parts)).toBe(n * unit);
        expect(parts).toHaveLength(shares.length);
        expect(parts.every((part) => part % unit === 0n)).toBe(true);
      }),
    );
  });

  it('gives each part less than one unit more or less than its exact share', () => {
    fc.assert(
      fc.property(totals(), weights(), units(), (n, shares, unit) => {
        const total = n * unit;
        const sum = sumMoney(shares);
        for (const [index, part] of allocate(total, shares, unit).entries()) {
          const off = part * sum - total * (shares[index] ?? 0n);
          expect(off < unit * sum && off > -unit * sum).toBe(true);
        }
      }),
    );
  });

  it('gives the same parts in every order of the weights when no two remainders are equal', () => {
    fc.assert(
      fc.property(totals(), weights(), fc.integer({ min: 1, max: 11 }), (total, shares, turn) => {
        const magnitude = total < 0n ? -total : total;
        const remainders = new Set(shares.map((weight) => (magnitude * weight) % sumMoney(shares)));
        fc.pre(remainders.size === shares.length);
        const rotate = <T>(list: readonly T[]) => {
          const by = turn % list.length;
          return [...list.slice(by), ...list.slice(0, by)];
        };
        expect(allocate(total, rotate(shares))).toEqual(rotate(allocate(total, shares)));
      }),
    );
  });

  it('gives the larger weight never less than the smaller one', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 15n }), weights(), (total, shares) => {
        const sorted = [...shares].sort((a, b) => (a < b ? 1 : a > b ? -1 : 0));
        const parts = allocate(total, sorted);
        expect(parts.every((part, index) => index === 0 || part <= (parts[index - 1] ?? 0n))).toBe(true);
      }),
    );
  });

  it('shares a negative total as its mirror image', () => {
    fc.assert(
      fc.property(totals(), weights(), (total, shares) => {
        expect(allocate(-total, shares)).toEqual(allocate(total, shares).map((part) => -part));
      }),
    );
  });
});

describe('applyRate', () => {
  const fractions = () => fc.integer({ min: -1_000_000, max: 1_000_000 });

  it('is exact rational arithmetic: down is the quotient, up is at most one further, half is the nearest', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 16n), max: 10n ** 16n }), fractions(), (amount, millionths) => {
        const factor = new Decimal(millionths).div(1_000_000);
        const product = amount * BigInt(millionths);
        const down = product / 1_000_000n;
        const away = product === down * 1_000_000n ? 0n : product < 0n ? -1n : 1n;
        expect(applyRate(amount, factor, 'down')).toBe(down);
        expect(applyRate(amount, factor, 'up')).toBe(down + away);
        for (const rounding of ['half-even', 'half-up'] as const) {
          const twiceOff = 2n * (applyRate(amount, factor, rounding) * 1_000_000n - product);
          expect(twiceOff <= 1_000_000n && twiceOff >= -1_000_000n).toBe(true);
        }
      }),
    );
  });

  it('rounds halves to even, or away from zero', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), (n) => {
        const odd = 2n * n + 1n;
        const even = applyRate(odd, new Decimal('0.5'), 'half-even');
        expect(even % 2n).toBe(0n);
        expect(applyRate(odd, new Decimal('0.5'), 'half-up')).toBe(odd > 0n ? (odd + 1n) / 2n : (odd - 1n) / 2n);
      }),
    );
  });
});

describe('parsePercent', () => {
  it('reads what two decimals of percent say, as text and as a number', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100_000 }), (bps) => {
        expect(parsePercent((bps / 100).toFixed(2), 'rate')).toBe(bps);
        expect(parsePercent(bps / 100, 'rate')).toBe(bps);
      }),
    );
  });
});
