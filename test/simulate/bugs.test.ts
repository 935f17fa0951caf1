import { describe, expect, it } from 'vitest';
import { BUGS } from './bugs/index.js';
import { KNOWN_SEEDS, playWith } from './bugs/search.js';

describe('a bug that is planted', () => {
  it.each(BUGS)('is found: $name', async (bug) => {
    const known = KNOWN_SEEDS[bug.name];
    expect(known).toBeDefined();
    const { violations } = await playWith(bug, known?.seed ?? 1);
    expect(violations.map(({ oracle }) => oracle)).toContain(known?.oracle);
  });
});
