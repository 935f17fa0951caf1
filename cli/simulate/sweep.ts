import { clipped, type Interval, intervalOf } from './interval.js';
import { checkOptions } from './options.js';
import { messagesByTemplate } from './report/figures.js';
import type { SimulationReport } from './report/report.js';
import { type RunOptions, simulate } from './simulate.js';
import type { SweepSubject } from './sweep-subject.js';

/** What runs are compared by. */
export const MEASURES = {
  goalsMet: 'goals met, of 100 opened',
  savedPerMember: 'saved by each member, in tenge',
  refusals: 'refused calls for each goal',
  messages: 'messages left for each member',
} as const;
export type Measure = keyof typeof MEASURES;
/** The most that a measure can come to; the least is nothing. */
const MOST: { readonly [Name in Measure]?: number } = { goalsMet: 100 };

type Measured<Value> = { readonly [Name in Measure]: Value };

/** One value of what is compared: what its runs came to, and by how much they differ from those of the first value. */
export type SweepRow = {
  readonly value: string;
  readonly measures: Measured<Interval>;
  /** Of the same seeds, run by run; null for the first value. */
  readonly difference: Measured<Interval> | null;
};

/** Values of a rule or a parameter beside each other, as it is written as JSON. The same options give the same report. */
export type SweepReport = {
  readonly name: string;
  readonly goals: number;
  readonly months: number;
  readonly faults: string;
  readonly seeds: readonly number[];
  readonly rows: readonly SweepRow[];
  readonly runs: readonly SweepRun[];
  /** The first run that found what must not be; it ended the sweep. */
  readonly violated: SweepEnd | null;
};

/** The run that ended a sweep, and the value that it was played with. */
export type SweepEnd = { readonly value: string; readonly report: SimulationReport };

export type SweepRun = {
  readonly value: string;
  readonly seed: number;
  readonly measures: Measured<number>;
  readonly stateHash: string;
};

export type SweepProgress = { readonly done: number; readonly total: number; readonly run: string };

export type SweepOptions = {
  readonly options: RunOptions;
  readonly subject: SweepSubject;
  readonly seeds: number;
  readonly onProgress?: ((progress: SweepProgress) => void) | undefined;
};

/**
 * Plays each value with the same seeds, and compares what came of them. A run that finds what must not be ends it.
 *
 * @throws what `simulate` throws; for a seed that is too large, before anything is played
 */
export async function sweep({ options, subject, seeds: count, onProgress }: SweepOptions): Promise<SweepReport> {
  const { goals, months, faults } = options;
  const seeds = Array.from({ length: count }, (_none, index) => options.seed + index);
  checkOptions({ ...options, seed: options.seed + count - 1 });
  const plan = subject.values.flatMap((value) => seeds.map((seed) => ({ value, seed })));
  const runs: SweepRun[] = [];
  let violated: SweepEnd | null = null;
  for (const { value, seed } of plan) {
    const report = await simulate({ ...options, ...subject.apply(options, value), seed });
    if (report.violations.length > 0) {
      violated = { value, report };
      break;
    }
    runs.push({ value, seed, measures: measuresOf(report), stateHash: report.stateHash });
    onProgress?.({ done: runs.length, total: plan.length, run: `${subject.name} ${value}, seed ${seed}` });
  }
  const rows = violated === null ? compareRuns(subject.values, runs) : [];
  return { name: subject.name, ...{ goals, months, faults, seeds }, rows, runs, violated };
}

/** Mean and interval of each value, and of its differences to the first value, seed by seed. */
export function compareRuns(values: readonly string[], runs: readonly SweepRun[]): readonly SweepRow[] {
  const runsOf = (value: string) => runs.filter((run) => run.value === value);
  const base = runsOf(values[0] ?? '');
  return values.map((value, index) => {
    const own = runsOf(value);
    const differences = own.flatMap((run) => {
      const pair = base.find(({ seed }) => seed === run.seed);
      return pair === undefined ? [] : [measured((name) => run.measures[name] - pair.measures[name])];
    });
    return {
      value,
      measures: measured((name) =>
        clipped(intervalOf(own.map(({ measures }) => measures[name])), 0, MOST[name] ?? Number.POSITIVE_INFINITY),
      ),
      difference: index === 0 ? null : measured((name) => intervalOf(differences.map((each) => each[name]))),
    };
  });
}

function measuresOf(report: SimulationReport): Measured<number> {
  const { goals, members, refusals } = report;
  const left = messagesByTemplate(report).reduce((sum, message) => sum + message.left, 0);
  const refused = refusals.reduce((sum, { count }) => sum + count, 0);
  return {
    goalsMet: ratio(goals.met * 100, goals.opened),
    savedPerMember: Number(members.savedPerMember),
    refusals: ratio(refused, goals.opened),
    messages: ratio(left, members.clients),
  };
}

function measured<Value>(valueOf: (name: Measure) => Value): Measured<Value> {
  return {
    goalsMet: valueOf('goalsMet'),
    savedPerMember: valueOf('savedPerMember'),
    refusals: valueOf('refusals'),
    messages: valueOf('messages'),
  };
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
