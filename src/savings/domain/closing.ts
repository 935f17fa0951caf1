import type { ClientId, GoalId, ProposalId } from '../../shared/index.js';
import type { PayoutPurpose } from './payout-order.js';

/**
 * How a goal that is being closed pays out: everyone's share to themselves, or all of it to one account. It is kept
 * until the last transfer has arrived, so that the work can go on after any interruption.
 */
export type Closing = {
  readonly goal: GoalId;
  readonly purpose: PayoutPurpose;
  /** One account for all; null: each member's share goes to the account it came from. */
  readonly to: string | null;
  /** The member whose account that is; null when it is a payee outside the goal. */
  readonly payee: ClientId | null;
  readonly proposal: ProposalId | null;
  /** True once the savings account is closed at the bank and its last interest is shared out. */
  readonly isAccountClosed: boolean;
  readonly openedAt: Date;
};
