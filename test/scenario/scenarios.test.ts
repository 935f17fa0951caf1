import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { runScenarioFile } from '../../cli/scenario/run-scenario.js';
import { ROOT } from '../support/architecture.js';

/** Every story is played on each of these; a new one in memory for each story. */
const DATABASES = ['sqlite::memory:'];

const FILES = ['examples/scenarios', 'test/scenario'].flatMap((folder) =>
  readdirSync(`${ROOT}/${folder}`)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => `${folder}/${name}`),
);

test('there are stories to play', () => {
  expect(FILES.length).toBeGreaterThan(20);
});

describe.each(DATABASES)('on %s', (db) => {
  test.each(FILES)('%s goes as it is told', async (file) => {
    const { steps, checks } = await runScenarioFile(`${ROOT}/${file}`, { db, bank: 'sandbox::memory:' });
    expect(steps.filter(({ failure }) => failure !== null)).toEqual([]);
    expect(checks.filter(({ problems }) => problems.length > 0)).toEqual([]);
  });
});
