import type { CivilDate, ClientId, GoalId, Money, TransferId } from '../../shared/index.js';
import type { AccountRef } from './account.js';

/** Why money moved. */
export const TRANSFER_CODES = [
  'contribution',
  'automatic',
  'interest',
  'allocation',
  'interest-correction',
  'refund',
  'payout',
  'reversal',
  'correction',
] as const;
export type TransferCode = (typeof TRANSFER_CODES)[number];

/** `posted` moves at once; `pending` reserves and is later resolved by exactly one `post` or `void` that names it. */
export const TRANSFER_PHASES = ['posted', 'pending', 'post', 'void'] as const;
export type TransferPhase = (typeof TRANSFER_PHASES)[number];

/** What a transfer says; its hash is taken over exactly these fields. */
export type TransferBody = {
  readonly id: TransferId;
  readonly goal: GoalId;
  readonly phase: TransferPhase;
  readonly debit: AccountRef;
  readonly credit: AccountRef;
  /** Tiyn, positive. */
  readonly amount: Money;
  readonly code: TransferCode;
  /** The pending transfer that a `post` or `void` resolves, or the one that a reversal takes back. */
  readonly refersTo: TransferId | null;
  /** The refund, proposal or posting this belongs to; a contribution has the id of its pending transfer. */
  readonly subject: string | null;
  readonly reason: string | null;
  /** The day from which the money counts for interest. */
  readonly valueDate: CivilDate;
  readonly recordedAt: Date;
};

/** One entry of a goal's append-only chain. */
export type Transfer = TransferBody & {
  /** 1, 2, 3 … within the goal, without a gap. */
  readonly seq: number;
  /** SHA-256 of the canonical form, hexadecimal. */
  readonly bodyHash: string;
  /** SHA-256 over the previous hash, seq and bodyHash, hexadecimal. */
  readonly hash: string;
};

/** What a computation over many transfers needs of each; texts and hashes are not read for it. */
export type TransferMove = Pick<Transfer, 'seq' | 'phase' | 'code' | 'debit' | 'credit' | 'amount' | 'valueDate'>;

/** True when one of the two accounts is this member's. */
export function isOwnTransfer(transfer: Pick<TransferBody, 'debit' | 'credit'>, client: ClientId): boolean {
  const { debit, credit } = transfer;
  return ('client' in debit && debit.client === client) || ('client' in credit && credit.client === client);
}
