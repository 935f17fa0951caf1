import { type Jinaq, openJinaq } from '../../../adapters/node/index.js';
import { createIds, createSigner, sha256Digest } from '../../../adapters/system/index.js';
import { findLedgerProblems } from '../../../src/ledger/index.js';
import type { Sending } from '../../../src/messaging/index.js';
import type { Rules } from '../../../src/savings/index.js';
import type { ClientId, GoalId } from '../../../src/shared/index.js';
import { ledgerProblemText } from '../../scenario/final-checks.js';
import { HOUR_MS } from '../durations.js';
import { filledBy } from '../server.js';
import type { World } from '../world.js';
import type { GoalAudit, PayerAudit } from './audit.js';
import { openBankSide } from './bank-side.js';
import { readPayer } from './orders.js';
import { type GoalInBooks, readGoal } from './read-goal.js';

/** Looks at both sides, Jinaq's books and the bank's, by a way on which nothing goes wrong. */
export type Auditor = {
  readonly jinaq: Jinaq;
  readonly auditGoal: (id: GoalId, isAtRest: boolean) => Promise<AuditedGoal>;
  /** undefined for a client whom the bank does not know. */
  readonly auditPayer: (client: ClientId, known: Known) => Promise<PayerAudit | undefined>;
  /** The rules of today. */
  readonly rules: () => Promise<Rules>;
  /** The messages that have left after this one. */
  readonly sentAfter: (sending: number) => Promise<readonly Sending[]>;
};

/** A goal, what is wrong with its ledger and hash chain, and those of its members who can be told something. */
export type AuditedGoal = {
  readonly audit: GoalAudit & GoalInBooks;
  readonly ledger: readonly string[];
  readonly reachable: ReadonlySet<string>;
};

/** What was read just now, so that it need not be read again. */
export type Known = { readonly goals: ReadonlyMap<GoalId, GoalInBooks>; readonly rules: Rules };

const SYSTEM = { kind: 'system' } as const;
const SENDINGS_PAGE = 1_000;
/** Clocks are put wrong by a quarter of an hour at most, either way. */
const SKEW_MS = HOUR_MS;

/** Opens an auditor of this world; to be closed as Jinaq is. */
export async function openAuditor({ scheduler, bank, asked, books, random }: World): Promise<Auditor> {
  const { clock } = scheduler;
  const atBank = openBankSide({ bank, clock });
  const jinaq = await openJinaq({
    ...{ db: books.db, isDurable: false, bank, clock, signer: createSigner() },
    decorate: (ports) => ({ ...ports, store: books.storeOf(ports.store) }),
    // What it settles in the end has ids, too: the same ones in every run.
    ids: createIds({ nowMs: () => scheduler.nowMs(), fill: filledBy(random.fork('auditor')) }),
  });
  const { store } = jinaq.ports;
  const { showRules } = jinaq.context.useCases;
  return {
    jinaq,
    auditGoal: async (id, isAtRest) => {
      const { inBooks, clients } = await store.read(async (tx) => {
        const inBooks = await readGoal(tx, id);
        return { inBooks, clients: await tx.clients.findMany(inBooks.members.map(({ client }) => client)) };
      });
      const entries = await atBank.entriesOf(inBooks.goal.account);
      const view = { isAtRest, entries, now: clock.now(), skewMs: SKEW_MS };
      const problems = findLedgerProblems(id, inBooks, inBooks.transfers, sha256Digest);
      return {
        audit: { ...inBooks, ...view, ownerOf: atBank.ownerOf, askedAt: (key) => asked.at(key) },
        ledger: problems.map(ledgerProblemText),
        reachable: new Set([...clients.values()].filter(({ status }) => status !== 'deceased').map((one) => one.id)),
      };
    },
    auditPayer: async (client, { goals, rules }) => {
      const payer = await readPayer(store, atBank, client, goals);
      return payer && { ...payer, rules, heldKeys: asked.held };
    },
    rules: async () => (await showRules.execute({ actor: SYSTEM })).rules,
    sentAfter: (sending) => store.read((tx) => tx.messages.sendings(sending, SENDINGS_PAGE)),
  };
}
