import { join } from 'node:path';
import { addMonths, civilDateOf, startOfDay } from '../../src/shared/index.js';
import { DAY_MS } from './durations.js';
import type { Strike } from './fault-board.js';
import { type Fault, planFaults } from './fault-plan.js';
import type { JournalEntry } from './journal.js';
import { startJobs } from './jobs.js';
import { checkOptions, type SimulationOptions } from './options.js';
import { createOracles } from './oracles/index.js';
import { OFFICE, settlePeople } from './people/index.js';
import { BANK_FILE, FILES } from './report/databases.js';
import { type Details, reportOf, type SimulationReport } from './report/report.js';
import { drawSample, faultsOfSample } from './sample.js';
import { setRules } from './set-rules.js';
import { hashState } from './state-hash.js';
import { plantFaults } from './strike.js';
import { ofThisMachine } from './this-machine.js';
import { openWorld, type World } from './world.js';

/** After the last day nobody does anything and nothing goes wrong for so long: what is under way comes to its end. */
const REST_DAYS = 12;

/** The run of one world that was played, with what is needed to play and to tell it again. */
export type Run = {
  readonly report: SimulationReport;
  readonly details: Details;
  readonly startMs: number;
  readonly journal: readonly JournalEntry[];
  /** Faults that met a call of the bank, or something else, in their order. */
  readonly strikes: readonly Strike[];
  /** The faults whose time had come. */
  readonly struck: ReadonlySet<number>;
  /** All goals, faults and people of the run. */
  readonly all: {
    readonly goals: readonly number[];
    readonly faults: readonly number[];
    readonly people: readonly string[];
  };
};

/**
 * Plays one world under its seed: people, faults at every port, and oracles that look all the time.
 *
 * @throws input.invalid for a size that cannot be; simulation.machine-failed when its databases could not be kept; the
 * reason of its signal when that was aborted
 */
export async function playRun(given: SimulationOptions): Promise<Run> {
  checkOptions(given);
  try {
    return await playWorld(given);
  } catch (error) {
    throw ofThisMachine(error);
  }
}

async function playWorld(given: SimulationOptions): Promise<Run> {
  const sample = drawSample(given);
  const options = sample === undefined ? given : { ...given, keep: { goals: sample.goals, ...given.keep } };
  const oracles = createOracles();
  const world = await openWorld(options, oracles.subscribers);
  try {
    await setRules(world);
    const plan = faultsOfSample(faultsOf(world), sample);
    plantFaults(world, plan);
    await startJobs(world);
    const people = settlePeople(world);
    await play(world, oracles.checkDay);
    if (world.violations.length === 0) {
      world.tally.look('at the end');
      await oracles.checkEnd(world);
    }
    options.signal?.throwIfAborted();
    await world.books.save();
    await world.bank.copyTo(join(world.folder, BANK_FILE));
    const { report, details } = await reportOf({ world, plan, sample, success: people.success() });
    for (const server of world.servers) await server.close();
    const stateHash = await hashState(FILES.map((file) => join(world.folder, file)));
    return runOf(world, plan, { report: ofOneWorld(report, stateHash), details });
  } finally {
    await oracles.close();
    await world.close();
  }
}

function runOf(world: World, plan: readonly Fault[], told: Pick<Run, 'report' | 'details'>): Run {
  const { startMs, journal, faults, options } = world;
  const endMs = told.report.violations[0]?.atMs ?? Number.POSITIVE_INFINITY;
  const goals = Array.from({ length: options.goals }, (_none, index) => index);
  const people = new Set<string>([OFFICE]);
  for (const { actor } of journal.entries) if (actor.kind === 'client') people.add(actor.client);
  return {
    ...{ ...told, startMs, journal: journal.entries, strikes: faults.strikes },
    struck: new Set(plan.filter(({ atMs }) => atMs <= endMs).map(({ id }) => id)),
    all: { goals, faults: plan.map(({ id }) => id), people: [...people] },
  };
}

/** The report of a world that is the whole run. */
function ofOneWorld(report: Omit<SimulationReport, 'worlds' | 'stateHash'>, stateHash: string): SimulationReport {
  const { seed, population: goals, sample, steps } = report;
  return { ...report, worlds: [{ seed, goals, sample: sample?.share ?? null, steps, stateHash }], stateHash };
}

function endOf({ options, startMs }: World): number {
  return startOfDay(addMonths(civilDateOf(new Date(startMs)), options.months)).getTime();
}

function faultsOf(world: World): readonly Fault[] {
  const { goals, months, faults: profile } = world.options;
  return planFaults({
    ...{ goals, months, profile },
    ...{ startMs: world.startMs, endMs: endOf(world), random: world.random.fork('faults') },
  });
}

async function play(world: World, checkDay: (world: World) => Promise<void>): Promise<void> {
  const { scheduler, options } = world;
  const endMs = endOf(world);
  const days = Math.round((endMs - world.startMs) / DAY_MS);
  let day = 0;
  const playUntil = async (untilMs: number): Promise<void> => {
    while (scheduler.nowMs() < untilMs && world.violations.length === 0) {
      await scheduler.runUntil(Math.min(untilMs, scheduler.nowMs() + DAY_MS));
      options.signal?.throwIfAborted();
      day += 1;
      endDay(world);
      if (world.violations.length === 0) await checkDay(world);
      options.onProgress?.({ day: Math.min(day, days), days, contributions: countOf(world, 'goals.contribute') });
    }
  };
  await playUntil(endMs);
  world.faults.clear();
  world.rest.isOn = true;
  await playUntil(endMs + REST_DAYS * DAY_MS);
}

function endDay({ scheduler, tally, outcomes }: World): void {
  tally.endDay(civilDateOf(new Date(scheduler.nowMs() - 1)), outcomes.get('goals.contribute'));
  tally.look('at the end of a day');
}

function countOf({ outcomes }: World, operation: string): number {
  return outcomes.get(operation)?.get('done') ?? 0;
}
