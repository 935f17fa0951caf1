import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { CLI } from '../story.js';

/** What a served bank was asked, and how often it failed. */
export type ServedCounts = { readonly calls: number; readonly faults: Readonly<Record<string, number>> };

export type ServedBank = { readonly url: string; stop(): Promise<ServedCounts> };

/** Starts `bank serve` and waits until it says where it listens. */
export async function serveBank(args: readonly string[]): Promise<ServedBank> {
  const child = spawn(process.execPath, [CLI, 'bank', 'serve', ...args, '--json'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for await (const line of createInterface({ input: child.stderr })) {
    const { listening } = JSON.parse(line) as { readonly listening?: { readonly url: string } };
    if (listening === undefined) throw new Error(line);
    return { url: listening.url, stop: () => stop(child) };
  }
  throw new Error('the bank has ended before it was listening');
}

/** Starts a run and kills it, as a power cut would, when its report has some lines. */
export async function killInTheMiddle(args: readonly string[], report: string, afterLines: number): Promise<number> {
  const child = spawn(process.execPath, [CLI, ...args], { stdio: 'ignore' });
  const ended = once(child, 'exit');
  for (let lines = 0; child.exitCode === null; await sleep(20)) {
    lines = await linesIn(`${report}.part`);
    if (lines < afterLines) continue;
    child.kill('SIGKILL');
    await ended;
    return lines;
  }
  throw new Error('the run was through before it could be killed');
}

async function linesIn(file: string): Promise<number> {
  const report = await readFile(file, 'utf8').catch(() => '');
  return report.split('\n').length - 1;
}

/** Ends the bank politely; its last word is what it was asked. */
async function stop(child: ChildProcess): Promise<ServedCounts> {
  if (child.stdout === null) throw new Error('the bank was started with an output');
  const said = text(child.stdout);
  child.kill('SIGTERM');
  return JSON.parse(await said) as ServedCounts;
}
