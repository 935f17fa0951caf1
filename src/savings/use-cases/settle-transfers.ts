import { type Actor, authorise } from '../../access/index.js';
import { type ContributionId, type DomainError, pages } from '../../shared/index.js';
import type { Contribution } from '../domain/contribution.js';
import { floorOf } from '../domain/automatic-transfer.js';
import type { PayoutId } from '../domain/payout-order.js';
import type { BankTransferCommand } from '../ports/bank.js';
import type { OutflowTx } from '../ports/outflow-tx.js';
import type { SavingsTx } from '../ports/savings-tx.js';
import { askBank } from './ask-bank.js';
import { bankOrder } from './contribution-batch.js';
import { currentRules } from './load.js';
import type { PayoutDeps } from './payouts.js';
import { sendPayouts } from './send-payouts.js';
import { type Answer, resolveContributions } from './resolve-contributions.js';

/** How many pending transfers were finished, and how many still wait: held by the bank, or not answered. */
export type SettleReport = {
  readonly completed: number;
  readonly refused: number;
  readonly held: number;
  readonly unanswered: number;
  /** Those of `unanswered` of which the bank does not want to hear: somebody has to ask it why. */
  readonly failed: readonly { readonly contribution: ContributionId; readonly error: DomainError }[];
};

const PAGE = 256;

type Counts = { -readonly [Name in Exclude<keyof SettleReport, 'failed'>]: number } & {
  readonly failed: SettleReport['failed'][number][];
};

const PAYOUT_OUTCOMES = { completed: 'completed', unclaimed: 'refused', held: 'held', pending: 'unanswered' } as const;

/**
 * Finishes what a time-out or a crash has left pending: asks the bank for the outcome of each, sends again under the
 * same key what never arrived there, and posts or voids. Safe to run at any time, twice, and by many at once.
 *
 * @throws access.denied
 */
export class SettleTransfers {
  readonly #deps: PayoutDeps;

  constructor(deps: PayoutDeps) {
    this.#deps = deps;
  }

  async execute({ actor }: { readonly actor: Actor }): Promise<SettleReport> {
    authorise(actor, 'transfers.settle');
    const counts: Counts = { completed: 0, refused: 0, held: 0, unanswered: 0, failed: [] };
    const waiting = await this.#deps.store.read(whatWaits);
    if (waiting.held) await this.#settlePayouts('held', counts);
    if (waiting.pending) await this.#settlePayouts('pending', counts);
    if (waiting.contributions) await this.#settleContributions(counts);
    return counts;
  }

  async #settleContributions(counts: Counts): Promise<void> {
    const now = this.#deps.clock.now();
    const load = (after: ContributionId | null) => this.#deps.store.read((tx) => pendingOrders(tx, after, now));
    for await (const orders of pages(load, ({ contribution }) => contribution.id)) {
      const answers = await Promise.all(orders.map(({ order, maySend }) => askBank(this.#deps.bank, order, maySend)));
      const final = orders.flatMap(({ contribution }, index): Answer[] => {
        const answer = answers[index];
        if (answer?.status === 'completed' || answer?.status === 'refused') {
          counts[answer.status] += 1;
          return [{ contribution: contribution.id, answer }];
        }
        counts[answer?.status === 'held' ? 'held' : 'unanswered'] += 1;
        if (answer?.error !== undefined) counts.failed.push({ contribution: contribution.id, error: answer.error });
        return [];
      });
      await resolveContributions(this.#deps, final);
    }
  }

  /** Refunds and payouts of which the bank has not said the last word. */
  async #settlePayouts(status: 'pending' | 'held', counts: Counts): Promise<void> {
    const load = (after: PayoutId | null) => this.#deps.store.read((tx) => tx.payouts.page({ status }, after, PAGE));
    for await (const page of pages(load, ({ id }) => id)) {
      const ids = page.map(({ id }) => id);
      for (const { status: now } of await sendPayouts(this.#deps, ids)) counts[PAYOUT_OUTCOMES[now]] += 1;
    }
  }
}

/** One look at what there is to do: most often nothing. */
async function whatWaits(tx: OutflowTx) {
  const [held, pending, contributions] = await Promise.all([
    tx.payouts.page({ status: 'held' }, null, 1),
    tx.payouts.page({ status: 'pending' }, null, 1),
    tx.contributions.page({ status: 'pending' }, null, 1),
  ]);
  return { held: held.length > 0, pending: pending.length > 0, contributions: contributions.length > 0 };
}

type PendingOrder = {
  readonly contribution: Contribution;
  readonly order: BankTransferCommand;
  /** What has not arrived at the bank yet is not sent by a plan whose goal a dispute has frozen meanwhile. */
  readonly maySend: boolean;
};

async function pendingOrders(tx: SavingsTx, after: ContributionId | null, now: Date): Promise<readonly PendingOrder[]> {
  const contributions = await tx.contributions.page({ status: 'pending' }, after, PAGE);
  const clients = await tx.clients.findMany([...new Set(contributions.map((contribution) => contribution.client))]);
  const goals = await tx.goals.findMany([...new Set(contributions.map((contribution) => contribution.goal))]);
  const plans = await tx.plans.findMany([...new Set(contributions.flatMap(({ plan }) => plan?.id ?? []))]);
  const rules = await currentRules(tx, now);
  return contributions.flatMap((contribution): PendingOrder[] => {
    const plan = contribution.plan === null ? undefined : plans.get(contribution.plan.id);
    const goal = goals.get(contribution.goal);
    const from = clients.get(contribution.client)?.account;
    if (!from || goal === undefined) return [];
    const keepAtLeast = plan && floorOf(plan, rules);
    const order = bankOrder(contribution, { from, to: goal.account, keepAtLeast });
    return [{ contribution, order, maySend: plan === undefined || !goal.frozen }];
  });
}
