import type { Difference } from './expectation.js';

/** Why a step or a check is not as the story says. */
export type Failure = {
  readonly problem: string;
  /** The places in which the result is not what was expected. */
  readonly differences: readonly Difference[];
};

/** One step that was played. */
export type StepReport = {
  readonly number: number;
  readonly line: number;
  /** Who did what, or how far time went. */
  readonly title: string;
  /** The moment at which it ended. */
  readonly at: Date;
  /** How often each job ran meanwhile. */
  readonly jobs: Readonly<Record<string, number>>;
  /** null: as the story says. */
  readonly failure: Failure | null;
};

/** What the runner itself looks at after every scenario. */
export type CheckReport = { readonly name: string; readonly problems: readonly string[] };

/** A scenario that was played. Steps after the first failure are not played and not listed. */
export type ScenarioReport = {
  readonly file: string;
  readonly scenario: string;
  readonly ok: boolean;
  readonly steps: readonly StepReport[];
  readonly checks: readonly CheckReport[];
};
