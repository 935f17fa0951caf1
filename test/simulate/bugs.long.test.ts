import { describe, expect, it } from 'vitest';
import { BUGS } from './bugs/index.js';
import { playWith } from './bugs/search.js';

const SEEDS = 200;

describe('a bug that is planted', () => {
  it.each(BUGS)(`is found within ${SEEDS} seeds: $name`, async (bug) => {
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      if ((await playWith(bug, seed)).violations.length > 0) return;
    }
    expect.unreachable(`${bug.name} was not found`);
  });
});
