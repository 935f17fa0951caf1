import { type ClientId, daysBetween, invariant, type Money } from '../../shared/index.js';
import type { Movement, Period } from './accrual.js';
import { allocateBySeniority, type Seniority } from './seniority.js';

/** A member as the sharing of interest sees them: what is theirs, principal and interest together, by value date. */
export type InterestMember = Seniority & {
  /** What was theirs at the last sharing, in tiyn. */
  readonly opening: Money;
  /** What was booked to or from them since, in any order. */
  readonly movements: readonly Movement[];
};

export type InterestShare = { readonly client: ClientId; readonly amount: Money };

/**
 * Shares interest out by what each member really had in, and for how long: by tiyn-days of end-of-day balances, principal
 * and earlier interest together, since the last sharing. The parts add up to the total; of equal remainders the more
 * senior member gets the tiyn.
 *
 * Those who left since then are members here too: their days before leaving count. A movement that became known late
 * counts from its value date on, even before `period.from`: so does the bank's correction.
 *
 * Interest that falls on no tiyn-days (a second sharing on one day) goes by what is theirs on that day; where nobody has
 * anything left, in equal parts. So an account that is being closed is always shared out to the last tiyn.
 *
 * @param total in tiyn, not negative: a correction that takes more than the interest gives is not shared out
 * @param members at least one
 * @param period from the day of the last sharing (or of opening) to the day of this one, which does not count
 * @returns one share for each member, in the same order
 */
export function allocateInterest(total: Money, members: readonly InterestMember[], period: Period): InterestShare[] {
  invariant(total >= 0n, `interest of ${total} tiyn cannot be shared out`);
  invariant(members.length > 0, 'interest is shared out between members');
  const bases = [(member: InterestMember) => tiynDays(member, period), finalBalance, () => 1n];
  const weightOf = bases.find((basis) => members.some((member) => basis(member) > 0n)) ?? (() => 1n);
  const amounts = allocateBySeniority(total, members, weightOf);
  return members.map(({ client }, index) => ({ client, amount: amounts[index] ?? 0n }));
}

/** A value date moved back can make a balance look negative for some days; nobody pays for that. */
function tiynDays({ opening, movements }: InterestMember, { from, until }: Period): bigint {
  let sum = opening * BigInt(daysBetween(from, until));
  for (const { date, amount } of movements) {
    invariant(date <= until, `a movement of ${date} belongs to the sharing after ${until}`);
    sum += amount * BigInt(daysBetween(date, until));
  }
  return sum > 0n ? sum : 0n;
}

function finalBalance({ opening, movements }: InterestMember): Money {
  const balance = movements.reduce((sum, { amount }) => sum + amount, opening);
  return balance > 0n ? balance : 0n;
}
