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
});
