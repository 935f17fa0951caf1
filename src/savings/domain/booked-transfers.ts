import type { Transfer } from '../../ledger/index.js';
import type { CivilDate, Money } from '../../shared/index.js';
import type { Payout } from './payout-order.js';

/** What the books have under one name of the bank, however many members it is booked to. */
export type Booked = {
  /** Signed tiyn, seen from the bank account, what was reversed taken off. */
  readonly amount: Money;
  /** The days on which it counts, those that were corrected away left out. */
  readonly dates: readonly CivilDate[];
  /** The transfers that stand: neither reversed nor reversals. */
  readonly transfers: readonly Transfer[];
};

const BANK_REFERENCE = 'bank reference ';

/** How the books name the bank's own entry that a transfer books. */
export function bankReference(reference: string): string {
  return `${BANK_REFERENCE}${reference}`;
}

/**
 * What moved the bank account by the books, by the names that the bank knows: the key of a transfer, or the bank's own
 * reference. A reversal stands under the name of what it takes back, a correction under the name it corrects.
 */
export function bookedByName(
  transfers: readonly Transfer[],
  payouts: readonly Pick<Payout, 'id' | 'bankKey'>[],
): ReadonlyMap<string, Booked> {
  const keys = new Map<string, string>(payouts.map(({ id, bankKey }) => [id, bankKey]));
  const names = new Map<string, string>();
  const reversed = new Set<string>();
  const booked = new Map<string, { sums: Map<CivilDate, Money>; transfers: Transfer[] }>();
  for (const transfer of transfers) {
    const amount = effectOf(transfer);
    if (amount === 0n) continue;
    const name = nameOf(transfer, keys, names);
    names.set(transfer.id, name);
    const entry = booked.get(name) ?? { sums: new Map<CivilDate, Money>(), transfers: [] };
    booked.set(name, entry);
    entry.sums.set(transfer.valueDate, (entry.sums.get(transfer.valueDate) ?? 0n) + amount);
    if (transfer.code === 'reversal') reversed.add(transfer.refersTo ?? '');
    else entry.transfers.push(transfer);
  }
  return new Map([...booked].map(([name, entry]) => [name, summed(entry, reversed)]));
}

function summed(
  { sums, transfers }: { readonly sums: ReadonlyMap<CivilDate, Money>; readonly transfers: readonly Transfer[] },
  reversed: ReadonlySet<string>,
): Booked {
  const standing = [...sums].filter(([, sum]) => sum !== 0n);
  return {
    amount: standing.reduce((total, [, sum]) => total + sum, 0n),
    dates: standing.map(([date]) => date),
    transfers: transfers.filter(({ id }) => !reversed.has(id)),
  };
}

/** What a transfer moves on the bank account; nothing while it is pending. */
function effectOf({ phase, debit, credit, amount }: Transfer): Money {
  if (phase !== 'posted' && phase !== 'post') return 0n;
  if (debit.kind === 'bank') return amount;
  return credit.kind === 'bank' ? -amount : 0n;
}

function nameOf(
  { id, refersTo, subject, reason, code }: Transfer,
  keys: ReadonlyMap<string, string>,
  names: ReadonlyMap<string, string>,
): string {
  switch (code) {
    case 'interest':
    case 'interest-correction':
      return reason?.replace(BANK_REFERENCE, '') ?? id;
    case 'contribution':
    case 'automatic':
      return refersTo ?? id;
    case 'reversal':
      return names.get(refersTo ?? '') ?? id;
    case 'correction':
      return subject ?? id;
    case 'refund':
    case 'payout':
    case 'allocation':
      return keys.get(subject ?? '') ?? id;
  }
}
