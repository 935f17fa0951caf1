import type { Jinaq } from '../../adapters/node/index.js';
import { openJinaq } from '../../adapters/node/index.js';
import type { Actor } from '../../src/access/index.js';
import type { Bank, BankTransferCommand, RunLine } from '../../src/savings/index.js';
import {
  addDays,
  type CivilDate,
  civilDate,
  DomainError,
  formatTenge,
  monthOf,
  type Money,
  parseClientId,
  startOfDay,
  sumMoney,
} from '../../src/shared/index.js';
import { type BerkaOrder, type BerkaTransaction, readAccounts, readOrders, readTransactions } from './berka-files.js';
import { peakRssMb, print, round, say } from './report.js';

const OPERATIONS: Actor = { kind: 'staff', role: 'operations' };
const FROM = civilDate(1993, 1, 1);
const TO = civilDate(1993, 12, 31);
const DEADLINE = civilDate(1999, 12, 31);
const TARGET = 9_000_000_00n;
const FLOOR = 5_000_00n;
/** Standing orders of an account fall on days of their own; the files do not say which. */
const FIRST_ORDER_DAY = 5;
const EVENING_MS = 20 * 3_600_000;

/**
 * Real standing orders as fixed monthly plans, one goal for each account, all of 1993: each day the bank first books
 * what it really booked, then the day's run is made. Says how many dates were paid and why others were not, and that no
 * debit of ours took an account below its floor.
 */
export async function benchBerkaOrders(path: string): Promise<void> {
  let now = startOfDay(FROM);
  const watched = watchFloors();
  const jinaq = await openJinaq({
    db: 'sqlite::memory:',
    bank: 'sandbox::memory:',
    clock: { now: () => now },
    decorate: (ports) => ({ ...ports, bank: watched.bank(ports.bank) }),
  });
  const accounts = await readAccounts(path, { from: FROM, to: TO });
  const orders = groupBy(await readOrders(path), ({ account }) => account);
  const days = groupBy(await readTransactions(path, { from: FROM, to: TO }), ({ date }) => date);
  const totals = { plans: 0, tooSmall: 0, replayed: 0, notPossible: 0, seconds: 0 };
  const lines = new Map<string, number>();
  let dues = 0;
  for (let day = FROM; day <= TO; day = addDays(day, 1)) {
    now = new Date(startOfDay(day).getTime() + EVENING_MS);
    for (const { account } of accounts.filter(({ openedOn }) => openedOn === day)) {
      await openAccount(jinaq, account, day, orders.get(account) ?? [], totals);
    }
    for (const transaction of days.get(day) ?? []) await replay(jinaq, transaction, totals);
    const started = performance.now();
    const count = ({ outcome, reason }: RunLine): void => {
      const name = reason === null ? outcome : `${outcome} ${reason}`;
      lines.set(name, (lines.get(name) ?? 0) + 1);
    };
    dues += (await jinaq.context.useCases.runTransfers.execute({ actor: OPERATIONS, onLine: count })).done;
    totals.seconds += (performance.now() - started) / 1_000;
    now = startOfDay(addDays(day, 1));
    if (monthOf(day) !== monthOf(addDays(day, 1))) await postInterest(jinaq, day);
  }
  say(`${totals.plans} plans started, ${totals.tooSmall} orders below the least that is moved at once`);
  say(`${totals.replayed} transactions replayed, ${totals.notPossible} debits the account no longer had the money for`);
  for (const [name, times] of [...lines].sort(([, a], [, b]) => b - a)) say(`  ${name}: ${times}`);
  say(`lowest balance after a debit of ours: ${formatTenge(watched.lowest())} KZT over ${watched.debits()} debits`);
  if (watched.lowest() < FLOOR) throw new Error('a debit took an account below its floor');
  print({
    name: 'transfers run, Berka standing orders of 1993, 365 daily runs, both databases in memory',
    n: dues,
    perSecond: round(dues / totals.seconds, 0),
    peakRssMb: peakRssMb(),
  });
  await compare(jinaq);
  await jinaq.close();
}

/** Looks at every account just after a debit of ours. */
function watchFloors() {
  let lowest: Money = 2n ** 62n;
  let debits = 0;
  const bank = (watched: Bank): Bank => ({
    ...watched,
    transfer: async (command: BankTransferCommand) => {
      const answer = await watched.transfer(command);
      if (answer.status === 'completed' && command.keepAtLeast !== undefined) {
        const balance = await watched.balance(command.from);
        debits += 1;
        if (balance < lowest) lowest = balance;
      }
      return answer;
    },
  });
  return { bank, lowest: () => lowest, debits: () => debits };
}

type Totals = { plans: number; tooSmall: number; replayed: number; notPossible: number };

async function openAccount(
  jinaq: Jinaq,
  account: string,
  day: CivilDate,
  orders: readonly BerkaOrder[],
  totals: Totals,
): Promise<void> {
  const actor: Actor = { kind: 'client', client: parseClientId(account) };
  await jinaq.clients.register(OPERATIONS, { id: account, name: `Account ${account}` });
  if (orders.length === 0) return;
  const goal = { title: `Savings of ${account}`, target: TARGET, deadline: DEADLINE, kind: 'personal' as const };
  const { id } = await jinaq.goals.create(actor, goal);
  for (const [index, { amount }] of orders.entries()) {
    try {
      await jinaq.plans.start(actor, { goal: id, amount, on: FIRST_ORDER_DAY + index, from: day, consent: true });
      totals.plans += 1;
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'savings.transfer-too-small') throw error;
      totals.tooSmall += 1;
    }
  }
}

/** Books what the Czech bank booked. What our debits have taken may be missing for a later withdrawal. */
async function replay(jinaq: Jinaq, { account, isCredit, amount }: BerkaTransaction, totals: Totals): Promise<void> {
  const { sandbox } = jinaq;
  if (sandbox === undefined) throw new Error('the sandbox bank is there');
  totals.replayed += 1;
  try {
    if (isCredit) await sandbox.fund(account, amount);
    else await sandbox.cardPurchase(account, amount);
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'bank.insufficient-funds') throw error;
    totals.notPossible += 1;
  }
}

/** In the night after a month's last day the bank credits its interest, and Jinaq books it. */
async function postInterest(jinaq: Jinaq, lastDay: CivilDate): Promise<void> {
  await jinaq.sandbox?.runInterest(addDays(lastDay, 1));
  const { posted, differences, failed } = await jinaq.interest.post(OPERATIONS, { month: monthOf(lastDay) });
  if (differences.length + failed.length > 0) {
    throw new Error(`interest: ${differences.length} differ and ${failed.length} failed of ${posted.length}`);
  }
}

async function compare(jinaq: Jinaq): Promise<void> {
  const ledger = await jinaq.ledger.verify(OPERATIONS, {});
  const books = await jinaq.reconcile.run(OPERATIONS, {});
  const check = await jinaq.sandbox?.check();
  const goals = await jinaq.goals.list(OPERATIONS, {});
  const collected = formatTenge(sumMoney(goals.map((goal) => goal.collected)));
  say(`ledger and chains hold: ${ledger.ok} (${ledger.transfers} transfers); the bank's own books hold: ${check?.ok}`);
  say(`books and bank agree: ${books.ok} (${books.matched} entries, ${collected} KZT in ${goals.length} goals)`);
}

function groupBy<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}
