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

/** Counts what groups know of their goals on that day. */
export function successOf(groups: readonly Group[], today: string): Success {
  const opened = groups.filter(({ id }) => id !== null);
  const met = (isShared: boolean): Met =>
    metIn(
      opened.filter((group) => group.isShared === isShared),
      today,
    );
  return {
    shared: met(true),
    automatic: met(false),
    averageMembers: rounded(average(opened.map(({ people }) => people.filter((person) => person.hasJoined).length))),
    averageTarget: Math.round(average(opened.map(({ firstTarget }) => firstTarget))),
  };
}

function metIn(groups: readonly Group[], today: string): Met {
  const due = groups.filter(({ firstDeadline }) => firstDeadline !== null && firstDeadline < today);
  const met = due.filter(({ isMetInTime }) => isMetInTime);
  const share = due.length === 0 ? null : rounded(met.length / due.length);
  return { goals: groups.length, due: due.length, met: met.length, share };
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
