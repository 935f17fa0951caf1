import { describe, expect, it } from 'vitest';
import { clipped, intervalOf, studentT, totalOf } from '../../cli/simulate/interval.js';

describe('an interval', () => {
  it('is mean ± t·s/√n: of 2, 4, 4, 4, 5, 5, 7, 9 it is 5 ± 2.365·2.138/√8', () => {
    const { mean, low, high } = intervalOf([2, 4, 4, 4, 5, 5, 7, 9]);
    expect(mean).toBe(5);
    expect(high).toBeCloseTo(5 + (2.365 * Math.sqrt(32 / 7)) / Math.sqrt(8), 10);
    expect(low).toBeCloseTo(10 - (high ?? 0), 10);
  });

  it('is as wide as its one point when all observations are the same, and none of one alone', () => {
    expect(intervalOf([3, 3, 3])).toEqual({ mean: 3, low: 3, high: 3 });
    expect(intervalOf([3])).toEqual({ mean: 3, low: null, high: null });
  });

  it('uses Student’s t, and between two rows of its table the wider one', () => {
    expect([1, 9, 30, 39, 40, 100, 5_000].map(studentT)).toEqual([12.706, 2.262, 2.042, 2.042, 2.021, 1.984, 1.984]);
  });
});

describe('a total by a sample', () => {
  it('is as many times the mean as there are goals, with Cochran’s interval', () => {
    // 4 of 100: mean 2.5, s² 5/3; 100·√((1 − 0.04)·(5/3)/4) = 63.246 and t(3) = 3.182.
    const { mean, low, high } = totalOf([1, 2, 3, 4], 100);
    expect(mean).toBe(250);
    expect(high).toBeCloseTo(250 + 3.182 * 63.2456, 2);
    expect(low).toBeCloseTo(250 - 3.182 * 63.2456, 2);
  });

  it('has no interval when none of those that were drawn had any: that is no proof of none', () => {
    expect(totalOf([0, 0, 0, 0], 100)).toEqual({ mean: 0, low: null, high: null });
  });

  it('is cut to where the truth can lie', () => {
    expect(clipped({ mean: 6, low: -73, high: 120 }, 0, 100)).toEqual({ mean: 6, low: 0, high: 100 });
    expect(clipped({ mean: 6, low: null, high: null }, 0, 100)).toEqual({ mean: 6, low: null, high: null });
  });

  it('is exact when all were drawn', () => {
    expect(totalOf([1, 2, 3, 4], 4)).toEqual({ mean: 10, low: 10, high: 10 });
    expect(totalOf([0, 0], 2)).toEqual({ mean: 0, low: 0, high: 0 });
  });
});
