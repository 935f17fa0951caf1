import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openJinaq } from '../../adapters/node/index.js';
import { civilDateOf } from '../../src/shared/index.js';
import { createDatabase, onDatabase, type PostgresServer, startPostgres } from '../support/postgres.js';
import { requireAllPaid } from './batch.js';
import { NOW, preparePlans } from './batch-plans.js';
import { peakRssMb, print, round, say, timed } from './report.js';

const PLANS = 3_000;
const SLOW_MS = 50;
/** Of one worker: two pages at once, each with so many calls in flight. */
const PAGES_AT_ONCE = 2;
const CALLS_OF_A_PAGE = 16;
const LOOK_MS = 20;
const MAIN = resolve('dist/cli/main.js');

/** A run that is shared out to one worker and then to two, each a process, at a bank behind HTTP that takes its time. */
export async function benchDistributed(argument: string | undefined): Promise<void> {
  const plans = argument === undefined ? PLANS : Number(argument);
  const server = await startPostgres({ isDurable: true });
  try {
    const one = await measure(server, plans, 1);
    const two = await measure(server, plans, 2);
    const inFlight = PAGES_AT_ONCE * CALLS_OF_A_PAGE;
    for (const [workers, perSecond] of [[1, one] as const, [2, two] as const]) {
      print({
        name: `transfers run --distributed, ${workers} workers with ${inFlight} calls in flight each, bank over HTTP in ${SLOW_MS} ms`,
        n: plans,
        perSecond: round(perSecond, 0),
        floorPerSecond: round(one, 0),
        ratio: round(perSecond / one),
        peakRssMb: peakRssMb(),
      });
    }
  } finally {
    await server.close();
  }
}

async function measure(server: PostgresServer, plans: number, workers: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'jinaq-distributed-'));
  const children: ChildProcess[] = [];
  const start = (words: readonly string[], env: Readonly<Record<string, string>>): ChildProcess => {
    const child = spawn(process.execPath, [MAIN, ...words, '--json'], {
      cwd: folder,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    children.push(child);
    return child;
  };
  try {
    const db = await createDatabase(server.address('postgres'));
    const bank = `sandbox:${join(folder, 'bank.db')}`;
    say(`preparing ${plans} plans for ${workers} workers`);
    const jinaq = await openJinaq({ db, bank, clock: { now: () => NOW } });
    await preparePlans(jinaq, plans);
    await jinaq.close();
    // A bank behind HTTP has its own time.
    const today = civilDateOf(new Date());
    const due = 'UPDATE plans SET started_on = $1, due_on = $1, run_on = $1, read_to = $1';
    await onDatabase(db, (client) => client.query(due, [today]));
    await onDatabase(db, (client) => client.query('ANALYZE'));
    const slow = ['--fault', 'slow', '--rate', '1', '--delay-ms', String(SLOW_MS)];
    const served = start(['bank', 'serve', '--port', '0', '--bank', bank, ...slow], {});
    const line = await lineOf(served, 'listening');
    const { url } = (JSON.parse(line) as { readonly listening: { readonly url: string } }).listening;
    const env = { JINAQ_DB: db, JINAQ_BANK: url };
    const each = ['--concurrency', String(PAGES_AT_ONCE)];
    const started = Array.from({ length: workers }, () => start(['worker', ...each], env));
    await Promise.all(started.map((worker) => lineOf(worker, 'started')));
    const { seconds, stdout } = await run(
      start(['transfers', 'run', '--distributed', '--concurrency', String(CALLS_OF_A_PAGE)], env),
      db,
    );
    requireAllPaid(JSON.parse(stdout) as Parameters<typeof requireAllPaid>[0], plans);
    say(`${workers} workers: ${round(seconds, 1)} s`);
    return plans / seconds;
  } finally {
    await Promise.all(children.map(end));
    rmSync(folder, { recursive: true });
  }
}

/** How long the pages took, by the database: neither the start of this process counts nor the pause of who follows. */
async function run(child: ChildProcess, db: string): Promise<{ readonly seconds: number; readonly stdout: string }> {
  let stdout = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  const ended = once(child, 'close');
  const { seconds } = await onDatabase(db, async (client) => {
    const until = async (what: string) => {
      while ((await client.query<{ so: boolean }>(`SELECT ${what} AS so`)).rows[0]?.so !== true) await sleep(LOOK_MS);
    };
    await until('EXISTS (SELECT FROM shared_run_pages)');
    return timed(() => until('NOT EXISTS (SELECT FROM shared_run_pages WHERE NOT is_finished)'));
  });
  await ended;
  return { seconds, stdout };
}

/** The line of JSON on standard error that holds this word. */
async function lineOf(child: ChildProcess, word: string): Promise<string> {
  let told = '';
  return new Promise((found, reject) => {
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      told += text;
      const line = told.split('\n').find((candidate) => candidate.includes(`"${word}"`));
      if (line !== undefined) found(line);
    });
    child.on('close', () => reject(new Error(`it ended: ${told}`)));
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'close');
}
