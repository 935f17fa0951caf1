import { type Actor, authorise } from '../../access/index.js';
import {
  asContributionId,
  type CivilDate,
  civilDateOf,
  Conflict,
  type Money,
  NotFound,
  pages,
} from '../../shared/index.js';
import {
  EXPORT_GAPS,
  type ExportedPayment,
  type ExportGap,
  type ExportId,
  type TransferExport,
} from '../domain/transfer-export.js';
import type { OutflowTx } from '../ports/outflow-tx.js';
import { type ClaimDeps, claimTransfers } from './claim-transfers.js';
import { bankOrder as contributionOrder } from './contribution-batch.js';
import { bankOrder as payoutOrder } from './send-payouts.js';

/** What a payment file says of itself. */
export type PaymentBatch = Pick<TransferExport, 'id' | 'date' | 'createdAt' | 'count' | 'total'> & {
  /** The day on which the bank carries the payments out: the day of the export, or the one on which it was made. */
  readonly executionDate: CivilDate;
};

/** Writes a payment file, whole or not at all. Of the same export it must be the same file. */
export type WritePayments = (batch: PaymentBatch, payments: AsyncIterable<ExportedPayment>) => Promise<void>;

export type ExportTransfersCommand = {
  readonly actor: Actor;
  readonly date: CivilDate;
  /** Writes the file of an earlier export of this day again, and exports nothing new. */
  readonly again?: ExportId | undefined;
  readonly write: WritePayments;
  readonly onProgress?: ((claimed: number) => void) | undefined;
  /** Asked before each page: what is claimed by then waits for the next run. */
  readonly isInterrupted?: (() => boolean) | undefined;
};

export type ExportReport = {
  readonly date: CivilDate;
  /** The exports whose files were written: an earlier one first that was interrupted. */
  readonly exports: readonly PaymentBatch[];
  readonly count: number;
  /** Tiyn. */
  readonly total: Money;
  /** Transfers of the day that are in none of them, by the reason. */
  readonly left: { readonly [Gap in ExportGap]: number };
};

const PAGE = 500;

/**
 * Gives the pending contributions, refunds and payouts of a day to the bank in a payment file. A transfer gets into one
 * file at most, and is never sent by a call again: the import of a statement finishes it, or settling does, when the bank
 * knows its key. Killed anywhere and run again, it writes the same file.
 *
 * @throws access.denied not-found
 * @throws conflict when an export is to be written again whose transfers are no longer what they were
 */
export class ExportTransfers {
  readonly #deps: ClaimDeps;

  constructor(deps: ClaimDeps) {
    this.#deps = deps;
  }

  async execute(command: ExportTransfersCommand): Promise<ExportReport> {
    const { actor, date, again, onProgress, isInterrupted = () => false } = command;
    authorise(actor, 'transfers.export');
    const { store } = this.#deps;
    const gaps = new Map<ExportGap, number>();
    const exports: PaymentBatch[] = [];
    if (again !== undefined) {
      exports.push(await this.#write(await store.read((tx) => requireExport(tx, again, date)), command));
    } else {
      const unfinished = await store.read((tx) => tx.exports.unfinished(date));
      if (unfinished?.status === 'closed') exports.push(await this.#write(unfinished, command));
      let claimed = 0;
      const onClaimed = (count: number) => onProgress?.((claimed += count));
      const claim = {
        ...{ date, gaps, onClaimed, isInterrupted },
        open: unfinished?.status === 'open' ? unfinished.id : undefined,
        taken: new Map<string, Money>(),
      };
      await claimTransfers(this.#deps, claim);
      const { open } = claim;
      if (open !== undefined && !isInterrupted()) {
        exports.push(await this.#write(await store.transact((tx) => closeExport(tx, open)), command));
      }
    }
    return {
      date,
      exports,
      count: exports.reduce((sum, { count }) => sum + count, 0),
      total: exports.reduce((sum, { total }) => sum + total, 0n),
      left: Object.fromEntries(EXPORT_GAPS.map((gap) => [gap, gaps.get(gap) ?? 0])) as ExportReport['left'],
    };
  }

  async #write(one: TransferExport, { write }: ExportTransfersCommand): Promise<PaymentBatch> {
    const { store } = this.#deps;
    const { id, date, createdAt, count, total } = one;
    const madeOn = civilDateOf(createdAt);
    const batch = { id, date, createdAt, count, total, executionDate: madeOn > date ? madeOn : date };
    await write(batch, this.#payments(one));
    await store.transact(async (tx) => {
      const kept = await tx.exports.find(id);
      if (kept?.status === 'closed') await tx.exports.save({ ...kept, status: 'written' });
    });
    return batch;
  }

  async *#payments({ id, count }: TransferExport): AsyncGenerator<ExportedPayment> {
    const { store } = this.#deps;
    let written = 0;
    const load = (after: string | null) => store.read((tx) => tx.exports.keysOf(id, after, PAGE));
    for await (const keys of pages(load, (key) => key)) {
      const payments = await store.read((tx) => paymentsOf(tx, keys));
      written += payments.length;
      yield* payments;
    }
    if (written === count) return;
    throw new Conflict('conflict', `Export ${id} had ${count} transfers, of which ${written} are still to be found.`, {
      details: { export: id, count, found: written },
    });
  }
}

async function requireExport(tx: OutflowTx, id: ExportId, date: CivilDate): Promise<TransferExport> {
  const found = await tx.exports.find(id);
  if (found?.date !== date) throw new NotFound(`export of ${date}`, id);
  if (found.status !== 'open') return found;
  throw new Conflict('conflict', `Export ${id} is not complete: run the export of ${date} without naming it.`);
}

async function closeExport(tx: OutflowTx, id: ExportId): Promise<TransferExport> {
  const found = await tx.exports.find(id);
  if (found === undefined) throw new NotFound('export', id);
  const closed: TransferExport = found.status === 'open' ? { ...found, status: 'closed' } : found;
  await tx.exports.save(closed);
  return closed;
}

/** The transfers with these keys, in their order. */
async function paymentsOf(tx: OutflowTx, keys: readonly string[]): Promise<readonly ExportedPayment[]> {
  const contributions = [...(await tx.contributions.findMany(keys.map(asContributionId))).values()];
  const payouts = await tx.payouts.findByBankKeys(keys);
  const clientIds = [
    ...contributions.map(({ client }) => client),
    ...payouts.flatMap(({ lines }) => lines[0]?.client ?? []),
  ];
  const clients = await tx.clients.findMany([...new Set(clientIds)]);
  const goals = await tx.goals.findMany([...new Set([...contributions, ...payouts].map(({ goal }) => goal))]);
  const payments = new Map<string, ExportedPayment>();
  for (const contribution of contributions) {
    const { account, name: debtor } = clients.get(contribution.client) ?? { account: null, name: null };
    const to = goals.get(contribution.goal)?.account ?? '';
    const { key, from, amount, purpose = '' } = contributionOrder(contribution, { from: account ?? '', to });
    payments.set(key, { key, from, to, amount, purpose, debtor, creditor: null });
  }
  for (const payout of payouts) {
    const { key, from, to, amount, purpose = '' } = payoutOrder(payout, goals.get(payout.goal)?.account ?? '');
    const [line, ...others] = payout.lines;
    const own =
      payout.purpose === 'payout' || line === undefined || others.length > 0 ? undefined : clients.get(line.client);
    payments.set(key, { key, from, to, amount, purpose, debtor: null, creditor: own?.name ?? null });
  }
  return keys.flatMap((key) => payments.get(key) ?? []);
}
