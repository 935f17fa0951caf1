import type { Group } from './group.js';

/** How many goals of one sort were met in time. Only those count whose first deadline has come. */
export type Met = {
  readonly goals: number;
  /** How many of them have come to their first deadline, or would have. */
  readonly due: number;
  readonly met: number;
  /** From 0 to 1, of those that are due; null when none is. */
  readonly share: number | null;
};

/** How people have fared, beside the bank's planning figures. */
export type Success = {
  readonly shared: Met;
  /** Personal goals that an automatic plan saves for. */
  readonly automatic: Met;
  /** Members of a goal and its target in tenge, on average over all goals. */
  readonly averageMembers: number;
  readonly averageTarget: number;
};

/** What success is told by; counts of several worlds can be added up. */
export type SuccessCounts = {
  readonly shared: MetCounts;
  readonly automatic: MetCounts;
  /** Goals that were opened, those who are in them, and what they are for in tenge, all together. */
  readonly opened: number;
  readonly members: number;
  readonly target: number;
};

type MetCounts = Omit<Met, 'share'>;

/** Counts what groups know of their goals on that day. */
export function countSuccess(groups: readonly Group[], today: string): SuccessCounts {
  const opened = groups.filter(({ id }) => id !== null);
  const met = (isShared: boolean): MetCounts =>
    metIn(
      opened.filter((group) => group.isShared === isShared),
      today,
    );
  return {
    shared: met(true),
    automatic: met(false),
    opened: opened.length,
    members: sumOf(opened.map(({ people }) => people.filter((person) => person.hasJoined).length)),
    target: sumOf(opened.map(({ firstTarget }) => firstTarget)),
  };
}

/** How people have fared by these counts. */
export function successOf({ shared, automatic, opened, members, target }: SuccessCounts): Success {
  const average = (sum: number) => sum / Math.max(1, opened);
  return {
    shared: withShare(shared),
    automatic: withShare(automatic),
    averageMembers: rounded(average(members)),
    averageTarget: Math.round(average(target)),
  };
}

function metIn(groups: readonly Group[], today: string): MetCounts {
  const due = groups.filter(({ firstDeadline }) => firstDeadline !== null && firstDeadline < today);
  const met = due.filter(({ isMetInTime }) => isMetInTime);
  return { goals: groups.length, due: due.length, met: met.length };
}

function withShare(counts: MetCounts): Met {
  const { due, met } = counts;
  return { ...counts, share: due === 0 ? null : rounded(met / due) };
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
