import { type LedgerProblem, positionOf } from '../../src/ledger/index.js';
import type { Goal } from '../../src/savings/index.js';
import {
  civilDateOf,
  formatTenge,
  type GoalId,
  type Money,
  monthOf,
  pages,
  previousMonth,
  startOfMonth,
  sumMoney,
} from '../../src/shared/index.js';
import { bugText } from '../bug-text.js';
import type { CheckReport } from './report.js';
import type { World } from './world.js';

/** What is looked at: a world that a story was played in, or a simulation that has come to rest. */
export type CheckedWorld = Pick<World, 'jinaq' | 'store' | 'sandbox' | 'clock'>;

const SYSTEM = { kind: 'system' } as const;
const PAGE = 200;

/**
 * Looks at what must hold after every scenario, whatever it is about: the bank's own books, the hash chains and the
 * ledger, and that each goal has at the bank exactly what the ledger says. For that the bank is made to work again, what
 * is pending is settled, and the interest of the months that are over is posted.
 */
export async function runFinalChecks(world: CheckedWorld): Promise<readonly CheckReport[]> {
  await world.sandbox.clearFaults();
  return [
    await check('what was pending is settled', () => settle(world)),
    await check('interest of the months that are over is posted', () => postInterest(world)),
    await check('ledger and hash chains', () => verifyLedger(world)),
    await check('books agree with the bank', () => compareWithBank(world)),
    await check('no money of the bank came from nowhere', async () => (await world.sandbox.check()).problems),
  ];
}

/** What a check finds; that it cannot be made at all is a finding, too. */
async function check(name: string, find: () => Promise<readonly string[]>): Promise<CheckReport> {
  try {
    return { name, problems: await find() };
  } catch (error) {
    return { name, problems: [bugText(error)] };
  }
}

async function settle({ jinaq }: CheckedWorld): Promise<readonly string[]> {
  const { unanswered } = await jinaq.context.useCases.settleTransfers.execute({ actor: SYSTEM });
  return unanswered === 0 ? [] : [`${unanswered} transfers have no answer although the bank is up`];
}

async function postInterest({ jinaq, clock }: CheckedWorld): Promise<readonly string[]> {
  const month = previousMonth(monthOf(civilDateOf(clock.now())));
  const { failed } = await jinaq.context.useCases.postInterest.execute({ actor: SYSTEM, month });
  return failed.map(({ goal, error }) => `goal ${goal}: ${error.message}`);
}

async function verifyLedger({ jinaq }: CheckedWorld): Promise<readonly string[]> {
  const { problems } = await jinaq.context.useCases.verifyLedger.execute();
  return problems.map(ledgerProblemText);
}

/** A problem of the ledger, with its place. */
export function ledgerProblemText({ goal, seq, problem }: LedgerProblem): string {
  return `goal ${goal}${seq === undefined ? '' : `, entry ${seq}`}: ${problem}`;
}

async function compareWithBank(world: CheckedWorld): Promise<readonly string[]> {
  const problems: string[] = [];
  const load = (after: GoalId | null) =>
    world.store.read(async (tx): Promise<readonly GoalAtBank[]> => {
      const goals = await tx.goals.page({}, after, PAGE);
      const books = await tx.books.load(goals.map(({ id }) => ({ goal: id, accounts: 'all' as const })));
      return goals.map((goal) => ({ goal, held: positionOf(books.get(goal.id) ?? { accounts: new Map() }).held }));
    });
  for await (const page of pages(load, ({ goal }) => goal.id)) {
    for (const item of page) problems.push(...(await compareGoal(world, item)));
  }
  return problems;
}

type GoalAtBank = { readonly goal: Goal; readonly held: Money };

async function compareGoal(world: CheckedWorld, { goal, held }: GoalAtBank): Promise<readonly string[]> {
  const { balance } = await world.sandbox.show(goal.account);
  if (balance === held) return [];
  // What the bank credits after the posting of a month lies there until the next one.
  const waiting = await creditedSincePosting(world, goal);
  if (goal.status !== 'closed' && balance === held + waiting) return [];
  const sums = `the bank has ${formatTenge(balance)}, the ledger says ${formatTenge(held)}`;
  return [`${goal.title}: ${sums}, interest credited since the last posting is ${formatTenge(waiting)}`];
}

/** Interest of this month: what came before the posting of its first day, and was not booked by it, does not count. */
async function creditedSincePosting({ sandbox, store, clock }: CheckedWorld, goal: Goal): Promise<Money> {
  const today = civilDateOf(clock.now());
  const first = startOfMonth(today);
  const { entries } = await sandbox.statement({ account: goal.account, from: first, to: today });
  const { isPosted, booked } = await store.read(async ({ interest }) => ({
    isPosted: ((await interest.states([goal.id])).get(goal.id)?.position.from ?? '') >= first,
    booked: (await interest.bookedReferences([{ goal: goal.id, from: first }])).get(goal.id),
  }));
  const waiting = entries.filter(
    ({ kind, valueDate, reference }) =>
      kind === 'interest' && booked?.has(reference) !== true && (isPosted || valueDate > first),
  );
  return sumMoney(waiting.map(({ amount }) => amount));
}
