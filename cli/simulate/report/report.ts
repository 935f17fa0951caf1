import { addDays, type CivilDate, civilDateOf, daysBetween } from '../../../src/shared/index.js';
import { FAULT_KINDS, type Fault, type FaultKind } from '../fault-plan.js';
import type { RemindedClient } from '../../../src/messaging/index.js';
import { type Success, type SuccessCounts, successOf } from '../people/index.js';
import { changedPeople } from '../run-text.js';
import type { Sample } from '../sample.js';
import type { Violation, World } from '../world.js';
import { readDatabases } from './databases.js';
import { effectOn, type MessageEffect, remindedClients } from './message-effect.js';
import { type PerGoal, readPerGoal, type ScaledTotals, scaledTotals } from './scaled.js';
import { readSeries, type Series } from './series.js';
import { readTotals, type Totals } from './totals.js';

/**
 * What a run came to, as it is written as JSON: money is decimal tenge, shares are from 0 to 1. The same options give the
 * same report in the same version, to the last byte; nothing in it tells how fast the machine was.
 */
export type SimulationReport = Totals & {
  readonly seed: number;
  readonly months: number;
  readonly faults: string;
  /** How many goals the run was asked for. */
  readonly population: number;
  /** When only a part of them was played: how many, and what all would come to. All other figures are of the played ones. */
  readonly sample: ScaledTotals | null;
  /** Rules that were set for it. */
  readonly rules: Readonly<Record<string, string>>;
  /** Parameters of people that were not the default ones. */
  readonly people: Readonly<Record<string, unknown>>;
  /** First and last day. */
  readonly from: CivilDate;
  readonly to: CivilDate;
  /** Calls that were let through to the store or the bank. */
  readonly steps: number;
  readonly violations: readonly Violation[];
  readonly faultsByKind: readonly FaultTotal[];
  /** By operation, how many calls came to what. */
  readonly outcomes: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Calls that were refused, by code, over all operations; the most frequent first. */
  readonly refusals: readonly { readonly code: string; readonly count: number }[];
  readonly messageEffect: MessageEffect;
  /** How people have fared, beside the bank's planning figures. */
  readonly success: Success;
  readonly cost: Cost;
  /** Who looked for what must not be, and how often. */
  readonly looks: Readonly<Record<string, number>>;
  readonly series: Series;
  /** The worlds that were played, in their order; a small run has one. */
  readonly worlds: readonly WorldReport[];
  /** SHA-256 over every row of both databases; of several worlds, over the hashes of each in their order. */
  readonly stateHash: string;
};

/** One of the worlds of a run: what it takes to play it alone, and what came of it. */
export type WorldReport = {
  readonly seed: number;
  readonly goals: number;
  /** The share of its goals that was played, when it was not all of them. */
  readonly sample: number | null;
  readonly steps: number;
  readonly stateHash: string;
};

/** What is told in a report as averages and intervals, in single numbers: those of several worlds go together. */
export type Details = {
  readonly success: SuccessCounts;
  readonly reminded: readonly RemindedClient[];
  readonly perGoal: PerGoal;
};

/** How many faults of a kind were planned, and how many of them met something. */
export type FaultTotal = { readonly kind: FaultKind; readonly planned: number; readonly met: number };

/** What the run asked of store and bank in all, and for each payment that was completed (two decimals). */
export type Cost = {
  readonly contributions: number;
  readonly steps: number;
  readonly bankCalls: number;
  readonly transactions: number;
  readonly reads: number;
  readonly each: { readonly steps: number; readonly bankCalls: number; readonly transactions: number } | null;
};

export type EndedRun = {
  readonly world: World;
  readonly plan: readonly Fault[];
  readonly sample: Sample | undefined;
  readonly success: SuccessCounts;
};

/** What can be said of a run that has ended. */
export async function reportOf({ world, plan, sample, success }: EndedRun): Promise<{
  readonly report: Omit<SimulationReport, 'worlds' | 'stateHash'>;
  readonly details: Details;
}> {
  const { options, scheduler, outcomes, violations, tally, startMs } = world;
  const from = civilDateOf(new Date(startMs));
  const to = civilDateOf(scheduler.clock.now());
  const all = Array.from({ length: daysBetween(from, to) + 1 }, (_none, index) => addDays(from, index));
  const { totals, perGoal, series } = await readDatabases(world.folder, (databases) => ({
    totals: readTotals(databases),
    perGoal: readPerGoal(databases, sample?.goals.size ?? options.goals),
    series: readSeries(databases, { from, all }, tally),
  }));
  const details = { success, perGoal, reminded: await remindedClients(world, from) };
  const calls = Object.fromEntries([...outcomes].map(([name, counts]) => [name, sortedRecord(counts)]));
  const report = {
    ...{ seed: options.seed, population: options.goals, months: options.months, faults: options.faults },
    rules: sortedRecord(new Map(Object.entries(options.rules ?? {}))),
    people: changedPeople(options.people),
    ...{ from, to, steps: scheduler.steps(), violations },
    ...totals,
    faultsByKind: faultsOf(world, plan),
    cost: costOf({ ...tally, steps: scheduler.steps() }, totals),
    looks: sortedRecord(tally.looks),
    series,
    ...toldByDetails(details, { share: sample?.share, population: options.goals }),
    ...toldByCalls(sortedRecord(new Map(Object.entries(calls)))),
  };
  return { report, details };
}

/** The part of a report that tells averages and intervals. */
export function toldByDetails(
  { success, reminded, perGoal }: Details,
  { share, population }: { readonly share: number | undefined; readonly population: number },
): Pick<SimulationReport, 'success' | 'messageEffect' | 'sample'> {
  return {
    success: successOf(success),
    messageEffect: effectOn(reminded),
    sample: share === undefined ? null : scaledTotals(perGoal, share, population),
  };
}

/** The part of a report that tells what calls came to. */
export function toldByCalls(outcomes: SimulationReport['outcomes']): Pick<SimulationReport, 'outcomes' | 'refusals'> {
  return { outcomes, refusals: refusalsIn(outcomes) };
}

function faultsOf({ faults }: World, plan: readonly Fault[]): readonly FaultTotal[] {
  return FAULT_KINDS.map((kind) => ({
    kind,
    planned: plan.filter((fault) => fault.kind === kind).length,
    met: faults.met.get(kind) ?? 0,
  })).filter(({ planned, met }) => planned + met > 0);
}

function refusalsIn(outcomes: SimulationReport['outcomes']): SimulationReport['refusals'] {
  const counts = new Map<string, number>();
  for (const own of Object.values(outcomes)) {
    for (const [outcome, count] of Object.entries(own)) {
      if (outcome !== 'done' && outcome !== 'lost') counts.set(outcome, (counts.get(outcome) ?? 0) + count);
    }
  }
  return [...counts]
    .map(([code, count]) => ({ code, count }))
    .sort((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1));
}

/** What was asked for, for each completed payment as well. */
export function costOf(
  { steps, bankCalls, transactions, reads }: Pick<Cost, 'steps' | 'bankCalls' | 'transactions' | 'reads'>,
  { contributions: payments }: Pick<Totals, 'contributions'>,
): Cost {
  const completed = payments.filter(({ status }) => status === 'completed');
  const contributions = completed.reduce((sum, { count }) => sum + count, 0);
  const each = (count: number) => Math.round((count / contributions) * 100) / 100;
  return {
    ...{ contributions, steps, bankCalls, transactions, reads },
    each:
      contributions === 0 ? null : { steps: each(steps), bankCalls: each(bankCalls), transactions: each(transactions) },
  };
}

/** By its keys in their order, whatever came first. */
export function sortedRecord<Value>(map: ReadonlyMap<string, Value>): Readonly<Record<string, Value>> {
  return Object.fromEntries([...map].sort(([a], [b]) => (a < b ? -1 : 1)));
}
