import { afterEach, describe, expect, it } from 'vitest';
import type { JobQueue, Task } from '../../src/shared/index.js';

/** A queue, and those who work it off. */
export type QueueWithWorkers = {
  /** Runs work in a transaction that can put jobs in. */
  transact(work: (jobs: JobQueue) => Promise<void>): Promise<void>;
  /** Does everything that is due. */
  workOff(): Promise<void>;
  close(): Promise<void>;
};

export type OpenQueue = (tasks: Readonly<Record<string, Task>>) => Promise<QueueWithWorkers>;

const THOUSAND = 1_000;
const job = (key: string, rest = {}) => ({ task: 'note', payload: { key }, key, ...rest });

/** What every queue of jobs must do, whatever engine works it off. */
export function jobQueueContract(name: string, open: OpenQueue): void {
  describe(`a queue of jobs: ${name}`, () => {
    const opened: QueueWithWorkers[] = [];
    afterEach(async () => {
      for (const one of opened.splice(0)) await one.close();
    });

    async function openQueue(during: (queue: QueueWithWorkers) => Promise<void> = async () => undefined) {
      const done: unknown[] = [];
      const queue: QueueWithWorkers = await open({
        note: async (payload) => {
          done.push((payload as { readonly key: string }).key);
          await during(queue);
        },
      });
      opened.push(queue);
      return { queue, done };
    }

    it.each(['enqueue', 'ensure'] as const)('%s: what a transaction has put in is done after it', async (put) => {
      const { queue, done } = await openQueue();
      await queue.transact((jobs) => jobs[put]([job('a'), job('b')]));
      await queue.workOff();
      expect([...done].sort()).toEqual(['a', 'b']);
    });

    it.each(['enqueue', 'ensure'] as const)(
      '%s: what a transaction that fails has put in is never done',
      async (put) => {
        const { queue, done } = await openQueue();
        const failing = queue.transact(async (jobs) => {
          await jobs[put]([job('a')]);
          throw new Error('no');
        });
        await expect(failing).rejects.toThrow('no');
        await queue.workOff();
        expect(done).toEqual([]);
      },
    );

    it('what a thousand ask for under one key is done once', async () => {
      const { queue, done } = await openQueue();
      for (let asked = 0; asked < THOUSAND; asked += 1) await queue.transact((jobs) => jobs.ensure([job('a')]));
      await queue.workOff();
      expect(done).toEqual(['a']);
    });

    it('what has to wait is not done before its time', async () => {
      const { queue, done } = await openQueue();
      await queue.transact((jobs) => jobs.ensure([job('later', { afterSeconds: 3_600 }), job('now')]));
      await queue.workOff();
      expect(done).toEqual(['now']);
    });

    it('what is asked for while it is being done is done again: it may have looked too early', async () => {
      let asks = 1;
      const { queue, done } = await openQueue(async (used) => {
        if (asks > 0) {
          asks -= 1;
          await used.transact((jobs) => jobs.ensure([job('a')]));
        }
      });
      await queue.transact((jobs) => jobs.ensure([job('a')]));
      await queue.workOff();
      expect(done).toEqual(['a', 'a']);
    });
  });
}
