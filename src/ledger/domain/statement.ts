import type { CivilDate, ClientId, Money } from '../../shared/index.js';
import type { Transfer } from './transfer.js';

/** One line of a statement. Sums of others who did not agree to show them are null. */
export type StatementEntry = {
  readonly seq: number;
  readonly id: string;
  readonly date: CivilDate;
  readonly recordedAt: Date;
  readonly code: Transfer['code'];
  readonly phase: Transfer['phase'];
  /** The member it concerns; null for interest that is not shared out yet. */
  readonly client: ClientId | null;
  /** Signed tiyn, seen from the goal: positive is money in. */
  readonly amount: Money | null;
  /** Money of the goal after this entry, pending not counted; null where it would give a hidden sum away. */
  readonly balance: Money | null;
  readonly reason: string | null;
  readonly hash: string;
};

/** Whose sums the reader may see. */
export type Visibility = (client: ClientId) => boolean;

/** The goal's money before or after an entry; `isPrivate` when a sum that the reader may not see is in it. */
export type RunningBalance = { readonly balance: Money; readonly isPrivate: boolean };

/** Where every statement begins. */
export const NOTHING_YET: RunningBalance = { balance: 0n, isPrivate: false };

/**
 * Turns transfers into statement lines, going on from the balance before them; those out of range only move it. From
 * the first hidden sum on no balance is shown: it would tell that sum to whoever subtracts.
 */
export function addToStatement(
  before: RunningBalance,
  transfers: readonly Transfer[],
  range: { readonly from?: CivilDate | undefined; readonly to?: CivilDate | undefined },
  isVisible: Visibility,
): { readonly after: RunningBalance; readonly entries: readonly StatementEntry[] } {
  let { balance, isPrivate } = before;
  const entries: StatementEntry[] = [];
  for (const transfer of transfers) {
    const client = clientOf(transfer);
    const isShown = client === null || isVisible(client);
    if (transfer.phase === 'posted' || transfer.phase === 'post') {
      const moved = bankSide(transfer);
      balance += moved;
      isPrivate ||= moved !== 0n && !isShown;
    }
    const isInRange =
      (range.from === undefined || transfer.valueDate >= range.from) &&
      (range.to === undefined || transfer.valueDate <= range.to);
    if (!isInRange) continue;
    entries.push({
      seq: transfer.seq,
      id: transfer.id,
      date: transfer.valueDate,
      recordedAt: transfer.recordedAt,
      code: transfer.code,
      phase: transfer.phase,
      client,
      amount: isShown ? signedAmount(transfer) : null,
      balance: isShown && !isPrivate ? balance : null,
      // Why the bank refused somebody tells of their money as much as a sum does.
      reason: isShown ? transfer.reason : null,
      hash: transfer.hash,
    });
  }
  return { after: { balance, isPrivate }, entries };
}

function clientOf({ debit, credit }: Transfer): ClientId | null {
  if ('client' in credit) return credit.client;
  return 'client' in debit ? debit.client : null;
}

/** What the entry adds to the money at the bank. */
function bankSide({ debit, credit, amount }: Transfer): Money {
  return (debit.kind === 'bank' ? amount : 0n) - (credit.kind === 'bank' ? amount : 0n);
}

/** Money into a member's claim or into the goal is positive, money out is negative. */
function signedAmount({ debit, amount }: Transfer): Money {
  return 'client' in debit ? -amount : amount;
}
