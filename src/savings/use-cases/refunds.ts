import { type Actor, actorName, authorise } from '../../access/index.js';
import { invariant, NotFound, pages, parseIban } from '../../shared/index.js';
import { type Payout, type PayoutId, payoutAccounts, retryPayout } from '../domain/payout-order.js';
import type { PayoutFilter } from '../ports/outflow-tx.js';
import { currentRules, requireGoal } from './load.js';
import { type PayoutDeps, payoutEvents } from './payouts.js';
import { payGoalJob } from './queued-work.js';
import { sendPayouts } from './send-payouts.js';

const PAGE = 1_000;

/**
 * Lists refunds and payouts, oldest first; `unclaimed` are those that the bank has refused.
 *
 * @throws access.denied
 */
export class ListRefunds {
  readonly #deps: Pick<PayoutDeps, 'store'>;

  constructor(deps: Pick<PayoutDeps, 'store'>) {
    this.#deps = deps;
  }

  async execute({ actor, ...filter }: PayoutFilter & { readonly actor: Actor }): Promise<readonly Payout[]> {
    authorise(actor, 'refunds.list');
    const found: Payout[] = [];
    const load = (after: PayoutId | null) => this.#deps.store.read((tx) => tx.payouts.page(filter, after, PAGE));
    for await (const page of pages(load, ({ id }) => id)) found.push(...page);
    return found;
  }
}

export type RetryRefundCommand = {
  readonly actor: Actor;
  readonly refund: PayoutId;
  /** Another IBAN; the same one when absent. */
  readonly account?: string | undefined;
};

/**
 * Tries an unclaimed refund again, to another account where one is named.
 *
 * @throws access.denied not-found input.invalid savings.refund-not-unclaimed savings.goal-frozen ledger.overdrawn
 */
export class RetryRefund {
  readonly #deps: PayoutDeps;

  constructor(deps: PayoutDeps) {
    this.#deps = deps;
  }

  async execute({ actor, refund, account }: RetryRefundCommand): Promise<Payout> {
    authorise(actor, 'refunds.retry');
    const { store, clock, ids, digest } = this.#deps;
    const reopened = await store.transact(async (tx) => {
      const now = clock.now();
      const payout = await tx.payouts.find(refund);
      if (payout === undefined) throw new NotFound('refund', refund);
      const goal = await requireGoal(tx, payout.goal);
      const [books] = (await tx.books.load([{ goal: goal.id, accounts: payoutAccounts(payout.lines) }])).values();
      invariant(books !== undefined, 'a goal with a payout has books');
      const to = account === undefined ? payout.to : parseIban(account);
      const opened = retryPayout(goal, books, payout, to, { ids, digest, now });
      await tx.books.save([opened]);
      await tx.payouts.saveMany([opened.payout]);
      await tx.jobs?.ensure([payGoalJob(goal.id)]);
      const { version } = await currentRules(tx, now);
      await tx.events.append(payoutEvents(opened.payout, 'payout.retried', actorName(actor), now, version));
      return opened.payout;
    });
    const [sent] = await sendPayouts(this.#deps, [reopened.id]);
    return sent ?? reopened;
  }
}
