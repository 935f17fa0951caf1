import { afterEach, describe, expect, it } from 'vitest';
import { formatInstant, type Job, type JobRun, type JobSchedule, parseInstant } from '../../src/shared/index.js';

/** Jobs that are worked through as time goes by. */
export type JobsInTime = {
  /** Time goes on to this moment; resolves when what has come due was run. */
  goTo(moment: Date): Promise<void>;
  stop(): Promise<void>;
};

export type OpenJobs = (jobs: readonly Job[], onRun: (run: JobRun) => void, start: Date) => Promise<JobsInTime>;

const at = (text: string) => parseInstant(`${text}+05:00`);
const job = (name: string, schedule: JobSchedule, run: Job['run'] = async () => name): Job => ({ name, schedule, run });

/** What every runner of jobs must do, whatever engine it has. */
export function jobsContract(name: string, open: OpenJobs): void {
  describe(`jobs: ${name}`, () => {
    const opened: JobsInTime[] = [];
    afterEach(async () => {
      for (const one of opened.splice(0)) await one.stop();
    });

    /** Jobs from a moment on, with what ran in words: `name time`. */
    async function planned(jobs: readonly Job[], start = '2026-01-05T09:00') {
      const runs: JobRun[] = [];
      const inTime = await open(jobs, (run) => runs.push(run), at(start));
      opened.push(inTime);
      const words = () => runs.map((run) => `${run.name} ${formatInstant(run.at).slice(0, 16)}`);
      return { runs, words, goTo: (moment: string) => inTime.goTo(at(moment)) };
    }

    it('run at their times by the clock of Almaty, each once', async () => {
      const { words, goTo } = await planned([
        job('daily', { every: 'day', at: '09:30' }),
        job('half-hourly', { every: 'minutes', minutes: 30 }),
      ]);
      await goTo('2026-01-05T09:29');
      expect(words()).toEqual([]);
      await goTo('2026-01-05T10:10');
      await goTo('2026-01-05T10:10');
      // Which of two lines is quicker is anybody's guess.
      expect([...words()].sort()).toEqual([
        'daily 2026-01-05T09:30',
        'half-hourly 2026-01-05T09:30',
        'half-hourly 2026-01-05T10:00',
      ]);
    });

    it.each([
      ['2027-02-27T12:00', '2027-03-02T12:00', ['monthly 2027-03-01T00:30']],
      // In UTC all of these are the last day of the month before.
      ['2028-02-27T12:00', '2028-03-02T12:00', ['monthly 2028-03-01T00:30']],
      ['2026-12-30T12:00', '2027-01-02T12:00', ['monthly 2027-01-01T00:30']],
    ])('a monthly one runs on the first of the month in Almaty: from %s to %s', async (start, end, expected) => {
      const { words, goTo } = await planned([job('monthly', { every: 'month', at: '00:30' })], start);
      await goTo(end);
      expect(words()).toEqual(expected);
    });

    it('a step that does not divide the day begins anew at midnight', async () => {
      const { words, goTo } = await planned([job('odd', { every: 'minutes', minutes: 700 })], '2026-01-05T12:00');
      await goTo('2026-01-06T00:00');
      expect(words()).toEqual(['odd 2026-01-05T23:20', 'odd 2026-01-06T00:00']);
    });

    it('of jobs of a line that are due at the same moment the first runs first, and never two at once', async () => {
      const seen: string[] = [];
      const slow = (which: string) => async () => {
        seen.push(`${which} begins`);
        await new Promise((resolve) => setTimeout(resolve, 20));
        seen.push(`${which} ends`);
      };
      const { goTo } = await planned([
        { ...job('zeta', { every: 'minutes', minutes: 60 }, slow('first')), line: 'slow' },
        { ...job('alpha', { every: 'day', at: '10:00' }, slow('second')), line: 'slow' },
      ]);
      await goTo('2026-01-05T10:00');
      expect(seen).toEqual(['first begins', 'first ends', 'second begins', 'second ends']);
    });

    it('go on after one of them has failed, and the failure is told', async () => {
      const broken = new Error('no paper');
      const { runs, goTo } = await planned([
        job('broken', { every: 'minutes', minutes: 30 }, () => Promise.reject(broken)),
        job('sound', { every: 'minutes', minutes: 30 }),
      ]);
      await goTo('2026-01-05T09:30');
      expect(runs.find((run) => run.name === 'broken')).toMatchObject({ status: 'failed', error: broken });
      expect(runs.find((run) => run.name === 'sound')).toMatchObject({ status: 'completed', result: 'sound' });
      await goTo('2026-01-05T10:00');
      expect(runs.filter((run) => run.name === 'sound')).toHaveLength(2);
    });

    it('a schedule that cannot be is refused by the name of its job', async () => {
      const refused = planned([job('odd', { every: 'day', at: '24:00' })]);
      await expect(refused).rejects.toMatchObject({ code: 'input.invalid', details: { problems: [{ path: 'odd' }] } });
    });
  });
}
