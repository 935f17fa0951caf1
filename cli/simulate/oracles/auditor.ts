import { type Jinaq, openJinaq } from '../../../adapters/node/index.js';
import { createIds, createSigner } from '../../../adapters/system/index.js';
import type { Contribution } from '../../../src/savings/index.js';
import { asContributionId, type ClientId, type GoalId, isUuid } from '../../../src/shared/index.js';
import { ledgerProblemText } from '../../scenario/final-checks.js';
import { filledBy } from '../server.js';
import type { World } from '../world.js';
import type { GoalAudit, PaidOrder, PayerAudit } from './audit.js';
import { openBankSide } from './bank-side.js';
import type { SentMessage } from './messages.js';
import { type GoalInBooks, readGoal } from './read-goal.js';

/** Looks at both sides, Jinaq's books and the bank's, by a way on which nothing goes wrong. */
export type Auditor = {
  readonly jinaq: Jinaq;
  readonly auditGoal: (id: GoalId, isAtRest: boolean) => Promise<GoalAudit>;
  /** `known` are goals that were just read; undefined for a client whom the bank does not know. */
  readonly auditPayer: (client: ClientId, known: ReadonlyMap<GoalId, GoalInBooks>) => Promise<PayerAudit | undefined>;
  /** What is wrong with the goal's ledger and hash chain. */
  readonly verify: (goal: GoalId) => Promise<readonly string[]>;
  /** Those of these clients who can be told something. */
  readonly reachable: (clients: readonly ClientId[]) => Promise<ReadonlySet<string>>;
  /** The messages that have left after this one. */
  readonly sentAfter: (sending: number) => Promise<readonly SentMessage[]>;
};

const SYSTEM = { kind: 'system' } as const;
const SENDINGS_PAGE = 1_000;

/** Opens an auditor of this world; to be closed as Jinaq is. */
export async function openAuditor({ scheduler, bank, asked, db, random }: World): Promise<Auditor> {
  const { clock } = scheduler;
  const atBank = openBankSide({ bank, clock });
  const jinaq = await openJinaq({
    ...{ db, isDurable: false, bank, clock, signer: createSigner() },
    // What it settles in the end has ids, too: the same ones in every run.
    ids: createIds({ nowMs: () => scheduler.nowMs(), fill: filledBy(random.fork('auditor')) }),
  });
  const { store } = jinaq.ports;
  const { showRules, verifyLedger } = jinaq.context.useCases;
  return {
    jinaq,
    auditGoal: async (id, isAtRest) => {
      const inBooks = await store.read((tx) => readGoal(tx, id));
      const entries = await atBank.entriesOf(inBooks.goal.account);
      const view = { isAtRest, entries, now: clock.now() };
      return { ...inBooks, ...view, ownerOf: atBank.ownerOf, askedAt: (key) => asked.at(key) };
    },
    auditPayer: async (client, known) => {
      const account = await atBank.mainAccountOf(client);
      if (account === undefined) return undefined;
      const entries = await atBank.entriesOf(account);
      const keys = entries.flatMap(({ key, amount }) => (key !== undefined && amount < 0n ? [key] : []));
      const orders = await readOrders(jinaq, keys, known);
      const { rules } = await showRules.execute({ actor: SYSTEM });
      return { client, account, entries, rules, heldKeys: asked.held, orderOf: (key) => orders.get(key) };
    },
    verify: async (goal) => {
      const { problems } = await verifyLedger.execute({ goal });
      return problems.map(ledgerProblemText);
    },
    reachable: async (clients) => {
      const found = await store.read((tx) => tx.clients.findMany(clients));
      return new Set([...found.values()].filter(({ status }) => status !== 'deceased').map(({ id }) => id));
    },
    sentAfter: (sending) => readSent(jinaq, sending),
  };
}

function readSent({ ports }: Jinaq, after: number): Promise<readonly SentMessage[]> {
  return ports.store.read(async (tx) => {
    const sendings = await tx.messages.sendings(after, SENDINGS_PAGE);
    const messages = await tx.messages.findMany(sendings.map(({ key }) => key));
    return sendings.flatMap((sending): SentMessage[] => {
      const message = messages.get(sending.key);
      return message === undefined ? [] : [{ sending, message }];
    });
  });
}

/** The orders behind transfers from a main account, by their keys. */
function readOrders(
  { ports }: Jinaq,
  keys: readonly string[],
  known: ReadonlyMap<GoalId, GoalInBooks>,
): Promise<ReadonlyMap<string, PaidOrder>> {
  return ports.store.read(async (tx) => {
    // Anything may stand as a key at the bank.
    const contributions = await tx.contributions.findMany(keys.filter(isUuid).map(asContributionId));
    const goals = new Map(known);
    for (const { goal } of contributions.values()) if (!goals.has(goal)) goals.set(goal, await readGoal(tx, goal));
    return new Map(
      [...contributions].flatMap(([key, contribution]) => {
        const goal = goals.get(contribution.goal);
        return goal === undefined ? [] : [[key, orderOf(contribution, goal)] as const];
      }),
    );
  });
}

function orderOf(contribution: Contribution, { goal, members, plans, events }: GoalInBooks): PaidOrder {
  const plan = plans.find(({ id }) => id === contribution.plan?.id);
  const hasChanged = events.some(
    ({ type, at, data }) => type === 'plan.changed' && data.plan === plan?.id && at >= contribution.createdAt,
  );
  return { contribution, goal, members, plan, hasChanged };
}
