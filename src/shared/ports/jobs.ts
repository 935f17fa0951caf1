/** When a recurring job runs, by the clock of Almaty. */
export type JobSchedule =
  /** Counted from midnight: with 15, at 00:00, 00:15, 00:30 and so on. A whole number from 1 to 1,440. */
  | { readonly every: 'minutes'; readonly minutes: number }
  /** Once a day. `at` is HH:MM. */
  | { readonly every: 'day'; readonly at: string }
  /** On the first day of each month. `at` is HH:MM. */
  | { readonly every: 'month'; readonly at: string };

/** Work that Jinaq does of its own accord, again and again. */
export type Job = {
  /** The name it is reported by; of an operation of the catalogue where there is one. */
  readonly name: string;
  readonly schedule: JobSchedule;
  /**
   * Does everything that has come due by `now`. A scheduler may be late, skip a run or repeat one, so a job works
   * through what it finds and never counts on having been called before.
   */
  run(now: Date): Promise<unknown>;
};

/** One run of a job, as it is reported. */
export type JobRun = { readonly name: string; readonly at: Date } & (
  | { readonly status: 'completed'; readonly result: unknown }
  | { readonly status: 'failed'; readonly error: unknown }
);

/** What works through jobs at their times, one of them at a time, however many machines there are. */
export type JobRunner = {
  /** From now on runs every job at its time, until `stop`. */
  start(): Promise<void>;
  /** Starts no further run; resolves when what is under way has ended. */
  stop(): Promise<void>;
};

/** Work that is to be done once, by whichever worker is free. */
export type QueuedJob = {
  /** Which of a worker's tasks does it. */
  readonly task: string;
  readonly payload: Readonly<Record<string, string | number>>;
  /** Of jobs with the same key one waits at most; what is being worked on already is not asked for again. */
  readonly key: string;
};

/** The queue of the workers that share this database. */
export type JobQueue = {
  /**
   * Puts jobs into the queue with the transaction that needs them: both are kept, or neither.
   *
   * @throws jobs.no-queue where no worker has ever been started
   */
  enqueue(jobs: readonly QueuedJob[]): Promise<void>;
  /** How many workers are alive. */
  workers(): Promise<number>;
};
