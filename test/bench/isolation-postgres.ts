import pg from 'pg';
import { type Jinaq, openJinaq } from '../../adapters/node/index.js';
import { DomainError, type GoalId } from '../../src/shared/index.js';
import { startPostgres } from '../support/postgres.js';
import { measurePostgresFloor } from './floor-postgres.js';
import { migrated } from './migrated.js';
import { OPERATIONS, pay, prepareGoals } from './payers.js';
import { load, peakRssMb, percentiles, print, round, say, timed } from './report.js';

const GOALS = 1_000;
const HOT_GOALS = 10;
const FLOOR_ROWS = 10_000;
const TURNS = 2;
/** How many stores share the database, as application servers do, and how many pay into how many goals. */
const LOADS = [
  { stores: 1, callers: 64, goals: GOALS, n: 2_000 },
  { stores: 1, callers: 500, goals: GOALS, n: 4_000 },
  { stores: 2, callers: 500, goals: GOALS, n: 4_000 },
  { stores: 2, callers: 64, goals: HOT_GOALS, n: 2_000 },
  { stores: 2, callers: 500, goals: HOT_GOALS, n: 4_000 },
];

const BEGIN = 'BEGIN ISOLATION LEVEL READ COMMITTED';
const LOCK = / FOR (NO KEY )?UPDATE\b/;
const LEVELS = [
  { name: 'READ COMMITTED with locks', begin: BEGIN, isLocking: true },
  { name: 'SERIALIZABLE with the same locks', begin: 'BEGIN ISOLATION LEVEL SERIALIZABLE', isLocking: true },
  { name: 'SERIALIZABLE without locks', begin: 'BEGIN ISOLATION LEVEL SERIALIZABLE', isLocking: false },
];
type Level = (typeof LEVELS)[number];

/** What ends a transaction that is then run anew: not serialisable, deadlock, inserted twice, changed meanwhile. */
const MET = new Set(['40001', '40P01', '23505', 'JQ001']);

/** The same contributions at each level, in turns, over the same stores and connections. */
export async function benchIsolationPostgres(): Promise<void> {
  const server = await startPostgres({ isDurable: true });
  const driver = watchDriver();
  try {
    const db = await migrated(server);
    const first = await openJinaq({ db, bank: 'sandbox::memory:' });
    const stores = [first, await openJinaq({ db, bank: first.ports.bank })];
    say(`preparing ${GOALS} goals`);
    const goals = await prepareGoals(first, GOALS);
    for (const one of LOADS) {
      const floor = { address: await migrated(server), goals: GOALS, contributions: FLOOR_ROWS };
      await benchLoad({ stores, goals, driver, floorPerSecond: await measurePostgresFloor(floor) }, one);
    }
    driver.use(LEVELS[0]);
    await first.transfers.settle(OPERATIONS);
    const { ok } = await first.ledger.verify(OPERATIONS, {});
    say(`ledger and chains verified: ${ok}`);
    for (const jinaq of stores.reverse()) await jinaq.close();
  } finally {
    driver.restore();
    await server.close();
  }
}

type World = {
  readonly stores: readonly Jinaq[];
  readonly goals: readonly GoalId[];
  readonly driver: Driver;
  readonly floorPerSecond: number;
};

/** In turns, so that a busy neighbour meets all levels. */
async function benchLoad({ stores, goals, driver, floorPerSecond }: World, one: (typeof LOADS)[number]): Promise<void> {
  const [paying, hot] = [stores.slice(0, one.stores), goals.slice(0, one.goals)];
  const results = LEVELS.map((level) => ({ level, latencies: [] as number[], seconds: 0, retries: 0, failures: 0 }));
  for (let turn = 0; turn < TURNS; turn += 1) {
    for (const sum of results) {
      driver.use(sum.level);
      const before = driver.met();
      const countFailure = (error: unknown): void => {
        if (!(error instanceof DomainError) || error.code !== 'conflict') throw error;
        sum.failures += 1;
      };
      const share = (jinaq: Jinaq) =>
        pay(jinaq, hot, one.n / one.stores, one.callers / one.stores, { onRefused: countFailure });
      const { result, seconds } = await timed(() => Promise.all(paying.map(share)));
      sum.latencies.push(...result.flat());
      sum.seconds += seconds;
      sum.retries += driver.met() - before;
    }
  }
  for (const { level, latencies, seconds, retries, failures } of results) {
    const perSecond = latencies.length / seconds;
    print({
      name: `${one.callers} callers, ${one.stores} stores, ${one.goals} goals, ${level.name}`,
      n: one.n * TURNS,
      perSecond: round(perSecond, 0),
      floorPerSecond: round(floorPerSecond, 0),
      ratio: round(perSecond / floorPerSecond),
      retries,
      failures,
      ...percentiles(latencies),
      load: load(),
      peakRssMb: peakRssMb(),
    });
  }
}

type Driver = {
  use(level: Level | undefined): void;
  /** How many transactions have met another one and were undone. */
  met(): number;
  restore(): void;
};

type Said = string | { readonly name: string; readonly text: string };
type Query = (this: pg.Client, query: Said, ...rest: unknown[]) => unknown;

/** Says another level to the server than the store does, so that the store needs no setting that nobody should choose. */
function watchDriver(): Driver {
  const prototype = pg.Client.prototype as unknown as { query: Query };
  const original = prototype.query;
  let [level, met]: [Level | undefined, number] = [undefined, 0];
  const said = (query: Said): Said => {
    if (level === undefined) return query;
    if (query === BEGIN) return level.begin;
    if (level.isLocking || typeof query === 'string' || !LOCK.test(query.text)) return query;
    return { ...query, name: `${query.name}_unlocked`, text: query.text.replace(LOCK, '') };
  };
  prototype.query = function (query, ...rest) {
    const answer = original.call(this, said(query), ...rest);
    if (answer instanceof Promise) {
      answer.catch((error: unknown) => {
        if (MET.has((error as { readonly code: string }).code)) met += 1;
      });
    }
    return answer;
  };
  return {
    use: (next) => {
      level = next;
    },
    met: () => met,
    restore: () => {
      prototype.query = original;
    },
  };
}
