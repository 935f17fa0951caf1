import { describe, it } from 'vitest';
import { expectHolds, seeds } from './seeds.js';

describe('half a year of thirty goals in a hostile world', () => {
  it.each(seeds(51, 1_025))('holds under seed %i', (seed) => expectHolds(seed));
});
