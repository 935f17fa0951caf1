import { once as onceTold } from 'node:events';
import { Command, Option } from 'commander';
import { openWorker, requireSharedDatabase } from '../adapters/node/index.js';
import { DomainError, invalidInput, type JobRun } from '../src/shared/index.js';
import { openContainer } from './container.js';
import { exitCodeOf } from './exit-codes.js';
import { flagOf } from './flags.js';
import { globalFlagOf, once, readSettings, type Settings } from './global-options.js';
import { GLOBAL_OPTIONS } from './help.js';
import { watchInterrupts } from './interrupts.js';
import { anything } from './render/anything.js';
import { createView } from './render/style.js';
import { note, printError, printResult } from './terminal.js';

const MAX_CONCURRENCY = 64;

const ENDING = `
Any number of workers on any machines share one Postgres database: each job of the schedule runs once, and what "transfers
run --distributed" shares out is taken by whoever is free. What a worker that dies has in hand is taken over by the others
within a minute. Ctrl-C, or SIGTERM, lets what is in hand finish; pressed once more it ends at once, and nothing is lost.

Example:
  jinaq db migrate --db postgres://owner@db.example/savings   # once, by the owner of the tables: makes the queue, too
  jinaq worker --db postgres://jinaq@db.example/savings --bank https://bank.example --concurrency 8
${GLOBAL_OPTIONS}`;

/** The command `worker`: it runs until it is told to stop, so that it is no operation. */
export function workerCommand(): Command {
  const command = new Command('worker')
    .description('Work for everybody: run the jobs of the schedule and shared work until Ctrl-C (Postgres only)')
    .addOption(new Option('--concurrency <number>', 'jobs at once (default 4)').argParser(once))
    .allowExcessArguments(false)
    .addHelpText('after', ENDING);
  command.action(async () => {
    const settings = readSettings(command);
    try {
      await work(concurrencyIn(command.opts<{ concurrency?: string }>()), settings);
    } catch (error) {
      process.exitCode = exitCodeOf(error);
      printError(error, { isJson: settings.isJson, flagOf: (path) => globalFlagOf(path) ?? flagOf(path) });
    }
  });
  return command;
}

async function work(concurrency: number | undefined, settings: Settings): Promise<void> {
  // Before anything is opened, and a file made.
  requireSharedDatabase(settings.db);
  const interrupts = watchInterrupts(process.stderr);
  const counts = { completed: 0, failed: 0 };
  try {
    const { now, db, isQuiet } = settings;
    const clock = now && { now: () => new Date(now) };
    const jinaq = await openContainer(settings, { sendsMessages: true });
    try {
      const onRun = (run: JobRun): void => {
        counts[run.status] += 1;
        if (run.status === 'failed') tellFailure(run, settings);
      };
      const onTrouble = (message: string) => (isQuiet ? undefined : note(message));
      const worker = await openWorker(jinaq, { db, clock, concurrency, onRun, onTrouble });
      try {
        await worker.start();
        tellStarted(settings);
        if (!interrupts.signal.aborted) await onceTold(interrupts.signal, 'abort');
      } finally {
        await worker.stop();
      }
    } finally {
      await jinaq.close();
    }
  } finally {
    interrupts.stop();
  }
  const view = createView(process.stdout, settings.locale);
  printResult(settings.isJson ? JSON.stringify(counts) : anything(counts, view));
}

/** One line on standard error, which a program that has started this one can wait for. */
function tellStarted({ isJson, isQuiet }: Settings): void {
  if (isJson) process.stderr.write(`${JSON.stringify({ started: true })}\n`);
  else if (!isQuiet) note('Worker started (Ctrl-C ends it).');
}

function tellFailure({ name, error }: Extract<JobRun, { status: 'failed' }>, { isJson }: Settings): void {
  const { code, message } = error instanceof DomainError ? error : { code: 'bug', message: String(error) };
  if (isJson) process.stderr.write(`${JSON.stringify({ failed: { job: name, code, message } })}\n`);
  else note(`${name} failed and is tried again: ${message} (${code})`);
}

function concurrencyIn({ concurrency: text }: { concurrency?: string }): number | undefined {
  if (text === undefined) return undefined;
  const number = /^\d+$/.test(text) ? Number(text) : 0;
  if (number >= 1 && number <= MAX_CONCURRENCY) return number;
  throw invalidInput({ path: 'concurrency', message: `is a whole number from 1 to ${MAX_CONCURRENCY}` });
}
