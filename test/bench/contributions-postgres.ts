import { type Jinaq, openJinaq } from '../../adapters/node/index.js';
import type { GoalId } from '../../src/shared/index.js';
import { onDatabase, type PostgresServer, startPostgres } from '../support/postgres.js';
import { startProxy } from '../support/tcp-proxy.js';
import { measurePostgresFloor } from './floor-postgres.js';
import { migrated } from './migrated.js';
import { OPERATIONS, pay, prepareGoals } from './payers.js';
import { load, peakRssMb, percentile, percentiles, print, round, say, timed } from './report.js';

const GOALS = 1_000;
const FLOOR_ROWS = 10_000;
/** How many callers at once, how many contributions they make together in a turn, and how many turns. */
const LOADS = [
  { callers: 1, n: 300, turns: 1 },
  { callers: 8, n: 2_000, turns: 1 },
  { callers: 64, n: 5_000, turns: 1 },
  { callers: 500, n: 10_000, turns: 3 },
  { callers: 5_000, n: 20_000, turns: 2 },
];
const LOOK_MS = 20;
const WAY_MS = 10;
const FAR_AWAY = 30;

/** Contributions at a durable Postgres on this machine beside the bare driver, and how many round trips one takes. */
export async function benchContributionsPostgres(): Promise<void> {
  const server = await startPostgres({ isDurable: true });
  try {
    const address = await migrated(server);
    const jinaq = await openJinaq({ db: address, bank: 'sandbox::memory:' });
    say(`preparing ${GOALS} goals`);
    const goals = await prepareGoals(jinaq, GOALS);
    for (const one of LOADS) await benchLoad({ server, jinaq, address, goals }, one);
    await benchRoundTrips(jinaq, address, goals.slice(0, 1));
    const { ok } = await jinaq.ledger.verify(OPERATIONS, {});
    say(`ledger and chains verified: ${ok}`);
    await jinaq.close();
  } finally {
    await server.close();
  }
}

type World = {
  readonly server: PostgresServer;
  readonly jinaq: Jinaq;
  readonly address: string;
  readonly goals: readonly GoalId[];
};

/** In turns with the bare driver, so that a busy neighbour meets both. */
async function benchLoad({ server, jinaq, address, goals }: World, how: (typeof LOADS)[number]): Promise<void> {
  const { callers, n, turns } = how;
  const latencies: number[] = [];
  const seconds = { ours: 0, floor: 0 };
  let connections = 0;
  for (let turn = 0; turn < turns; turn += 1) {
    say(`floor: ${FLOOR_ROWS} contributions by the bare driver`);
    const floor = { address: await migrated(server), goals: GOALS, contributions: FLOOR_ROWS };
    seconds.floor += FLOOR_ROWS / (await measurePostgresFloor(floor));
    say(`${n} contributions by ${callers} callers`);
    const watched = await watchConnections(address, () => timed(() => pay(jinaq, goals, n, callers)));
    latencies.push(...watched.result.result);
    seconds.ours += watched.result.seconds;
    connections = Math.max(connections, watched.connections);
  }
  const [perSecond, floorPerSecond] = [(n * turns) / seconds.ours, (FLOOR_ROWS * turns) / seconds.floor];
  print({
    name: `contributions, ${callers} callers, Postgres, synchronous_commit on`,
    n: n * turns,
    perSecond: round(perSecond, 0),
    floorPerSecond: round(floorPerSecond, 0),
    ratio: round(perSecond / floorPerSecond),
    connections,
    ...percentiles(latencies),
    load: load(),
    peakRssMb: peakRssMb(),
  });
}

/** The most connections to a database while something is done, as its server counts them; they stay for a while. */
async function watchConnections<T>(
  address: string,
  work: () => Promise<T>,
): Promise<{ readonly result: T; readonly connections: number }> {
  return onDatabase(address, async (client) => {
    let [connections, isDone] = [0, false];
    const look = async (): Promise<void> => {
      while (!isDone) {
        const { rows } = await client.query<{ n: number }>(
          `SELECT count(*)::int AS n FROM pg_stat_activity
           WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()`,
        );
        connections = Math.max(connections, rows[0]?.n ?? 0);
        await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
      }
    };
    const looking = look();
    const result = await work();
    isDone = true;
    await looking;
    return { result, connections };
  });
}

/** At a server so far away that the way is all that counts; what is sent after a pause of a way has waited for an answer. */
async function benchRoundTrips(near: Jinaq, address: string, goals: readonly GoalId[]): Promise<void> {
  let [packets, trips, last] = [0, 0, 0];
  const proxy = await startProxy(address, {
    delayMs: WAY_MS,
    watch: () => {
      const now = performance.now();
      if (now - last >= WAY_MS) trips += 1;
      last = now;
      packets += 1;
      return undefined;
    },
  });
  const far = proxy.address(address);
  const alone = await onDatabase(far, async (client) => {
    const latencies: number[] = [];
    for (let turn = 0; turn < FAR_AWAY; turn += 1) {
      latencies.push((await timed(() => client.query('SELECT 1'))).seconds * 1000);
    }
    return percentile(latencies, 0.5);
  });
  const jinaq = await openJinaq({ db: far, bank: near.ports.bank });
  await pay(jinaq, goals, 10, 1);
  [packets, trips] = [0, 0];
  const latencies = await pay(jinaq, goals, FAR_AWAY, 1);
  say(`${round(packets / FAR_AWAY, 1)} packets a contribution; a round trip takes ${alone} ms`);
  print({
    name: `one caller far away: its time in round trips of ${alone} ms (ratio), and the round trips counted`,
    n: FAR_AWAY,
    perSecond: round(1000 / percentile(latencies, 0.5), 1),
    ratio: round(percentile(latencies, 0.5) / alone),
    roundTrips: round(trips / FAR_AWAY),
    ...percentiles(latencies),
    load: load(),
    peakRssMb: peakRssMb(),
  });
  await jinaq.close();
  await proxy.close();
}
