import { describe, expect, it } from 'vitest';
import { allocate, InvariantViolation } from '../../../src/shared/index.js';

describe('allocate', () => {
  it('gives what is left over to the largest remainder', () => {
    expect(allocate(1500n, [80n, 8n, 12n], 100n)).toEqual([1200n, 100n, 200n]);
  });

  it('gives equal remainders to the lower index', () => {
    expect(allocate(5n, [3n, 7n])).toEqual([2n, 3n]);
    expect(allocate(2n, [1n, 1n, 1n])).toEqual([1n, 1n, 0n]);
  });

  it('shares a negative total as its mirror image', () => {
    expect(allocate(-5n, [3n, 7n])).toEqual([-2n, -3n]);
  });

  it('gives a weight of zero nothing, and of a total of zero everybody nothing', () => {
    expect(allocate(10n, [0n, 3n, 0n])).toEqual([0n, 10n, 0n]);
    expect(allocate(0n, [1n, 2n])).toEqual([0n, 0n]);
  });

  it('refuses what cannot be shared out', () => {
    expect(() => allocate(150n, [1n], 100n)).toThrow(InvariantViolation);
    expect(() => allocate(100n, [1n], 0n)).toThrow(InvariantViolation);
    expect(() => allocate(1n, [])).toThrow(InvariantViolation);
    expect(() => allocate(1n, [0n, 0n])).toThrow(InvariantViolation);
    expect(() => allocate(1n, [2n, -1n])).toThrow(InvariantViolation);
  });
});
