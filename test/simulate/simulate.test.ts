import { describe, expect, it } from 'vitest';
import { DEFAULT_PEOPLE } from '../../cli/simulate/people/index.js';
import { simulate } from '../../cli/simulate/simulate.js';

const OPTIONS = { goals: 5, months: 2, faults: 'hostile', people: DEFAULT_PEOPLE } as const;

describe('a simulation', () => {
  it('is the same for the same seed, to the last byte of its report and of both databases', async () => {
    const [first, second] = [await simulate({ ...OPTIONS, seed: 11 }), await simulate({ ...OPTIONS, seed: 11 })];
    expect(JSON.stringify(second)).toBe(JSON.stringify(first));
  });

  it('is another one for another seed', async () => {
    const [first, second] = [await simulate({ ...OPTIONS, seed: 11 }), await simulate({ ...OPTIONS, seed: 12 })];
    expect(second.stateHash).not.toBe(first.stateHash);
  });

  it('does in fewer moments what a world of many goals does, and its people save as they do in a small one', async () => {
    // So many that something happens every few minutes of the day; in three months the first of them come to their deadline.
    const keep = { goals: new Set(Array.from({ length: 30 }, (_none, index) => index)) };
    const play = (goals: number) => simulate({ ...OPTIONS, goals, months: 3, faults: 'none', seed: 11, keep });
    const [small, large] = [await play(100), await play(101)];
    expect(large.success).toEqual(small.success);
    expect(large.success.shared.due).toBeGreaterThan(0);
    expect(Math.abs(large.cost.contributions / small.cost.contributions - 1)).toBeLessThan(0.05);
    expect(large.cost.reads).toBeLessThan(small.cost.reads * 0.7);
    expect(large.cost.transactions).toBeLessThan(small.cost.transactions * 0.85);
  });
});
