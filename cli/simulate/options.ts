import { invalidInput } from '../../src/shared/index.js';
import type { RuleName } from '../../src/savings/index.js';
import type { FaultProfile } from './fault-plan.js';
import type { PeopleParameters } from './people/parameters.js';
import type { JinaqOptions } from '../../adapters/node/index.js';

/** What to simulate. The same options give the same run, in the same version of Jinaq. */
export type SimulationOptions = {
  readonly seed: number;
  readonly goals: number;
  readonly months: number;
  readonly faults: FaultProfile;
  readonly people: PeopleParameters;
  /** Plays only these goals, faults and people of the run; for finding the fewest that still break something. */
  readonly keep?:
    | {
        readonly goals?: ReadonlySet<number>;
        readonly faults?: ReadonlySet<number>;
        /** Clients, and the bank's office; all others never do anything. */
        readonly people?: ReadonlySet<string>;
      }
    | undefined;
  /** Plays only this share of the goals, from above 0 to 1, and tells what all of them would come to. */
  readonly sample?: number | undefined;
  /** Rules of the bank that hold from the first day on, as an admin writes them. */
  readonly rules?: { readonly [Name in RuleName]?: string } | undefined;
  /** What a test breaks on purpose. */
  readonly decorate?: JinaqOptions['decorate'];
  /** On for one of many worlds: of the goals that were touched so many are looked at each day, all of them in turn. */
  readonly looksInTurn?: boolean | undefined;
  readonly onProgress?: ((progress: SimulationProgress) => void) | undefined;
  /** Ends the run when somebody has no more patience for it. */
  readonly signal?: AbortSignal | undefined;
};

export type SimulationProgress = { readonly day: number; readonly days: number; readonly contributions: number };

export const MAX_GOALS = 1_000_000;
export const MAX_MONTHS = 120;
/**
 * So many goals are one world. A larger run has several, which know nothing of each other: what it comes to then does not
 * depend on how many processes play it, and how much memory each needs does not depend on how large it is.
 */
export const WORLD_GOALS = 500;

/**
 * Checks the size of a run.
 *
 * @throws input.invalid naming the field
 */
export function checkOptions({ seed, goals, months }: Pick<SimulationOptions, 'seed' | 'goals' | 'months'>): void {
  const whole = (path: string, value: number, from: number, to: number): void => {
    if (Number.isSafeInteger(value) && value >= from && value <= to) return;
    throw invalidInput({ path, message: `must be a whole number from ${from} to ${to}` });
  };
  whole('seed', seed, 0, Number.MAX_SAFE_INTEGER);
  whole('goals', goals, 1, MAX_GOALS);
  whole('months', months, 1, MAX_MONTHS);
}
