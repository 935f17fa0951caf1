import type { Clock, QueuedJob } from '../../src/shared/index.js';

/** Jobs that wait in this process; they are forgotten when it ends. */
export type InlineQueue = {
  /** Puts jobs in, of those with the same key one. */
  add(jobs: readonly QueuedJob[]): void;
  /** The job that is due first, and when. */
  first(): WaitingJob | undefined;
  /** Takes a job out. */
  take(job: WaitingJob): void;
  /** Is told that jobs were put in. */
  onAdd: () => void;
};

export type WaitingJob = QueuedJob & { readonly due: Date };

const SECOND_MS = 1_000;

/** Opens a queue for the jobs of one process. */
export function createInlineQueue(clock: Clock): InlineQueue {
  const waiting = new Map<string, WaitingJob>();
  const queue: InlineQueue = {
    add: (jobs) => {
      for (const job of jobs) {
        const due = new Date(clock.now().getTime() + (job.afterSeconds ?? 0) * SECOND_MS);
        if (!waiting.has(job.key)) waiting.set(job.key, { ...job, due });
      }
      queue.onAdd();
    },
    first: () => {
      let first: WaitingJob | undefined;
      for (const job of waiting.values()) if (first === undefined || job.due < first.due) first = job;
      return first;
    },
    take: ({ key }) => {
      waiting.delete(key);
    },
    onAdd: () => undefined,
  };
  return queue;
}
