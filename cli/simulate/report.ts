import type { Fault } from './fault-plan.js';
import type { Violation, World } from './world.js';

/** What a run came to. The same options give the same report, to the last byte. */
export type SimulationReport = {
  readonly seed: number;
  readonly goals: number;
  readonly months: number;
  readonly faults: string;
  /** Calls that were let through to the store or the bank. */
  readonly steps: number;
  readonly faultsPlanned: number;
  readonly faultsMet: Readonly<Record<string, number>>;
  /** By operation, how many calls came to what. */
  readonly outcomes: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly violations: readonly Violation[];
  /** SHA-256 over every row of both databases. */
  readonly stateHash: string;
};

/** What can be said of a run that has ended. */
export function reportOf(world: World, plan: readonly Fault[]): Omit<SimulationReport, 'stateHash'> {
  const { options, scheduler, faults, outcomes, violations } = world;
  const { seed, goals, months } = options;
  return {
    ...{ seed, goals, months, faults: options.faults },
    steps: scheduler.steps(),
    faultsPlanned: plan.length,
    faultsMet: sortedRecord(faults.met),
    outcomes: sortedRecord(new Map([...outcomes].map(([name, counts]) => [name, sortedRecord(counts)]))),
    violations,
  };
}

function sortedRecord<Value>(map: ReadonlyMap<string, Value>): Readonly<Record<string, Value>> {
  return Object.fromEntries([...map].sort(([a], [b]) => (a < b ? -1 : 1)));
}
