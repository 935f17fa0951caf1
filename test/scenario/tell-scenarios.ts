import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { runScenarioFile } from '../../cli/scenario/run-scenario.js';
import { EVENT_TYPES } from '../../src/savings/index.js';
import { ROOT } from '../support/architecture.js';
import { listenToEvents } from '../support/told-events.js';

export const SCENARIO_FILES = ['examples/scenarios', 'test/scenario'].flatMap((folder) =>
  readdirSync(`${ROOT}/${folder}`)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => `${folder}/${name}`),
);

/** Types of events that a story need not bring about. */
const RARE: readonly string[] = ['books.corrected', 'interest.allocated', 'plan.changed', 'plan.finished'];

/** Plays every story on this kind of database: the same operations give the same answers. */
export function tellScenarios(name: string, db: () => string): void {
  describe(`on ${name}`, () => {
    const told = listenToEvents();
    // Side by side: a story of a year asks a server for a hundred thousand answers and mostly waits for them.
    test.concurrent.each(SCENARIO_FILES)('%s goes as it is told', { timeout: 300_000 }, async (file) => {
      const { steps, checks } = await runScenarioFile(`${ROOT}/${file}`, {
        ...{ db: db(), bank: 'sandbox::memory:', decorate: told.decorate },
      });
      expect(steps.filter(({ failure }) => failure !== null)).toEqual([]);
      expect(checks.filter(({ problems }) => problems.length > 0)).toEqual([]);
    });

    test('every event has exactly the fields that its schema says, and every type but a few is met', () => {
      expect(told.problems).toEqual([]);
      expect(EVENT_TYPES.filter((type) => !told.types.has(type) && !RARE.includes(type))).toEqual([]);
    });
  });
}
