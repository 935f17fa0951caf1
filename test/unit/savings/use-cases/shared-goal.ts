import { expect } from 'vitest';
import { createManualClock } from '../../../../adapters/jobs-inline/index.js';
import { type Jinaq, openJinaq } from '../../../../adapters/node/index.js';
import type { SandboxBank } from '../../../../adapters/bank-sandbox/index.js';
import type { Actor } from '../../../../src/access/index.js';
import {
  addDays,
  asClientId,
  civilDateOf,
  DomainError,
  type GoalId,
  type Money,
  monthOf,
  parseInstant,
  startOfMonth,
} from '../../../../src/shared/index.js';

export const OPERATIONS: Actor = { kind: 'staff', role: 'operations' };
export const ADMIN: Actor = { kind: 'staff', role: 'admin' };
export const as = (client: string): Actor => ({ kind: 'client', client: asClientId(client) });

/** Whole tenge as tiyn. */
export const tenge = (whole: number): Money => BigInt(whole) * 100n;

type GoalInput = Partial<Parameters<Jinaq['goals']['create']>[1]>;

/** Jinaq over real components in memory, with one goal of some members, each with 1,000,000 tenge at the bank. */
export type SharedGoal = Awaited<ReturnType<typeof openSharedGoal>>;

export async function openSharedGoal(
  members: readonly string[],
  input: GoalInput = {},
  start = '2026-01-05T09:00:00+05:00',
) {
  const clock = createManualClock(parseInstant(start));
  const jinaq = await openJinaq({ db: 'sqlite::memory:', bank: 'sandbox::memory:', clock });
  const sandbox = jinaq.sandbox as SandboxBank;
  const [organiser = '', ...others] = members;
  for (const id of members) {
    await jinaq.clients.register(OPERATIONS, { id, name: id });
    await sandbox.fund(id, tenge(1_000_000));
  }
  const terms = { title: 'Той', target: 300_000, deadline: '2026-06-30', shareAmounts: true, ...input };
  const { id: goal, account } = await jinaq.goals.create(as(organiser), terms);
  for (const client of others) {
    const { id } = await jinaq.goals.invite(as(organiser), { goal, client });
    await jinaq.invitations.accept(as(client), { invitation: id, shareAmounts: true });
  }
  return {
    ...actions(jinaq, sandbox, goal),
    at: (instant: string) => clock.set(parseInstant(instant)),
    jinaq,
    sandbox,
    clock,
    goal,
    account,
  };
}

function actions(jinaq: Jinaq, sandbox: SandboxBank, goal: GoalId) {
  const advance = () => jinaq.goals.advance(OPERATIONS);
  const settle = () => jinaq.transfers.settle(OPERATIONS);
  const show = () => jinaq.goals.show(OPERATIONS, { goal });
  return {
    advance,
    settle,
    show,
    pay: (client: string, amount: number) => jinaq.goals.contribute(as(client), { goal, amount }),
    memberOf: async (client: string) => (await show()).members.find((member) => member.client === client),
    /** What the client has on the main account. */
    cash: async (client: string) => (await sandbox.show(client)).balance,
    propose: (client: string, terms: Omit<Parameters<Jinaq['proposals']['open']>[1], 'goal'>) =>
      jinaq.proposals.open(as(client), { goal, ...terms }),
    vote: (client: string, proposal: string, yes = true) => jinaq.proposals.vote(as(client), { proposal, yes }),
    dispute: (client: string) => jinaq.disputes.open(as(client), { goal, text: 'I do not agree' }),
    resolve: (dispute: string) =>
      jinaq.disputes.resolve(ADMIN, { dispute, decision: 'It goes on', text: 'Everybody was asked' }),
    refunds: (status?: 'unclaimed' | 'held' | 'pending' | 'completed') =>
      jinaq.refunds.list(OPERATIONS, { goal, ...(status && { status }) }),
    post: (month: string) => jinaq.interest.post(OPERATIONS, { month }),
    /** The bank credits the month that has just ended, and Jinaq books it. */
    async endOfMonth(day: string) {
      const today = civilDateOf(parseInstant(`${day}T01:00:00+05:00`));
      await sandbox.runInterest(today);
      return jinaq.interest.post(OPERATIONS, { month: monthOf(addDays(startOfMonth(today), -1)) });
    },
    historyTypes: async () => (await jinaq.goals.history(OPERATIONS, { goal })).map(({ type }) => type),
    /** What must hold after any history: ledger, hash chains, bank and books. */
    async expectSoundBooks() {
      expect(await jinaq.ledger.verify(OPERATIONS)).toMatchObject({ ok: true });
      expect((await jinaq.reconcile.run(OPERATIONS)).differences).toEqual([]);
      expect(await sandbox.check()).toMatchObject({ problems: [] });
    },
  };
}

/** The code with which something is refused. */
export async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
  return 'not refused';
}
