import { createManualClock, type ManualClock } from '../../adapters/jobs-inline/index.js';
import { type Jinaq, type JinaqOptions, openJinaq } from '../../adapters/node/index.js';
import type { SandboxBank } from '../../adapters/bank-sandbox/index.js';
import type { Actor, StaffRole } from '../../src/access/index.js';
import { positionOf } from '../../src/ledger/index.js';
import { asClientId, DomainError, type GoalId, invariant, type Money, parseInstant } from '../../src/shared/index.js';

/** Jinaq over a sandbox bank, in memory unless a database is named, on a clock that stands still until a test moves it. */
export type SavingsWorld = {
  readonly jinaq: Jinaq;
  readonly sandbox: SandboxBank;
  readonly clock: ManualClock;
};

type WorldOptions = Pick<
  JinaqOptions,
  'channels' | 'decorate' | 'logger' | 'metrics' | 'notifier' | 'onNotifierError' | 'subscribers'
> & {
  readonly now?: string;
  readonly db?: string;
  /** Clients to register, each with so many tenge on the main account. */
  readonly clients?: Readonly<Record<string, number>>;
};

export const client = (id: string): Actor => ({ kind: 'client', client: asClientId(id) });
export const staff = (role: StaffRole): Actor => ({ kind: 'staff', role });

/** Whole tenge as tiyn. */
export const tenge = (whole: number): Money => BigInt(whole) * 100n;

export async function openSavingsWorld({
  now = '2026-01-05T09:00:00+05:00',
  db = 'sqlite::memory:',
  clients = { aigerim: 1_000_000, bolat: 1_000_000, dana: 1_000_000 },
  ...options
}: WorldOptions = {}): Promise<SavingsWorld> {
  const clock = createManualClock(parseInstant(now));
  const jinaq = await openJinaq({ db, bank: 'sandbox::memory:', clock, ...options });
  const { sandbox } = jinaq;
  invariant(sandbox !== undefined, 'the bank of this world is the sandbox');
  for (const [id, balance] of Object.entries(clients)) {
    await jinaq.clients.register(staff('operations'), { id, name: id });
    if (balance > 0) await sandbox.fund(id, tenge(balance));
  }
  return { jinaq, sandbox, clock };
}

type GoalInput = Partial<Parameters<Jinaq['goals']['create']>[1]>;

/** A goal of the first of these clients; the others are invited and accept. */
export async function openGoal(
  { jinaq }: SavingsWorld,
  [organiser = 'aigerim', ...others]: readonly string[],
  { shareAmounts = false, ...terms }: GoalInput = {},
): Promise<GoalId> {
  const { id } = await jinaq.goals.create(client(organiser), {
    ...{ title: 'Той', target: 300_000, deadline: '2026-06-30', shareAmounts },
    ...terms,
  });
  for (const other of others) {
    const { id: invitation } = await jinaq.goals.invite(client(organiser), { goal: id, client: other });
    await jinaq.invitations.accept(client(other), { invitation, shareAmounts });
  }
  return id;
}

/** The refusal that this work ends with; anything else, or nothing, fails the test. */
export async function refusalOf(work: Promise<unknown>): Promise<DomainError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

/** What the ledger says the goal has, what it owes, and what is on its account at the bank. */
export async function sumsOf({ jinaq, sandbox }: SavingsWorld, goal: GoalId) {
  const [books, { account }] = await Promise.all([
    jinaq.ports.store.read(async (tx) => (await tx.books.load([{ goal, accounts: 'all' }])).get(goal)),
    jinaq.goals.show(staff('operations'), { goal }),
  ]);
  invariant(books !== undefined, 'every goal has books');
  return { ...positionOf(books), bank: await sandbox.balance(account) };
}

/** What is wrong with the books of all goals, the chains, and the bank's own books. */
export async function damageIn({ jinaq, sandbox }: SavingsWorld): Promise<readonly string[]> {
  const { problems } = await jinaq.ledger.verify(staff('operations'));
  return [...problems.map(({ problem }) => problem), ...(await sandbox.check()).problems];
}
