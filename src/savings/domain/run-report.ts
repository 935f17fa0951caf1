import type { CivilDate, ClientId, ContributionId, GoalId, Money, PlanId } from '../../shared/index.js';

/** What became of a date of a plan in a run. `pending`: the bank has not answered or is reviewing it. */
export const RUN_OUTCOMES = [
  'completed',
  'payable',
  'pending',
  'collected',
  'passed',
  'postponed',
  'skipped',
  'ended',
  'gone',
  'refused',
  'failed',
] as const;
export type RunOutcome = (typeof RUN_OUTCOMES)[number];

/** One date of a plan, as a run's report lists it. */
export type RunLine = {
  readonly plan: PlanId;
  readonly goal: GoalId;
  readonly client: ClientId;
  readonly due: CivilDate | null;
  readonly outcome: RunOutcome;
  /** The error code that says why it was not paid. */
  readonly reason: string | null;
  /** Tiyn that moved, are on their way or would have moved. */
  readonly amount: Money;
  readonly contribution: ContributionId | null;
};

/** How many dates had an outcome for a reason, and the sum of their amounts in tiyn. */
export type RunCount = {
  readonly outcome: RunOutcome;
  readonly reason: string | null;
  readonly count: number;
  readonly amount: Money;
};

/** Counts lines by outcome and reason as they come, in memory that does not grow with them. */
export type RunTally = {
  add(line: RunLine): void;
  readonly done: number;
  /** Dates that the bank refused or that could not be worked on. */
  readonly failures: number;
  counts(): readonly RunCount[];
};

export function createTally(): RunTally {
  const counts = new Map<string, { -readonly [Name in keyof RunCount]: RunCount[Name] }>();
  let done = 0;
  let failures = 0;
  return {
    add: ({ outcome, reason, amount }) => {
      const key = `${outcome} ${reason ?? ''}`;
      const count = counts.get(key) ?? { outcome, reason, count: 0, amount: 0n };
      count.count += 1;
      count.amount += amount;
      counts.set(key, count);
      done += 1;
      if (isFailure({ outcome, reason })) failures += 1;
    },
    get done() {
      return done;
    },
    get failures() {
      return failures;
    },
    counts: () => inReportOrder([...counts.values()]),
  };
}

/** The counts as a report shows them: by outcome, the most frequent reason first. */
export function inReportOrder(counts: readonly RunCount[]): readonly RunCount[] {
  return [...counts].sort(
    (a, b) => RUN_OUTCOMES.indexOf(a.outcome) - RUN_OUTCOMES.indexOf(b.outcome) || b.count - a.count,
  );
}

/** Want of money is everyday business; what the bank refused for another reason, or did not answer, is not. */
export function isFailure({ outcome, reason }: Pick<RunLine, 'outcome' | 'reason'>): boolean {
  if (outcome === 'refused') return reason !== 'bank.insufficient-funds';
  return outcome === 'failed' || outcome === 'pending';
}
