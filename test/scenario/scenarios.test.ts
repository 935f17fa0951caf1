import { expect, test } from 'vitest';
import { SCENARIO_FILES, tellScenarios } from './tell-scenarios.js';

test('there are stories to play', () => {
  expect(SCENARIO_FILES.length).toBeGreaterThan(20);
});

// A new database in memory for each story.
tellScenarios('SQLite', () => 'sqlite::memory:');
