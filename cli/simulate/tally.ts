import type { CivilDate } from '../../src/shared/index.js';

/** What members' own payments came to on one day: done, refused by a rule or the bank, or lost with a process. */
export type DayCalls = { readonly done: number; readonly refused: number; readonly lost: number };

/** What is counted while a run is played: a few numbers, and one line a day, however many goals there are. */
export type Tally = {
  /** Calls of the bank, and transactions and reads of the store, those that failed included. */
  bankCalls: number;
  transactions: number;
  reads: number;
  /** How often somebody has looked for what must not be, by name. */
  readonly looks: Map<string, number>;
  readonly days: { readonly day: CivilDate; readonly contributions: DayCalls }[];
  look(name: string): void;
  /** Ends a day, with what all days so far have come to. */
  endDay(day: CivilDate, contributions: ReadonlyMap<string, number> | undefined): void;
};

/** A tally of a run that has not begun. */
export function createTally(): Tally {
  const looks: Tally['looks'] = new Map();
  const days: Tally['days'] = [];
  let before: DayCalls = { done: 0, refused: 0, lost: 0 };
  return {
    ...{ bankCalls: 0, transactions: 0, reads: 0, looks, days },
    look: (name) => void looks.set(name, (looks.get(name) ?? 0) + 1),
    endDay: (day, contributions) => {
      const now = callsOf(contributions ?? new Map());
      const { done, refused, lost } = before;
      days.push({
        day,
        contributions: { done: now.done - done, refused: now.refused - refused, lost: now.lost - lost },
      });
      before = now;
    },
  };
}

function callsOf(outcomes: ReadonlyMap<string, number>): DayCalls {
  let refused = 0;
  for (const [outcome, count] of outcomes) if (outcome !== 'done' && outcome !== 'lost') refused += count;
  return { done: outcomes.get('done') ?? 0, refused, lost: outcomes.get('lost') ?? 0 };
}
