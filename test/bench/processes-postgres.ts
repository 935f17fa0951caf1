import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { openJinaq } from '../../adapters/node/index.js';
import { onDatabase, startPostgres } from '../support/postgres.js';
import { measurePostgresFloor } from './floor-postgres.js';
import { migrated } from './migrated.js';
import { pay, prepareGoals } from './payers.js';
import { load, peakRssMb, percentiles, print, round, say, timed } from './report.js';

const GOALS = 1_000;
const CALLERS = 500;
const CONTRIBUTIONS = 20_000;
const FLOOR_ROWS = 10_000;

/** The same callers and contributions in one process, and shared by two, each with goals and a bank of its own. */
export async function benchProcessesPostgres(...child: string[]): Promise<void> {
  const [address, family, share] = child;
  if (address !== undefined && family !== undefined) return payInChild(address, family, Number(share));
  const server = await startPostgres({ isDurable: true });
  try {
    for (const processes of [1, 2]) {
      const shared = await migrated(server);
      say(`preparing ${processes} processes`);
      const children = await Promise.all(Array.from({ length: processes }, (_, at) => start(shared, at, processes)));
      await onDatabase(shared, (client) => client.query('ANALYZE'));
      const floor = { address: await migrated(server), goals: GOALS, contributions: FLOOR_ROWS };
      const floorPerSecond = await measurePostgresFloor(floor);
      const { result, seconds } = await timed(() => Promise.all(children.map((one) => one.go())));
      print({
        name: `contributions, ${CALLERS} callers in ${processes} processes, Postgres, synchronous_commit on`,
        n: CONTRIBUTIONS,
        perSecond: round(CONTRIBUTIONS / seconds, 0),
        floorPerSecond: round(floorPerSecond, 0),
        ratio: round(CONTRIBUTIONS / seconds / floorPerSecond),
        ...percentiles(result.flat()),
        load: load(),
        peakRssMb: peakRssMb(),
      });
    }
  } finally {
    await server.close();
  }
}

type Payer = { go(): Promise<readonly number[]> };

async function start(address: string, at: number, processes: number): Promise<Payer> {
  const script = process.argv[1] ?? '';
  const child: ChildProcess = spawn(
    process.execPath,
    [script, 'processes-postgres', address, `family-${at}`, String(1 / processes)],
    { stdio: ['pipe', 'pipe', 'ignore'] },
  );
  const { stdin, stdout } = child;
  if (stdin === null || stdout === null) throw new Error('a child has pipes');
  const lines = createInterface(stdout);
  await once(lines, 'line');
  return {
    go: async () => {
      stdin.end('go\n');
      const [latencies] = (await once(lines, 'line')) as [string];
      return JSON.parse(latencies) as number[];
    },
  };
}

async function payInChild(address: string, family: string, share: number): Promise<void> {
  const jinaq = await openJinaq({ db: address, bank: 'sandbox::memory:' });
  const goals = await prepareGoals(jinaq, GOALS, family);
  process.stdout.write('ready\n');
  await once(process.stdin, 'data');
  const latencies = await pay(jinaq, goals, CONTRIBUTIONS * share, CALLERS * share, { family });
  process.stdout.write(`${JSON.stringify(latencies.map((latency) => round(latency)))}\n`);
  await jinaq.close();
}
