import { type Actor, authorise } from '../../access/index.js';
import type { ReaderLag } from '../../outbox/index.js';
import type { ContributionStatus } from '../../savings/index.js';
import type { OperatingPorts } from '../ports/index.js';

/** How a running Jinaq is by its database, whatever process has brought it about. */
export type Vitals = {
  readonly now: Date;
  /** Contributions that were begun in the last 24 hours, by what has become of them. */
  readonly contributions: Readonly<Record<ContributionStatus, number>>;
  /** Since when the oldest of each has been pending; null when none is. */
  readonly pendingSince: { readonly contribution: Date | null; readonly payout: Date | null };
  readonly readers: readonly ReaderLag[];
};

const DAY_MS = 86_400_000;

/**
 * Reads the vital signs of a running Jinaq, at a cost that does not grow with its history.
 *
 * @throws access.denied
 */
export class ReadVitals {
  readonly #deps: Pick<OperatingPorts, 'store' | 'clock'>;

  constructor(deps: Pick<OperatingPorts, 'store' | 'clock'>) {
    this.#deps = deps;
  }

  async execute({ actor }: { readonly actor: Actor }): Promise<Vitals> {
    authorise(actor, 'metrics.show');
    const now = this.#deps.clock.now();
    return this.#deps.store.read(async (tx) => {
      const [contribution] = await tx.contributions.page({ status: 'pending' }, null, 1);
      const [payout] = await tx.payouts.page({ status: 'pending' }, null, 1);
      return {
        now,
        contributions: await tx.statistics.contributionsSince(new Date(now.getTime() - DAY_MS)),
        pendingSince: { contribution: contribution?.createdAt ?? null, payout: payout?.openedAt ?? null },
        readers: await tx.outbox.lag(),
      };
    });
  }
}
