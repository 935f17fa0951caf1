import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll } from 'vitest';
import { openJinaq } from '../../adapters/node/index.js';
import type { Actor } from '../../src/access/index.js';
import { asClientId, parseInstant } from '../../src/shared/index.js';

/** The program as users have it: built, not the sources. */
export const MAIN = join(import.meta.dirname, '../../dist/cli/main.js');

/** What a command left behind. */
export type Run = {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
};

export type CliOptions = {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Lets the program believe that both its outputs are a terminal. */
  readonly isTerminal?: boolean;
};

/** JSON that a process has printed; the test's expectations give it a shape. */
type Parsed = ReturnType<typeof JSON.parse>;

/** The error that `--json` prints on standard error. */
export type CliError = { readonly code: string; readonly message: string; readonly details: Parsed };

const TERMINAL = '--import data:text/javascript,process.stdout.isTTY=process.stderr.isTTY=true';

/** Starts the program; `done` tells how it ended. */
export function startCli(args: readonly string[], options: CliOptions): { child: ChildProcess; done: Promise<Run> } {
  if (!existsSync(MAIN)) throw new Error(`${MAIN} is missing: run "npm run build" first, or "npm test", which does.`);
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(JINAQ_|NO_COLOR|NODE_OPTIONS|VITEST)/.test(name),
  );
  const env = { ...Object.fromEntries(inherited), TERM: 'xterm-256color', ...options.env };
  const child = spawn(process.execPath, [MAIN, ...args], {
    cwd: options.cwd,
    env: options.isTerminal === true ? { ...env, NODE_OPTIONS: TERMINAL } : env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => (output[name] += text));
  }
  const done = new Promise<Run>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, ...output }));
  });
  return { child, done };
}

/** Runs the program to its end. */
export function runCli(args: readonly string[], options: CliOptions): Promise<Run> {
  return startCli(args, options).done;
}

/** Runs a command that must succeed and gives what it printed with `--json`. */
export async function jsonOf(args: readonly string[], options: CliOptions): Promise<Parsed> {
  const run = await runCli([...args, '--json'], options);
  if (run.code !== 0) throw new Error(`jinaq ${args.join(' ')} ended with ${run.code}: ${run.stderr}`);
  return JSON.parse(run.stdout);
}

/** Reads the one JSON object that a refused command printed on standard error. */
export function errorOf({ stderr }: Run): CliError {
  const { error } = JSON.parse(stderr) as { error: CliError };
  return error;
}

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A new folder, removed when the tests of the file have ended. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'jinaq-cli-'));
  folders.push(folder);
  return folder;
}

/** The instant at which the family of `seedFamily` begins. */
export const NOW = '2026-01-05T09:00:00+05:00';

/** A folder in which aigerim has a goal of 300,000, bolat is in it and shows his sums, and dana is not. */
export type Family = { readonly cwd: string; readonly goal: string };

const BALANCES = { aigerim: '800000', bolat: '90000', dana: '5000' };

/** Makes the family's database and bank, under the names that the program takes by default. */
export async function seedFamily({ minContribution = '5000' } = {}): Promise<Family> {
  const cwd = temporaryFolder();
  const operations: Actor = { kind: 'staff', role: 'operations' };
  const client = (id: string): Actor => ({ kind: 'client', client: asClientId(id) });
  const jinaq = await openJinaq({
    db: `sqlite:${join(cwd, 'jinaq.db')}`,
    bank: `sandbox:${join(cwd, 'jinaq-bank.db')}`,
    clock: { now: () => parseInstant(NOW) },
  });
  try {
    for (const [id, amount] of Object.entries(BALANCES)) {
      await jinaq.bank.fund(operations, { client: id, amount });
      await jinaq.clients.register(operations, { id, name: id });
    }
    const terms = { title: 'Той', target: '300000', deadline: '2026-06-30', minContribution };
    const { id: goal } = await jinaq.goals.create(client('aigerim'), terms);
    const { id: invitation } = await jinaq.goals.invite(client('aigerim'), { goal, client: 'bolat' });
    await jinaq.invitations.accept(client('bolat'), { invitation, shareAmounts: true });
    return { cwd, goal };
  } finally {
    await jinaq.close();
  }
}

const POLL_MS = 2;

/** Waits until the program has written this much to its database since it was opened. */
export async function untilWritten({ cwd }: CliOptions, minBytes: number): Promise<void> {
  const log = join(cwd, 'jinaq.db-wal');
  while (!existsSync(log) || statSync(log).size < minBytes) await sleep(POLL_MS);
}
