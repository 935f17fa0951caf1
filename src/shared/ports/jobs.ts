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
   * Jobs of one line wait for each other, in their order of the list where several are due; those of other lines go on
   * meanwhile. Without one a job has a line of its own.
   */
  readonly line?: string | undefined;
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

/** What works through jobs at their times, one of a line at a time, however many machines there are. */
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
  readonly payload: Readonly<Record<string, string | number | null>>;
  /** Of jobs with the same key one waits at most; what is being worked on already is not asked for again. */
  readonly key: string;
  /** How long it waits first: whoever asks for it is about to do the work, and it is there should they not come to it. */
  readonly afterSeconds?: number | undefined;
};

/** Does one job of a queue. The signal, where one is given, tells that the worker is to end: what can be left to others is left. */
export type Task = (payload: unknown, signal?: { readonly aborted: boolean }) => Promise<unknown>;

/** A job that has failed and was not done since. */
export type FailingJob = {
  readonly key: string;
  readonly attempts: number;
  /** Nobody tries it again before it is asked for again. */
  readonly isGivenUp: boolean;
  /** How it failed the last time. */
  readonly error: string;
};

/** The queue of the workers that share this database. */
export type JobQueue = {
  /**
   * Puts jobs into the queue with the transaction that needs them: both are kept, or neither. What was given up is tried
   * again.
   *
   * @throws jobs.no-queue where no worker has ever been started
   */
  enqueue(jobs: readonly QueuedJob[]): Promise<void>;
  /**
   * The same for work that is done in time anyway, only later: where a job with the key waits, and where there is no queue,
   * nothing is put in and nobody waits for anybody.
   */
  ensure(jobs: readonly QueuedJob[]): Promise<void>;
  /** Jobs that have failed, of those whose keys begin so. */
  failing(keys: string): Promise<readonly FailingJob[]>;
  /** How many workers are alive. */
  workers(): Promise<number>;
};
