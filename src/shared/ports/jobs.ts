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
