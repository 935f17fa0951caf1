import { expect } from 'vitest';
import { DEFAULT_PEOPLE } from '../../cli/simulate/people/index.js';
import { simulate } from '../../cli/simulate/simulate.js';

const SIZE = { goals: 30, months: 6, faults: 'hostile', people: DEFAULT_PEOPLE } as const;

/** Plays half a year of thirty goals in a hostile world, and expects that nothing is as it must never be. */
export async function expectHolds(seed: number): Promise<void> {
  const { violations, steps } = await simulate({ ...SIZE, seed });
  expect(violations, `seed ${seed}, step ${steps}`).toEqual([]);
}

/** Whole numbers of a range, both ends included. */
export function seeds(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from + 1 }, (_none, index) => from + index);
}
