import { type Actor, authorise } from '../../access/index.js';
import {
  asContributionId,
  type ContributionId,
  type DomainError,
  firstUuidOf,
  pages,
  Unavailable,
} from '../../shared/index.js';
import type { PayoutId } from '../domain/payout-order.js';
import type { OutflowTx } from '../ports/outflow-tx.js';
import { type Asking, type BankWord, createAsking } from './ask-bank.js';
import type { PayoutDeps } from './payouts.js';
import { type PendingOrder, pendingOrders, PENDING_PAGE } from './pending-orders.js';
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
  /** Whether it was interrupted: what was not come to is not counted. */
  readonly interrupted: boolean;
};

type Counts = Record<'completed' | 'refused' | 'held' | 'unanswered', number> & {
  readonly failed: SettleReport['failed'][number][];
};
/** What has been done so far, and whether it goes on. */
type Work = { readonly counts: Counts; readonly isInterrupted: () => boolean };

export type SettleTransfersCommand = {
  readonly actor: Actor;
  /** Only contributions that were begun since then: what the bank keeps for days is not asked for at every turn. */
  readonly since?: Date | undefined;
  /** Asked before each page: true ends the work when what the bank was asked has been booked. */
  readonly isInterrupted?: (() => boolean) | undefined;
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

  async execute({ actor, since, isInterrupted = () => false }: SettleTransfersCommand): Promise<SettleReport> {
    authorise(actor, 'transfers.settle');
    const counts: Counts = { completed: 0, refused: 0, held: 0, unanswered: 0, failed: [] };
    const work = { counts, isInterrupted };
    if (since !== undefined) {
      await this.#settleContributions(work, asContributionId(firstUuidOf(since)));
    } else {
      const waiting = await this.#deps.store.read(whatWaits);
      if (waiting.held) await this.#settlePayouts('held', work);
      if (waiting.pending) await this.#settlePayouts('pending', work);
      if (waiting.contributions) await this.#settleContributions(work, null);
    }
    return { ...counts, interrupted: isInterrupted() };
  }

  async #settleContributions({ counts, isInterrupted }: Work, from: ContributionId | null): Promise<void> {
    const now = this.#deps.clock.now();
    const ask = createAsking(this.#deps);
    const load = (after: ContributionId | null) => this.#deps.store.read((tx) => pendingOrders(tx, after ?? from, now));
    for await (const orders of pages(load, ({ contribution }) => contribution.id)) {
      if (isInterrupted()) return;
      const words = await settleOrders(this.#deps, ask, orders);
      for (const [index, { status, error }] of words.entries()) {
        counts[status === 'unseen' ? 'unanswered' : status] += 1;
        const contribution = orders[index]?.contribution.id;
        if (contribution !== undefined && error !== undefined && !(error instanceof Unavailable))
          counts.failed.push({ contribution, error });
      }
    }
  }

  /** Refunds and payouts of which the bank has not said the last word. */
  async #settlePayouts(status: 'pending' | 'held', { counts, isInterrupted }: Work): Promise<void> {
    const load = (after: PayoutId | null) =>
      this.#deps.store.read((tx) => tx.payouts.page({ status }, after, PENDING_PAGE));
    for await (const page of pages(load, ({ id }) => id)) {
      if (isInterrupted()) return;
      const ids = page.map(({ id }) => id);
      for (const { status: now } of await sendPayouts(this.#deps, ids)) counts[PAYOUT_OUTCOMES[now]] += 1;
    }
  }
}

/** Asks the bank for the outcome of these transfers, and posts or voids what it has decided. */
export async function settleOrders(
  deps: PayoutDeps,
  ask: Asking,
  orders: readonly PendingOrder[],
): Promise<readonly BankWord[]> {
  const words = await Promise.all(orders.map(ask));
  const final = orders.flatMap(({ contribution }, index): Answer[] => {
    const answer = words[index];
    const isFinal = answer?.status === 'completed' || answer?.status === 'refused';
    return isFinal ? [{ contribution, answer }] : [];
  });
  await resolveContributions(deps, final);
  return words;
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
