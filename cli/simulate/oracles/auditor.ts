import { join } from 'node:path';
import { type Jinaq, openJinaq } from '../../../adapters/node/index.js';
import { createSigner } from '../../../adapters/system/index.js';
import type { SandboxAccount } from '../../../adapters/bank-sandbox/index.js';
import type { BankEntry } from '../../../src/savings/index.js';
import {
  addDays,
  type ClientId,
  civilDateOf,
  type GoalId,
  NotFound,
  parseCivilDate,
} from '../../../src/shared/index.js';
import type { World } from '../world.js';
import type { GoalAudit, Owner, PayerAudit } from './audit.js';
import type { SentMessage } from './messages.js';
import { inOrder, readGoal } from './read-goal.js';
import { readOrders } from './read-orders.js';

/** Looks at both sides, Jinaq's books and the bank's, by a way on which nothing goes wrong. */
export type Auditor = {
  readonly jinaq: Jinaq;
  auditGoal(id: GoalId, isAtRest: boolean): Promise<GoalAudit>;
  /** undefined for a client whom the bank does not know. */
  auditPayer(client: ClientId): Promise<PayerAudit | undefined>;
  /** What is wrong with the goal's ledger and hash chain. */
  verify(goal: GoalId): Promise<readonly string[]>;
  /** Those of these clients who can be told something. */
  reachable(clients: readonly ClientId[]): Promise<ReadonlySet<string>>;
  /** The next messages that have left. */
  takeSent(): Promise<readonly SentMessage[]>;
  close(): Promise<void>;
};

const SYSTEM = { kind: 'system' } as const;
const FIRST_DAY = parseCivilDate('2000-01-01');
const SENDINGS_PAGE = 1_000;

/** Opens an auditor of this world. */
export async function openAuditor(world: World): Promise<Auditor> {
  const { scheduler, bank, asked } = world;
  const jinaq = await openJinaq({
    db: `sqlite:${join(world.folder, 'jinaq.db')}`,
    isDurable: false,
    bank,
    clock: scheduler.clock,
    signer: createSigner(),
  });
  const { store } = jinaq.ports;
  const owners = new Map<string, Owner>();
  let lastSending = 0;
  const statementOf = async (account: string): Promise<readonly BankEntry[]> => {
    const to = addDays(civilDateOf(scheduler.clock.now()), 1);
    return inOrder((await bank.statement({ account, from: FIRST_DAY, to })).entries);
  };
  const learnOwners = async (entries: readonly BankEntry[]): Promise<void> => {
    for (const { counterparty } of entries) {
      if (counterparty === undefined || owners.has(counterparty)) continue;
      const { kind, client } = await bank.show(counterparty);
      owners.set(counterparty, { kind, client });
    }
  };
  return {
    jinaq,
    auditGoal: async (id, isAtRest) => {
      const inBooks = await store.read((tx) => readGoal(tx, id));
      const entries = await statementOf(inBooks.goal.account);
      await learnOwners(entries);
      return {
        ...inBooks,
        ...{ isAtRest, entries, now: scheduler.clock.now() },
        ownerOf: (account) => owners.get(account) ?? { kind: 'world', client: undefined },
        askedAt: (key) => asked.at(key),
      };
    },
    auditPayer: async (client) => {
      const account = await accountOf(world, client);
      if (account === undefined) return undefined;
      const entries = await statementOf(account);
      const orders = await store.read((tx) => readOrders(tx, entries));
      const { rules } = await jinaq.context.useCases.showRules.execute({ actor: SYSTEM });
      return { client, account, entries, rules, heldKeys: asked.held, orderOf: (key) => orders.get(key) };
    },
    verify: async (goal) => {
      const { problems } = await jinaq.context.useCases.verifyLedger.execute({ goal });
      return problems.map(({ problem, seq }) => `goal ${goal}${seq === undefined ? '' : `, entry ${seq}`}: ${problem}`);
    },
    reachable: async (clients) => {
      const found = await store.read((tx) => tx.clients.findMany(clients));
      return new Set([...found.values()].filter(({ status }) => status !== 'deceased').map(({ id }) => id));
    },
    takeSent: async () => {
      const sent = await store.read(async (tx) => {
        const sendings = await tx.messages.sendings(lastSending, SENDINGS_PAGE);
        const messages = await tx.messages.findMany(sendings.map(({ key }) => key));
        return sendings.flatMap((sending): SentMessage[] => {
          const message = messages.get(sending.key);
          return message === undefined ? [] : [{ sending, message }];
        });
      });
      lastSending = sent.at(-1)?.sending.id ?? lastSending;
      return sent;
    },
    close: () => jinaq.close(),
  };
}

/** Asking for the main account of somebody would open one. */
async function accountOf({ bank }: World, client: ClientId): Promise<string | undefined> {
  try {
    const { account }: SandboxAccount = await bank.show(client);
    return account;
  } catch (error) {
    if (error instanceof NotFound) return undefined;
    throw error;
  }
}
