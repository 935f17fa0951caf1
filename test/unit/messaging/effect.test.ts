import { describe, expect, it } from 'vitest';
import { measureEffect, type RemindedClient } from '../../../src/messaging/index.js';

const group = (isHeldOut: boolean, ...saved: readonly number[]): RemindedClient[] =>
  saved.map((tenge) => ({ isHeldOut, reminders: 1, saved: BigInt(tenge) * 100n }));
const many = (isHeldOut: boolean, count: number, saved: (n: number) => number) =>
  group(isHeldOut, ...Array.from({ length: count }, (_, n) => saved(n)));

describe('the effect of reminders', () => {
  it('is the difference of the means with Welch’s interval of 95 %', () => {
    // Means 3 and 1, sample variances 2.5 and 1, n 5 and 3: 2 ± 1.96·√(2.5/5 + 1/3) = 2 ± 1.789229…
    const effect = measureEffect([...group(false, 1, 2, 3, 4, 5), ...group(true, 0, 1, 2)]);
    expect(effect).toMatchObject({ difference: 2_00n, low: 21n, high: 3_79n, percent: '200.0' });
    expect(effect.reminded).toEqual({ clients: 5, reminders: 5, mean: 3_00n, deviation: 1_58n });
    expect(effect.heldOut).toEqual({ clients: 3, reminders: 3, mean: 1_00n, deviation: 1_00n });
  });

  it('counts each client once, by what they saved for each reminder', () => {
    const often = { isHeldOut: false, reminders: 4, saved: 400_00n };
    const { reminded } = measureEffect([often, ...group(false, 100), ...group(true, 1, 2)]);
    expect(reminded).toMatchObject({ clients: 2, reminders: 5, mean: 100_00n, deviation: 0n });
  });

  it('says that small groups prove nothing, however far apart they are', () => {
    const effect = measureEffect([...many(false, 29, () => 1_000), ...many(true, 100, () => 1)]);
    expect(effect.isSure).toBe(false);
    expect(effect.note).toContain('fewer than 30');
  });

  it('is sure only when the interval of large groups keeps off zero', () => {
    const apart = measureEffect([
      ...many(false, 400, (n) => 1_160 + (n % 7)),
      ...many(true, 40, (n) => 1_000 + (n % 7)),
    ]);
    expect(apart).toMatchObject({ isSure: true, percent: '16.0' });
    const alike = measureEffect([...many(false, 400, (n) => n % 1_000), ...many(true, 40, (n) => (n * 10) % 1_000)]);
    expect(alike.isSure).toBe(false);
    expect(alike.note).toContain('contains zero');
  });

  it('says so when there is nothing to compare', () => {
    expect(measureEffect([])).toMatchObject({ difference: null, low: null, high: null, percent: null, isSure: false });
    expect(measureEffect([...group(false, 1, 2, 3), ...group(true, 1)]).difference).toBeNull();
    expect(measureEffect([...group(false, 1, 2), ...group(true, 0, 0)]).percent).toBeNull();
  });

  it('is exact and does not depend on the order of the clients', () => {
    const clients = [...many(false, 50, (n) => 9_000_000 + n), ...many(true, 50, (n) => 8_000_000 + 3 * n)];
    expect(measureEffect([...clients].reverse())).toEqual(measureEffect(clients));
  });
});
