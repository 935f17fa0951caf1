import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect } from 'vitest';
import { openJinaq } from '../../adapters/node/index.js';
import type { Actor } from '../../src/access/index.js';
import { addDays, asClientId, civilDateOf } from '../../src/shared/index.js';
import { createDatabase, onDatabase, type PostgresServer, startPostgres } from '../support/postgres.js';

const CHILD = join(import.meta.dirname, 'postgres-load-child.ts');
const OPERATIONS: Actor = { kind: 'staff', role: 'operations' };
const payer = (number: number): Actor => ({ kind: 'client', client: asClientId(`payer-${number}`) });
const PAYERS = [0, 1, 2];
const GOALS = 2;
const FUNDS = 1_000_000_00n;

/** A server, a bank and goals into which processes of their own pay. */
export type Load = {
  readonly server: PostgresServer;
  /** Starts a process that pays, and waits until it does. */
  start(): Promise<ChildProcess>;
  /** Lets a process finish what it has begun. */
  finish(child: ChildProcess): Promise<void>;
  /** Settles what was left unanswered; then everything has to agree. */
  check(): Promise<void>;
  close(): Promise<void>;
};

/** Prepares a durable server with goals that several clients save for. */
export async function openLoad(): Promise<Load> {
  const server = await startPostgres({ isDurable: true });
  const folder = mkdtempSync(join(tmpdir(), 'jinaq-load-'));
  const db = await createDatabase(server.address('postgres'));
  const bank = `sandbox:${join(folder, 'bank.db')}`;
  const goals = await prepare(db, bank);
  const told = new Set<string>();
  let started = 0;
  return {
    server,
    start: async () => {
      started += 1;
      const child = spawn(process.execPath, ['--import', 'tsx', CHILD, db, bank, `process-${started}`, ...goals], {
        stdio: ['pipe', 'pipe', 'inherit'],
      });
      await new Promise<void>((ready, fail) => {
        child.once('close', () => fail(new Error('the process ended before it was ready')));
        createInterface(child.stdout).on('line', (line) => {
          const [word, key] = line.split(' ');
          if (word === 'ready') ready();
          if (word === 'completed' && key !== undefined) told.add(key);
        });
      });
      return child;
    },
    finish: async (child) => {
      child.stdin?.end();
      expect(await once(child, 'close')).toEqual([0, null]);
    },
    check: () => check(db, bank, { goals, told }),
    close: async () => {
      await server.close();
      rmSync(folder, { recursive: true });
    },
  };
}

async function prepare(db: string, bank: string): Promise<string[]> {
  const jinaq = await openJinaq({ db, bank });
  const goals: string[] = [];
  for (const number of PAYERS) {
    await jinaq.clients.register(OPERATIONS, { id: `payer-${number}`, name: `Payer ${number}` });
    await jinaq.sandbox?.fund(`payer-${number}`, FUNDS);
  }
  const terms = { title: 'Goal', target: 5_000_000, deadline: addDays(civilDateOf(new Date()), 365) };
  for (let made = 0; made < GOALS; made += 1) {
    const { id: goal } = await jinaq.goals.create(payer(0), terms);
    for (const number of PAYERS.slice(1)) {
      const { id: invitation } = await jinaq.goals.invite(payer(0), { goal, client: `payer-${number}` });
      await jinaq.invitations.accept(payer(number), { invitation });
    }
    goals.push(goal);
  }
  await jinaq.close();
  return goals;
}

type Expected = { readonly goals: readonly string[]; readonly told: ReadonlySet<string> };

async function check(db: string, bank: string, { goals, told }: Expected): Promise<void> {
  const jinaq = await openJinaq({ db, bank });
  try {
    await jinaq.transfers.settle(OPERATIONS);
    expect(await jinaq.ledger.verify(OPERATIONS)).toMatchObject({ ok: true, problems: [] });
    expect(await jinaq.reconcile.run(OPERATIONS)).toMatchObject({ ok: true });
    expect(await jinaq.sandbox?.check()).toMatchObject({ ok: true, problems: [] });
    const { statuses, completed, events } = await rowsOf(db);
    expect(statuses).toEqual(['completed']);
    expect([...told].filter((key) => !completed.has(key))).toEqual([]);
    expect(told.size).toBeGreaterThan(0);
    expect(events).toEqual([
      { type: 'contribution.completed', events: completed.size, contributions: completed.size },
      { type: 'contribution.requested', events: completed.size, contributions: completed.size },
    ]);
    // By the bank alone: what has left the payers is what the keys say, each once.
    let [left, collected] = [0n, 0n];
    for (const number of PAYERS) {
      left += FUNDS - (await jinaq.bank.show(OPERATIONS, { account: `payer-${number}` })).balance;
    }
    for (const goal of goals) collected += (await jinaq.goals.show(OPERATIONS, { goal })).collected;
    expect([left, collected]).toEqual([107n * BigInt(completed.size), left]);
  } finally {
    await jinaq.close();
  }
}

/** The tables themselves, by the bare driver. */
function rowsOf(db: string) {
  return onDatabase(db, async (raw) => {
    const { rows } = await raw.query<{ key: string; status: string }>('SELECT key, status FROM contributions');
    const { rows: events } = await raw.query<{ type: string; events: number; contributions: number }>(
      `SELECT type, count(*)::int AS events, count(DISTINCT data->>'contribution')::int AS contributions
       FROM events WHERE type LIKE 'contribution.%' GROUP BY type ORDER BY type`,
    );
    const completed = new Set(rows.flatMap(({ key, status }) => (status === 'completed' ? [key] : [])));
    return { statuses: [...new Set(rows.map(({ status }) => status))], completed, events };
  });
}
