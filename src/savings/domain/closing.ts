import { type CivilDate, type ClientId, civilDateOf, type GoalId, type ProposalId } from '../../shared/index.js';
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

/**
 * The day on which the bank has closed the account: that of the last interest it has credited since the closing began.
 * When its answer was lost, and for an account that earned nothing, that is not the day on which the closing goes on.
 *
 * @param credits the days of the bank's interest entries
 * @param today when nothing was credited since
 */
export function accountClosedOn(
  { openedAt }: Pick<Closing, 'openedAt'>,
  credits: readonly CivilDate[],
  today: CivilDate,
): CivilDate {
  const begun = civilDateOf(openedAt);
  const since = credits.filter((day) => day >= begun && day <= today);
  return since.reduce((last, day) => (day > last ? day : last), since[0] ?? today);
}
