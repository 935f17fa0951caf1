import { describe, it } from 'vitest';
import { expectHolds, seeds } from './seeds.js';

describe('half a year of thirty goals in a hostile world', () => {
  it.each(seeds(1, 10))('holds under seed %i', (seed) => expectHolds(seed));
});
