import { describe, expect, it } from 'vitest';
import { replayStory } from '../../cli/simulate/failure/replay-story.js';
import { tellStory } from '../../cli/simulate/failure/tell-story.js';
import type { JournalEntry } from '../../cli/simulate/journal.js';
import type { Run } from '../../cli/simulate/play-run.js';
import type { Death } from '../../cli/simulate/process-crash.js';
import { OPERATIONS } from '../../cli/simulate/staff.js';
import type { Actor } from '../../src/access/index.js';
import { asClientId, parseInstant } from '../../src/shared/index.js';
import { BUGS } from './bugs/index.js';

const START_MS = parseInstant('2026-01-05T09:00:00+05:00').getTime();
const MINUTE_MS = 60_000;
const GOAL = '01900000-0000-7000-8000-000000000001';
const AIGERIM: Actor = { kind: 'client', client: asClientId('aigerim') };

const entry = (minute: number, actor: Actor, operation: string, input: object, outcome = 'done'): JournalEntry => ({
  ...{ atMs: START_MS + minute * MINUTE_MS, actor, operation, input, outcome },
  ids: operation === 'goals.create' ? { id: GOAL } : {},
});
const goal = { title: 'Toi', target: '300000', deadline: '2026-06-30' };
const paying = entry(20, AIGERIM, 'goals.contribute', { goal: GOAL, amount: '1000', key: 'k' }, 'lost');

/** A run of one hour in which the process died while somebody paid, and in a job. */
function runWith(deaths: readonly (Death & { readonly minute: number })[]): Run {
  const journal = [
    entry(0, OPERATIONS, 'clients.register', { id: 'aigerim', name: 'Aigerim' }),
    entry(0, OPERATIONS, 'bank.fund', { client: 'aigerim', amount: '50000.00' }),
    entry(10, AIGERIM, 'goals.create', goal),
    paying,
  ];
  const strikes = deaths.map(({ minute, ...death }) => ({
    ...({ kind: 'process-crash', atMs: START_MS + minute * MINUTE_MS, death } as const),
  }));
  const report = { violations: [{ oracle: '', message: '', atMs: START_MS + 60 * MINUTE_MS }] };
  return { startMs: START_MS, journal, strikes, report } as unknown as Run;
}

const inTransfer = { on: 'transfer', when: 'after', nth: 1, during: paying, minute: 20 } as const;
const inJob = { on: 'any', when: 'before', nth: 1, during: 'messages.plan', minute: 45 } as const;

describe('a process that died in a run', () => {
  it('dies in the story in the same step or job, and is started again', () => {
    const { steps, untold } = tellStory(runWith([inTransfer, inJob]));
    expect(untold).toEqual([]);
    const told = steps.flatMap((step) => (step.kind === 'step' ? [step.step] : []));
    const restart = { process: 'restart' };
    expect(told.slice(2)).toEqual([
      { until: '2026-01-05T09:20:00+05:00' },
      { process: 'crash', with: { on: 'transfer', when: 'after' } },
      { as: 'aigerim', do: 'goals.contribute', with: { goal: '$goals1.id', amount: '1000', key: 'k' }, dies: true },
      restart,
      { until: '2026-01-05T09:44:59+05:00' },
      { process: 'crash', with: { on: 'any', when: 'before', during: 'messages.plan' } },
      ...[{ until: '2026-01-05T09:45:00+05:00', dies: true }, restart],
      { until: '2026-01-05T10:00:00+05:00' },
    ]);
  });

  it('shows in the story what it forgets, and nothing where it forgets nothing', async () => {
    const story = tellStory(runWith([inTransfer, inJob]));
    const decorate = BUGS.find(({ name }) => name === 'sends again what was under way in a crash')?.decorate;
    const { report } = await replayStory('With the bug', story, { decorate });
    expect(report.checks.flatMap(({ problems }) => problems)).toEqual([
      expect.stringContaining('the bank has 2000.00'),
      expect.stringMatching(/the bank took 1000.00 under the key .*, which nobody has ordered/),
      expect.stringMatching(/1000.00 was taken from aigerim under the key .*, which nobody has ordered/),
    ]);
    const right = await replayStory('Without it', story, {});
    expect(right.story).toEqual(story);
    expect(right.report.ok).toBe(true);
  });

  it('does not die in a story in which it never comes that far', async () => {
    const story = tellStory(runWith([{ ...inTransfer, nth: 9 }]));
    const { report, story: repaired } = await replayStory('Too late', story, {});
    expect(report.ok).toBe(true);
    expect(JSON.stringify(repaired.steps)).not.toMatch(/crash|dies/);
  });
});
