import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Jinaq, openJinaq } from '../../adapters/node/index.js';
import type { Actor } from '../../src/access/index.js';
import {
  formatTenge,
  type GoalId,
  type Money,
  maxMoney,
  parseClientId,
  parseInstant,
  sumMoney,
} from '../../src/shared/index.js';
import { type BerkaCredit, readCredits } from './berka-files.js';
import { benchBerkaOrders } from './berka-orders.js';
import { peakRssMb, print, round, say } from './report.js';

const OPERATIONS: Actor = { kind: 'staff', role: 'operations' };
const OPENING = '1993-01-01T00:00:00+06:00';
const IMPORT_DAY = '1994-04-01T00:00:00+06:00';
const DEADLINE = '1994-12-31';
const FAMILY = 3;
const MIN_TARGET = 10_000_00n;
/** Built by `npm run build`; benchmarks run from the root of the project. */
const CLI = join(process.cwd(), 'dist/cli/main.js');

type Family = { readonly accounts: readonly string[]; readonly goal: GoalId };

/**
 * Real credits of a Czech bank as contributions: families of three with a goal each, imported by the CLI. Then its
 * standing orders as plans.
 */
export async function benchBerka(path: string | undefined): Promise<void> {
  if (path === undefined) throw new Error('name the folder of the Berka files: npm run bench -- berka PATH');
  const credits = await readCredits(path);
  const folder = mkdtempSync(join(tmpdir(), 'jinaq-berka-'));
  try {
    const [db, bank] = [`sqlite:${join(folder, 'jinaq.db')}`, `sandbox:${join(folder, 'bank.db')}`];
    const clock = { now: () => parseInstant(OPENING, 'now') };
    const jinaq = await openJinaq({ db, bank, clock });
    const families = await openFamilies(jinaq, credits);
    await jinaq.close();
    say(`${credits.length} credits of ${families.length * FAMILY} accounts at most, ${families.length} goals`);
    const file = join(folder, 'contributions.csv');
    writeContributions(file, credits, families);
    importFile(file, { db, bank, count: credits.length });
    await compare(db, bank);
    await benchBerkaOrders(path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function openFamilies(jinaq: Jinaq, credits: readonly BerkaCredit[]): Promise<Family[]> {
  const byAccount = new Map<string, Money>();
  for (const { account, amount } of credits) byAccount.set(account, (byAccount.get(account) ?? 0n) + amount);
  const accounts = [...byAccount.keys()];
  for (const account of accounts) {
    await jinaq.clients.register(OPERATIONS, { id: account, name: `Account ${account}` });
    await jinaq.sandbox?.fund(account, byAccount.get(account) ?? 0n);
  }
  const families: Family[] = [];
  for (let from = 0; from < accounts.length; from += FAMILY) {
    const family = accounts.slice(from, from + FAMILY);
    families.push({ accounts: family, goal: await openGoal(jinaq, family, byAccount) });
  }
  return families;
}

/** The target is exactly what the family will pay, so that the last credit meets the goal; a shared goal has a minimum. */
async function openGoal(jinaq: Jinaq, family: readonly string[], sums: ReadonlyMap<string, Money>): Promise<GoalId> {
  const [organiser = '', ...others] = family;
  const target = maxMoney(MIN_TARGET, sumMoney(family.map((account) => sums.get(account) ?? 0n)));
  const actor = client(organiser);
  const { id } = await jinaq.goals.create(actor, { title: `Family of ${organiser}`, target, deadline: DEADLINE });
  for (const other of others) {
    const invitation = await jinaq.goals.invite(actor, { goal: id, client: other });
    await jinaq.invitations.accept(client(other), { invitation: invitation.id });
  }
  return id;
}

function writeContributions(file: string, credits: readonly BerkaCredit[], families: readonly Family[]): void {
  const goals = new Map(families.flatMap(({ accounts, goal }) => accounts.map((account) => [account, goal] as const)));
  const lines = credits.map(
    ({ id, account, date, amount }) =>
      `${account},${goals.get(account) ?? ''},${formatTenge(amount)},berka-${id},${date}`,
  );
  writeFileSync(file, `client,goal,amount,key,date\n${lines.join('\n')}\n`);
}

function importFile(file: string, { db, bank, count }: { db: string; bank: string; count: number }): void {
  const args = [CLI, 'contributions', 'import', file, '--db', db, '--bank', bank, '--now', IMPORT_DAY, '--json'];
  const start = performance.now();
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 2 ** 28 });
  const seconds = (performance.now() - start) / 1000;
  if (status !== 0 && status !== 8) throw new Error(`the import ended with ${status}: ${stderr.slice(-2_000)}`);
  const report = JSON.parse(stdout) as { completed: number; pending: number; refused: { code: string }[] };
  const codes = new Map<string, number>();
  for (const { code } of report.refused) codes.set(code, (codes.get(code) ?? 0) + 1);
  say(`completed ${report.completed}, pending ${report.pending}, refused ${report.refused.length}`);
  for (const [code, times] of codes) say(`  ${code}: ${times}`);
  print({
    name: 'contributions import, Berka credits',
    n: count,
    perSecond: round(count / seconds, 0),
    peakRssMb: peakRssMb(),
  });
}

async function compare(db: string, bank: string): Promise<void> {
  const jinaq = await openJinaq({ db, bank, clock: { now: () => parseInstant(IMPORT_DAY, 'now') } });
  const ledger = await jinaq.ledger.verify(OPERATIONS, {});
  const books = await jinaq.reconcile.run(OPERATIONS, {});
  const check = await jinaq.sandbox?.check();
  const goals = await jinaq.goals.list(OPERATIONS, {});
  const reached = goals.filter(({ status }) => status === 'reached').length;
  const collected = sumMoney(goals.map((goal) => goal.collected));
  say(
    `ledger and chains hold: ${ledger.ok} (${ledger.transfers} transfers); books and bank agree: ${books.ok} (${books.matched} entries)`,
  );
  say(
    `the bank's own books hold: ${check?.ok}; ${reached} of ${goals.length} goals met, ${formatTenge(collected)} KZT`,
  );
  await jinaq.close();
}

function client(account: string): Actor {
  return { kind: 'client', client: parseClientId(account) };
}
