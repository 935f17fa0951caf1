/**
 * A day of the bank's operations: 2,000 clients from a file, their plans from another, and the morning's run through a
 * bank behind HTTP that fails in 2 % of the calls. The run is killed in the middle and started again; what the bank has
 * not answered is settled; its statement is read; and the books agree with it to the tiyn.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { addDays, type CivilDate, civilDateOf, isWorkingDay } from '../../src/shared/index.js';
import { createStory, type Story } from '../story.js';
import { clientLines, morningOf, openFamilies } from './prepare.js';
import { killInTheMiddle, type ServedBank, serveBank } from './processes.js';

const FOLDER = join(process.cwd(), 'jinaq-operations');
const CLIENTS = Number(process.argv[2] ?? 2_000);
const FAULTS = ['reset', 'reset-after', 'error-500', 'overloaded', 'half-answer', 'wrong-json', 'duplicate-delivery'];
const FAULT_RATE = 0.02;
const SOME_FAILED = 8;
const MAX_ROUNDS = 20;

/** A bank behind HTTP has its own time, so the day is today; its plans are due on the last working day. */
function lastWorkingDay(): CivilDate {
  let day = civilDateOf(new Date());
  while (!isWorkingDay(day)) day = addDays(day, -1);
  return day;
}

async function prepare(story: Story, day: CivilDate): Promise<void> {
  const now = morningOf(day);
  story.tell(`${CLIENTS} clients come in by a file; the sandbox bank gives them money.`);
  const clients = story.write('clients.csv', clientLines(CLIENTS));
  await story.show(['clients', 'import', clients], { now });
  story.tell('Families of four open a goal each, in the bank’s application.');
  const plans = story.write('plans.csv', await openFamilies(story, CLIENTS, day));
  story.tell('Their plans come in by a file, each with the paper on which its client agreed.');
  await story.show(['plans', 'import', plans], { now });
}

async function payInTheMorning(story: Story, bank: ServedBank): Promise<void> {
  const report = story.path('killed.csv');
  const run = ['transfers', 'run', '--bank', bank.url, '--db', `sqlite:${story.path('operations.db')}`];
  story.tell('What would be paid? A dry run says it, and moves nothing.');
  await story.show([...run, '--dry-run', '--quiet'], { allowed: [SOME_FAILED] });
  story.tell('The run begins, and in the middle of it the machine loses its power.');
  const lines = await killInTheMiddle([...run, '--concurrency', '8', '--report', report], report, CLIENTS / 4);
  story.tell(
    `It was killed after ${lines} lines of its report. Started again, it settles what was on its way and goes on.`,
  );
  await story.show([...run, '--quiet', '--report', story.path('run.csv')], { allowed: [SOME_FAILED] });
}

type Settled = { readonly held: number; readonly unanswered: number; readonly failed: readonly unknown[] };
type Ran = { readonly due: number };

/** A bank with faults may leave something unanswered each time; every round leaves less. */
async function finish(story: Story, bank: ServedBank): Promise<void> {
  story.tell('What the bank has not answered is settled, what it could not be asked about is run again.');
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const settled = await story.ask<Settled>(['transfers', 'settle', '--bank', bank.url], { allowed: [SOME_FAILED] });
    const ran = await story.ask<Ran>(['transfers', 'run', '--bank', bank.url], { allowed: [SOME_FAILED] });
    if (settled.held + settled.unanswered + settled.failed.length + ran.due === 0) return;
  }
  throw new Error(`after ${MAX_ROUNDS} rounds something still waits`);
}

async function compare(story: Story, day: CivilDate): Promise<void> {
  const today = civilDateOf(new Date());
  story.tell('In the evening the bank sends its statement, and the books agree with it to the tiyn.');
  const statement = story.path('statement.xml');
  await story.show(['bank', 'statement', '--from', day, '--to', today, '--out', statement]);
  await story.show(['statements', 'import', statement]);
  await story.show(['reconcile', 'run']);
  await story.show(['ledger', 'verify']);
}

rmSync(FOLDER, { recursive: true, force: true });
mkdirSync(FOLDER);
const story = createStory({
  folder: FOLDER,
  files: { db: 'operations.db', bank: 'bank.db' },
  print: (text) => void process.stdout.write(`${text}\n`),
});
const day = lastWorkingDay();
await prepare(story, day);
const faults = FAULTS.flatMap((kind) => ['--fault', kind]);
const bank = await serveBank([
  '--port',
  '0',
  '--bank',
  `sandbox:${story.path('bank.db')}`,
  '--rate',
  String(FAULT_RATE / FAULTS.length),
  ...faults,
]);
try {
  story.tell(`The bank is served at ${bank.url}; ${FAULT_RATE * 100} % of its calls go wrong.`);
  await payInTheMorning(story, bank);
  await finish(story, bank);
} finally {
  const { calls, faults: met } = await bank.stop();
  const kinds = Object.entries(met).map(([kind, times]) => `${kind} ${times}`);
  story.tell(`The bank was called ${calls} times; of these went wrong: ${kinds.join(', ')}.`);
}
await compare(story, day);
process.stdout.write(`\nThe databases, the files and the reports stay in ${story.path('')}/.\n`);
