import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createInlineJobs, createManualClock } from '../../../adapters/jobs-inline/index.js';
import {
  formatInstant,
  type Job,
  type JobRun,
  type JobSchedule,
  nextRun,
  parseInstant,
} from '../../../src/shared/index.js';
import { refusal } from '../shared/refusal.js';

const at = (text: string) => parseInstant(`${text}+05:00`);
const job = (name: string, schedule: JobSchedule, run: Job['run'] = async () => name): Job => ({ name, schedule, run });

/** Jobs on a clock that is set, with what ran in words: `name time`. */
function planned(jobs: readonly Job[], start = '2026-01-05T09:00') {
  const clock = createManualClock(at(start));
  const runs: JobRun[] = [];
  const inline = createInlineJobs({ jobs, clock, onRun: (run) => runs.push(run) });
  return { clock, inline, runs, words: () => runs.map((run) => `${run.name} ${formatInstant(run.at).slice(0, 16)}`) };
}

describe('the next run', () => {
  test.each([
    ['2026-01-05T09:00', '2026-01-05T09:15'],
    ['2026-01-05T09:14:59.999', '2026-01-05T09:15'],
    ['2026-01-05T23:50', '2026-01-06T00:00'],
  ])('every 15 minutes, after %s, is at %s', (after, next) => {
    expect(nextRun({ every: 'minutes', minutes: 15 }, at(after))).toEqual(at(next));
  });

  test('of a step that does not divide the day is at midnight at the latest', () => {
    const schedule = { every: 'minutes', minutes: 700 } as const;
    expect(nextRun(schedule, at('2026-01-05T12:00'))).toEqual(at('2026-01-05T23:20'));
    expect(nextRun(schedule, at('2026-01-05T23:20'))).toEqual(at('2026-01-06T00:00'));
  });

  test.each([
    ['2026-01-05T05:59', '2026-01-05T06:00'],
    ['2026-01-05T06:00', '2026-01-06T06:00'],
    // In UTC this is still the day before.
    ['2026-01-05T00:30', '2026-01-05T06:00'],
  ])('daily at 06:00, after %s, is at %s', (after, next) => {
    expect(nextRun({ every: 'day', at: '06:00' }, at(after))).toEqual(at(next));
  });

  test.each([
    ['2026-01-05T09:00', '2026-02-01T00:30'],
    ['2026-02-01T00:29', '2026-02-01T00:30'],
    ['2026-02-01T00:30', '2026-03-01T00:30'],
    ['2028-02-29T23:59', '2028-03-01T00:30'],
    ['2026-12-31T23:59', '2027-01-01T00:30'],
  ])('monthly at 00:30, after %s, is at %s', (after, next) => {
    expect(nextRun({ every: 'month', at: '00:30' }, at(after))).toEqual(at(next));
  });
});

describe('jobs on a clock that is set', () => {
  test('run in order of due time with the clock at each of them, and leave it at the end', async () => {
    const seen: Date[] = [];
    const { clock, inline, words } = planned([
      job('daily', { every: 'day', at: '09:30' }),
      job('half-hourly', { every: 'minutes', minutes: 30 }, async () => seen.push(clock.now())),
    ]);
    await inline.runDue(at('2026-01-05T10:10'));
    expect(words()).toEqual(['daily 2026-01-05T09:30', 'half-hourly 2026-01-05T09:30', 'half-hourly 2026-01-05T10:00']);
    expect(seen).toEqual([at('2026-01-05T09:30'), at('2026-01-05T10:00')]);
    expect(clock.now()).toEqual(at('2026-01-05T10:10'));
  });

  test('include what is due at the very end, and do not run it again', async () => {
    const { inline, words } = planned([job('hourly', { every: 'minutes', minutes: 60 })]);
    await inline.runDue(at('2026-01-05T10:00'));
    await inline.runDue(at('2026-01-05T10:00'));
    await inline.runDue(at('2026-01-05T11:00'));
    expect(words()).toEqual(['hourly 2026-01-05T10:00', 'hourly 2026-01-05T11:00']);
  });

  test('go on after one of them has failed, and the failure is reported', async () => {
    const broken = new Error('no paper');
    const { inline, runs, words } = planned([
      job('broken', { every: 'minutes', minutes: 30 }, () => Promise.reject(broken)),
      job('sound', { every: 'minutes', minutes: 30 }),
    ]);
    await inline.runDue(at('2026-01-05T10:00'));
    expect(words()).toEqual([
      'broken 2026-01-05T09:30',
      'sound 2026-01-05T09:30',
      'broken 2026-01-05T10:00',
      'sound 2026-01-05T10:00',
    ]);
    expect(runs[0]).toMatchObject({ status: 'failed', error: broken });
    expect(runs[1]).toMatchObject({ status: 'completed', result: 'sound' });
  });

  test('never see time run back', async () => {
    const { inline } = planned([job('hourly', { every: 'minutes', minutes: 60 })]);
    await expect(inline.runDue(at('2026-01-05T08:00'))).rejects.toThrow('time does not run back');
  });
});

describe('jobs by real timers', () => {
  beforeEach(() => void vi.useFakeTimers({ now: at('2026-01-05T09:00') }));
  afterEach(() => void vi.useRealTimers());
  const clock = { now: () => new Date() };

  test('run at their time until they are stopped', async () => {
    const runs: JobRun[] = [];
    const jobs = [job('hourly', { every: 'minutes', minutes: 60 }), job('monthly', { every: 'month', at: '00:30' })];
    const inline = createInlineJobs({ jobs, clock, onRun: (run) => runs.push(run) });
    await inline.start();
    await inline.start();
    await vi.advanceTimersByTimeAsync(2 * 3_600_000);
    expect(runs.map((run) => run.at)).toEqual([at('2026-01-05T10:00'), at('2026-01-05T11:00')]);
    // Longer than one timer can wait.
    await vi.advanceTimersByTimeAsync(27 * 86_400_000);
    expect(runs.filter(({ name }) => name === 'monthly').map((run) => run.at)).toEqual([at('2026-02-01T00:30')]);
    await inline.stop();
    const count = runs.length;
    await vi.advanceTimersByTimeAsync(86_400_000);
    expect(runs).toHaveLength(count);
  });

  test('run once when the machine has slept over several due times', async () => {
    const runs: JobRun[] = [];
    const jobs = [job('quarter-hourly', { every: 'minutes', minutes: 15 })];
    const inline = createInlineJobs({ jobs, clock, onRun: (run) => runs.push(run) });
    await inline.start();
    vi.setSystemTime(at('2026-01-05T17:05'));
    await vi.advanceTimersByTimeAsync(15 * 60_000);
    expect(runs.map((run) => run.at)).toEqual([at('2026-01-05T17:20')]);
    await inline.stop();
  });

  test('are waited for when they are stopped halfway', async () => {
    let isDone = false;
    const slow = job('slow', { every: 'minutes', minutes: 60 }, async () => {
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      isDone = true;
    });
    const inline = createInlineJobs({ jobs: [slow], clock, onRun: () => undefined });
    await inline.start();
    await vi.advanceTimersByTimeAsync(3_600_000);
    const stopped = inline.stop();
    expect(isDone).toBe(false);
    await vi.advanceTimersByTimeAsync(1_000);
    await stopped;
    expect(isDone).toBe(true);
  });
});

test.each<[string, JobSchedule]>([
  ['no minutes', { every: 'minutes', minutes: 0 }],
  ['half a minute', { every: 'minutes', minutes: 0.5 }],
  ['more than a day', { every: 'minutes', minutes: 1_441 }],
  ['no time of the day', { every: 'day', at: '24:00' }],
  ['a sloppy time', { every: 'month', at: '0:30' }],
])('a schedule with %s is refused by the name of its job', (_what, schedule) => {
  const plan = () =>
    createInlineJobs({ jobs: [job('odd', schedule)], clock: { now: () => new Date(0) }, onRun: () => undefined });
  expect(refusal(plan).details).toMatchObject({ problems: [{ path: 'odd' }] });
});
