import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSandboxBank, type SandboxBank } from '../../adapters/bank-sandbox/index.js';
import { requireOperation } from '../../adapters/operations/index.js';
import type { Actor } from '../../src/access/index.js';
import type { EventSubscriber } from '../../src/outbox/index.js';
import { DomainError, type GoalId, parseInstant } from '../../src/shared/index.js';
import { bugText } from '../bug-text.js';
import { type Asked, createAsked } from './asked.js';
import { openBooks, type WorldBooks } from './books.js';
import { createFaultBoard, type FaultBoard } from './fault-board.js';
import { createJournal, idsIn, type Journal, type JournalEntry } from './journal.js';
import { createRouting } from './large-world.js';
import type { SimulationOptions } from './options.js';
import { ProcessDied } from '../scenario/mortal-process.js';
import { createRandom, type Random } from './random.js';
import { OUTSIDE, Scheduler } from './scheduler.js';
import { Server } from './server.js';
import { OPERATIONS } from './staff.js';
import { createTally, type Tally } from './tally.js';

/** Something that must never be. */
export type Violation = { readonly oracle: string; readonly message: string; readonly atMs: number };

/** What came of a call: done, refused with a code, or nobody knows. */
export type Answer =
  | { readonly status: 'done'; readonly result: unknown }
  | { readonly status: 'refused'; readonly code: string }
  | { readonly status: 'lost' };

/** A goal of the run, as those who live in it know it. */
export type KnownGoal = {
  /** Its number in the run, the same whatever else is played. */
  readonly index: number;
  readonly id: GoalId;
  /** Its savings account at the bank. */
  readonly account: string;
  /** Everybody who was ever asked to save for it; the first one is the organiser at the beginning. */
  readonly clients: readonly string[];
};

/** Everything that a run plays with: time, two processes of Jinaq over one database, the bank, and what goes wrong. */
export type World = {
  readonly options: SimulationOptions;
  readonly random: Random;
  readonly scheduler: Scheduler;
  readonly bank: SandboxBank;
  readonly faults: FaultBoard;
  readonly asked: Asked;
  readonly servers: readonly Server[];
  readonly tally: Tally;
  readonly journal: Journal;
  readonly violations: Violation[];
  /** How many calls came to what: by operation, then by outcome. */
  readonly outcomes: Map<string, Map<string, number>>;
  /** The goals that were opened, by their number. */
  readonly goals: Map<number, KnownGoal>;
  /** Grows with whatever happens that jobs may have to follow up. */
  readonly activity: { count: number };
  /** On when the story is over, and only what was begun comes to its end. */
  readonly rest: { isOn: boolean };
  readonly startMs: number;
  readonly books: WorldBooks;
  /** Where both databases are when the run is over. */
  readonly folder: string;
  /** Somebody asks Jinaq for something; one of the processes that are up answers. */
  call(actor: Actor, operation: string, input: object): Promise<Answer>;
  /** Something happens at the bank, from outside of Jinaq; told as the operation of that name. */
  atBank<T>(operation: string, input: object, work: (bank: SandboxBank) => Promise<T>): Promise<T | undefined>;
  violate(oracle: string, message: string): void;
  close(): Promise<void>;
};

/** When every run begins: a Monday morning in Almaty. */
const START = '2026-01-05T07:00:00+05:00';
const SERVERS = ['alpha', 'beta'] as const;

/** Opens a world in which nobody lives yet. */
export async function openWorld(options: SimulationOptions, subscribers: readonly EventSubscriber[]): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'jinaq-simulation-'));
  try {
    return await furnish(options, subscribers, folder);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

async function furnish(
  options: SimulationOptions,
  subscribers: readonly EventSubscriber[],
  folder: string,
): Promise<World> {
  const random = createRandom(String(options.seed));
  const violations: Violation[] = [];
  const startMs = parseInstant(START).getTime();
  const scheduler = new Scheduler({
    startMs,
    random: random.fork('scheduler'),
    width: options.faults === 'hostile' ? 'few' : 'all',
    isOver: () => violations.length > 0 || options.signal?.aborted === true,
  });
  // No fault takes the bank's memory from it, and whoever calls it does not wait for a file.
  const bank = openSandboxBank({ path: ':memory:', clock: scheduler.clock });
  const [faults, tally] = [createFaultBoard({ nowMs: () => scheduler.nowMs() }), createTally()];
  const asked = createAsked();
  const books = await openBooks(options, folder);
  const servers = SERVERS.map((name) => {
    const surroundings = { name, bank, scheduler, faults, asked, tally };
    return new Server({ ...surroundings, books, subscribers, decorate: options.decorate, random: random.fork(name) });
  });
  for (const server of servers) await server.start();
  const journal = createJournal();
  const stage = { random, scheduler, bank, servers, journal, activity: { count: 0 } };
  const violate: World['violate'] = (oracle, message) =>
    void violations.push({ oracle, message, atMs: scheduler.nowMs() });
  const close = async (): Promise<void> => {
    for (const server of servers) await server.close();
    books.close();
    bank.close();
    await rm(folder, { recursive: true, force: true });
  };
  const state = { violations, goals: new Map<number, KnownGoal>(), rest: { isOn: false } };
  const around = { options, faults, asked, tally, startMs, folder, books, violate, close };
  return { ...stage, ...state, ...openDoors({ ...stage, options }, violate), ...around };
}

type Stage = Pick<World, 'random' | 'scheduler' | 'bank' | 'servers' | 'journal' | 'activity' | 'options'>;

/** Who is left out of a run gets no answer, and does nothing. */
const LEFT_OUT: Answer = { status: 'refused', code: 'access.denied' };

/** The ways in which something happens from outside; each of them is told in the journal. */
function openDoors(stage: Stage, violate: World['violate']): Pick<World, 'call' | 'atBank' | 'outcomes'> {
  const { scheduler, servers, journal, activity } = stage;
  const routing = createRouting(stage, stage.random.fork('routing'));
  const outcomes: World['outcomes'] = new Map();
  const count = (operation: string, outcome: string): void => {
    const own = outcomes.get(operation) ?? new Map<string, number>();
    outcomes.set(operation, own.set(outcome, (own.get(outcome) ?? 0) + 1));
  };
  const call: World['call'] = async (actor, operation, input) => {
    if (actor.kind === 'client' && stage.options.keep?.people?.has(actor.client) === false) return LEFT_OUT;
    activity.count += 1;
    const entry = journal.begin({ atMs: scheduler.nowMs(), actor, operation, input });
    const up = servers.filter((server) => server.isUp());
    const answer = await ask(up.length === 0 ? undefined : routing(servers, up), entry, violate);
    entry.outcome = answer.status === 'refused' ? answer.code : answer.status;
    if (answer.status === 'done') entry.ids = idsIn(answer.result);
    count(operation, entry.outcome);
    return answer;
  };
  const atBank: World['atBank'] = async (operation, input, work) => {
    activity.count += 1;
    const entry = journal.begin({ atMs: scheduler.nowMs(), actor: OPERATIONS, operation, input });
    try {
      const result = await scheduler.pass(OUTSIDE, 'bank', () => work(stage.bank));
      entry.outcome = 'done';
      return result;
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      entry.outcome = error.code;
      return undefined;
    }
  };
  return { call, atBank, outcomes };
}

async function ask(server: Server | undefined, entry: JournalEntry, violate: World['violate']): Promise<Answer> {
  if (server === undefined) return { status: 'lost' };
  try {
    const result = await server.call(entry);
    const refusal = requireOperation(entry.operation).refusalOf?.(result) ?? null;
    return refusal === null ? { status: 'done', result } : { status: 'refused', code: refusal };
  } catch (error) {
    if (error instanceof ProcessDied) return { status: 'lost' };
    if (error instanceof DomainError) return { status: 'refused', code: error.code };
    violate('no bug', `${entry.operation}: ${bugText(error)}`);
    return { status: 'lost' };
  }
}
