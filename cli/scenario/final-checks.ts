import { positionOf } from '../../src/ledger/index.js';
import type { Goal } from '../../src/savings/index.js';
import { type CivilDate, civilDateOf, formatTenge, type GoalId, type Money, sumMoney } from '../../src/shared/index.js';
import type { CheckReport } from './report.js';
import type { World } from './world.js';

const SYSTEM = { kind: 'system' } as const;
const PAGE = 200;

/**
 * Looks at what must hold after every scenario, whatever it is about: the bank's own books, the hash chains and the
 * ledger, and that each goal has at the bank exactly what the ledger says. For that the bank is made to work again, and
 * what is pending is settled.
 */
export async function runFinalChecks(world: World): Promise<readonly CheckReport[]> {
  await world.sandbox.clearFaults();
  return [
    await check('what was pending is settled', () => settle(world)),
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
    return { name, problems: [error instanceof Error ? (error.stack ?? error.message) : String(error)] };
  }
}

async function settle({ jinaq }: World): Promise<readonly string[]> {
  const { unanswered } = await jinaq.context.useCases.settleTransfers.execute({ actor: SYSTEM });
  return unanswered === 0 ? [] : [`${unanswered} transfers have no answer although the bank is up`];
}

async function verifyLedger({ jinaq }: World): Promise<readonly string[]> {
  const { problems } = await jinaq.context.useCases.verifyLedger.execute();
  return problems.map(
    ({ goal, seq, problem }) => `goal ${goal}${seq === undefined ? '' : `, entry ${seq}`}: ${problem}`,
  );
}

async function compareWithBank(world: World): Promise<readonly string[]> {
  const problems: string[] = [];
  for (let after: GoalId | null = null; ; ) {
    const page: readonly GoalAtBank[] = await world.store.read(async (tx) => {
      const goals = await tx.goals.page({}, after, PAGE);
      const books = await tx.books.load(goals.map(({ id }) => ({ goal: id, accounts: 'all' as const })));
      return goals.map((goal) => ({ goal, held: positionOf(books.get(goal.id) ?? { accounts: new Map() }).held }));
    });
    for (const item of page) problems.push(...(await compareGoal(world, item)));
    const last = page.at(-1);
    if (last === undefined) return problems;
    after = last.goal.id;
  }
}

type GoalAtBank = { readonly goal: Goal; readonly held: Money };

async function compareGoal(world: World, { goal, held }: GoalAtBank): Promise<readonly string[]> {
  const { balance } = await world.sandbox.show(goal.account);
  if (balance === held) return [];
  // Interest is the bank's own doing: it lies there until Jinaq has booked it.
  const unbooked = (await creditedInterest(world, goal)) - (await bookedInterest(world, goal.id));
  if (unbooked > 0n && balance === held + unbooked) return [];
  const sums = `the bank has ${formatTenge(balance)}, the ledger says ${formatTenge(held)}`;
  return [`${goal.title}: ${sums}, interest not booked yet is ${formatTenge(unbooked)}`];
}

async function creditedInterest({ sandbox, clock }: World, goal: Goal): Promise<Money> {
  const from: CivilDate = civilDateOf(goal.createdAt);
  const { entries } = await sandbox.statement({ account: goal.account, from, to: civilDateOf(clock.now()) });
  return sumMoney(entries.filter(({ kind }) => kind === 'interest').map(({ amount }) => amount));
}

async function bookedInterest({ store }: World, goal: GoalId): Promise<Money> {
  let booked = 0n;
  for (let afterSeq = 0; ; ) {
    const page = await store.read((tx) => tx.transfers.history(goal, { afterSeq, limit: PAGE }));
    for (const { code, debit, amount } of page) {
      if (code !== 'interest' && code !== 'interest-correction') continue;
      booked += debit.kind === 'bank' ? amount : -amount;
    }
    const last = page.at(-1);
    if (last === undefined) return booked;
    afterSeq = last.seq;
  }
}
