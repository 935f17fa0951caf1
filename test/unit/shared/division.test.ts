import { describe, expect, it } from 'vitest';
import { divideHalfEven, divideUp, InvariantViolation } from '../../../src/shared/index.js';

describe('dividing half to even', () => {
  it('goes to the nearer whole number, and from the middle to the even one', () => {
    expect([4n, 5n, 6n, 15n, 25n, 26n].map((n) => divideHalfEven(n, 10n))).toEqual([0n, 0n, 1n, 2n, 2n, 3n]);
  });

  it('treats what is below zero as the mirror image', () => {
    expect([-5n, -6n, -15n, -25n].map((n) => divideHalfEven(n, 10n))).toEqual([0n, -1n, -2n, -2n]);
  });

  it('needs a divisor above zero', () => {
    expect(() => divideHalfEven(1n, 0n)).toThrow(InvariantViolation);
  });
});

describe('dividing upwards', () => {
  it('is exact where it can be and one more where it cannot', () => {
    expect([0n, 1n, 9n, 10n, 11n].map((n) => divideUp(n, 10n))).toEqual([0n, 1n, 1n, 1n, 2n]);
  });

  it('is for sums that are not below zero', () => {
    expect(() => divideUp(-1n, 10n)).toThrow(InvariantViolation);
  });
});
