import type { BankTransferStatus } from '../ports/bank.js';
import type { Contribution } from './contribution.js';
import type { Payout } from './payout-order.js';
import type { Difference } from './reconciliation.js';

/**
 * What puts a difference right. `settle`: the transfer is pending, and the bank has carried it out. `book`: the bank has
 * booked a contribution that it had refused. `reverse`: the bank has not moved the money, or has taken it back.
 * `correct-amount`, `correct-date`: a contribution is at the bank with another sum, a transfer with another day.
 * `book-interest`: interest of an account that is closed. `post-interest`: interest that `PostInterest` books in its month.
 * `ask-bank`: nobody but the bank knows whose money this is.
 */
export const REMEDIES = [
  'settle',
  'book',
  'reverse',
  'correct-amount',
  'correct-date',
  'book-interest',
  'post-interest',
  'ask-bank',
] as const;
export type Remedy = (typeof REMEDIES)[number];

/** What is known of a difference beside the two sides. */
export type DifferenceFacts = {
  /** Whose transfer it is about. */
  readonly contribution?: Contribution | undefined;
  readonly payout?: Payout | undefined;
  /** What the bank answers when it is asked for the key; absent when it was not asked. */
  readonly status?: BankTransferStatus['status'] | 'silent' | undefined;
  /** Whether interest is still posted on the goal's account. */
  readonly isEarning: boolean;
};

/** Proposes what to do about a difference. What belongs to nobody is given to nobody: the bank is asked. */
export function remedyOf(difference: Difference, facts: DifferenceFacts): Remedy {
  const { contribution, payout } = facts;
  switch (difference.kind) {
    case 'balance-differs':
      return 'ask-bank';
    case 'date-differs':
      return isBooked(facts) ? 'correct-date' : 'ask-bank';
    case 'only-in-books':
      // Only the bank's own word takes money away from a member.
      return isBooked(facts) && (facts.status === 'unseen' || facts.status === 'refused') ? 'reverse' : 'ask-bank';
    case 'amount-differs':
      if (!isBooked(facts)) return 'ask-bank';
      if (difference.atBank === 0n) return 'reverse';
      return contribution !== undefined && difference.atBank > 0n ? 'correct-amount' : 'ask-bank';
    case 'only-at-bank':
      if (contribution !== undefined && difference.atBank === contribution.amount) return ofContribution(contribution);
      if (payout !== undefined && difference.atBank === -payout.amount) return ofPayout(payout);
      return ofOwnEntry(difference, facts);
  }
}

function isBooked({ contribution, payout }: DifferenceFacts): boolean {
  return contribution?.status === 'completed' || payout?.status === 'completed';
}

function ofContribution({ status }: Contribution): Remedy {
  switch (status) {
    case 'pending':
      return 'settle';
    case 'refused':
      return 'book';
    case 'completed':
      // Somebody has reversed it by hand: they know why.
      return 'ask-bank';
  }
}

function ofPayout({ status }: Payout): Remedy {
  return status === 'pending' || status === 'held' ? 'settle' : 'ask-bank';
}

function ofOwnEntry({ entry, atBank }: Difference, { contribution, payout, isEarning }: DifferenceFacts): Remedy {
  if (entry !== 'interest' || contribution !== undefined || payout !== undefined) return 'ask-bank';
  if (isEarning) return 'post-interest';
  return atBank > 0n ? 'book-interest' : 'ask-bank';
}
