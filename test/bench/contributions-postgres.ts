import { type Jinaq, openJinaq } from '../../adapters/node/index.js';
import { openPostgresStore } from '../../adapters/postgres/index.js';
import { sha256Digest as digest } from '../../adapters/system/index.js';
import type { GoalId } from '../../src/shared/index.js';
import { createDatabase, onDatabase, type PostgresServer, startPostgres } from '../support/postgres.js';
import { startProxy } from '../support/tcp-proxy.js';
import { measurePostgresFloor } from './floor-postgres.js';
import { OPERATIONS, pay, prepareGoals } from './payers.js';
import { peakRssMb, percentile, print, round, say, timed } from './report.js';

const GOALS = 1_000;
const FLOOR_ROWS = 20_000;
/** How many callers at once, and how many contributions they make together. */
const LOADS = [
  { callers: 1, n: 500 },
  { callers: 8, n: 2_000 },
  { callers: 64, n: 10_000 },
  { callers: 500, n: 30_000 },
  { callers: 5_000, n: 30_000 },
];
const WAY_MS = 5;
const FAR_AWAY = 40;

/** Contributions at a durable Postgres on this machine beside the bare driver, and how many round trips one takes. */
export async function benchContributionsPostgres(): Promise<void> {
  const server = await startPostgres({ isDurable: true });
  try {
    say('floor: the same rows by the bare driver');
    const floorAddress = await migrated(server);
    const floor = await measurePostgresFloor({ address: floorAddress, goals: GOALS, contributions: FLOOR_ROWS });
    const address = await migrated(server);
    const jinaq = await openJinaq({ db: address, bank: 'sandbox::memory:' });
    say(`preparing ${GOALS} goals`);
    const goals = await prepareGoals(jinaq, GOALS);
    await onDatabase(address, (client) => client.query('ANALYZE'));
    for (const load of LOADS) await benchLoad(jinaq, goals, load, floor);
    await benchRoundTrips(jinaq, address, goals.slice(0, 1));
    const { ok } = await jinaq.ledger.verify(OPERATIONS, {});
    say(`ledger and chains verified: ${ok}`);
    await jinaq.close();
  } finally {
    await server.close();
  }
}

async function migrated(server: PostgresServer): Promise<string> {
  const address = await createDatabase(server.address('postgres'));
  await (await openPostgresStore({ address, digest })).close();
  return address;
}

type Load = { readonly callers: number; readonly n: number };

async function benchLoad(jinaq: Jinaq, goals: readonly GoalId[], { callers, n }: Load, floor: number): Promise<void> {
  say(`${n} contributions by ${callers} callers`);
  const { result, seconds } = await timed(() => pay(jinaq, goals, n, callers));
  print({
    name: `contributions, ${callers} callers, Postgres, synchronous_commit on`,
    n,
    perSecond: round(n / seconds, 0),
    floorPerSecond: round(floor, 0),
    ratio: round(n / seconds / floor),
    p50Ms: percentile(result, 0.5),
    p99Ms: percentile(result, 0.99),
    peakRssMb: peakRssMb(),
  });
}

/** At a server so far away that the way is all that counts. */
async function benchRoundTrips(near: Jinaq, address: string, goals: readonly GoalId[]): Promise<void> {
  const proxy = await startProxy(address, { delayMs: WAY_MS });
  const far = proxy.address(address);
  const trips = await onDatabase(far, async (client) => {
    const latencies: number[] = [];
    for (let turn = 0; turn < FAR_AWAY; turn += 1) {
      latencies.push((await timed(() => client.query('SELECT 1'))).seconds * 1000);
    }
    return latencies;
  });
  const jinaq = await openJinaq({ db: far, bank: near.ports.bank });
  await pay(jinaq, goals, 5, 1);
  const latencies = await pay(jinaq, goals, FAR_AWAY, 1);
  const trip = percentile(trips, 0.5);
  print({
    name: `round trips of a contribution, one caller, ${round(trip)} ms each`,
    n: FAR_AWAY,
    perSecond: round(1000 / percentile(latencies, 0.5), 1),
    ratio: round(percentile(latencies, 0.5) / trip),
    p50Ms: percentile(latencies, 0.5),
    p99Ms: percentile(latencies, 0.99),
    peakRssMb: peakRssMb(),
  });
  await jinaq.close();
  await proxy.close();
}
