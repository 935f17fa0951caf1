import { type Actor, authorise } from '../../access/index.js';
import type { GoalId } from '../../shared/index.js';
import { advanceClosing } from './close-goal.js';
import { requireGoal } from './load.js';
import { MAX_PAYOUTS, type PayoutDeps } from './payouts.js';
import { sendPayouts } from './send-payouts.js';

/**
 * Sends what a goal owes to its members and was not sent yet, and takes its closing on. Safe to run at any time, twice, and
 * by many at once; what the bank does not answer stays for `SettleTransfers`.
 *
 * @throws access.denied not-found
 */
export class PayGoal {
  readonly #deps: PayoutDeps;

  constructor(deps: PayoutDeps) {
    this.#deps = deps;
  }

  async execute({ actor, goal: id }: { readonly actor: Actor; readonly goal: GoalId }): Promise<void> {
    authorise(actor, 'goals.advance');
    const { isClosing, waiting } = await this.#deps.store.read(async (tx) => ({
      isClosing: (await requireGoal(tx, id)).status === 'cancelling',
      waiting: await tx.payouts.page({ goal: id, status: 'pending' }, null, MAX_PAYOUTS),
    }));
    // The closing sends what waits itself.
    if (isClosing) await advanceClosing(this.#deps, id);
    else
      await sendPayouts(
        this.#deps,
        waiting.map((payout) => payout.id),
      );
  }
}
