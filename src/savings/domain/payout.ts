import {
  allocate,
  type ClientId,
  DomainError,
  formatTenge,
  invariant,
  type Money,
  sumMoney,
} from '../../shared/index.js';
import { allocateBySeniority, type Seniority } from './seniority.js';

/** What the goal owes to one member, in tiyn. */
export type Claim = { readonly principal: Money; readonly interest: Money };

export type MemberClaim = Seniority & Claim;

/** What leaves one member's accounts, in tiyn; `amount` is both together. */
export type PayoutShare = Claim & { readonly client: ClientId; readonly amount: Money };

/**
 * Divides what is taken from one member between their principal and their interest, pro rata to the tiyn: the smaller the
 * part that is taken, the smaller the part of each. Neither gives more than there is.
 *
 * @param amount in tiyn, not negative
 * @throws ledger.overdrawn when the member has less
 */
export function splitProRata(amount: Money, { principal, interest }: Claim): Claim {
  invariant(amount >= 0n && principal >= 0n && interest >= 0n, 'claims and payouts are not negative');
  requireCovered(amount, principal + interest);
  if (amount === 0n) return { principal: 0n, interest: 0n };
  // Largest remainder cannot overdraw: the exact share of a whole number that is not exceeded rounds to at most it.
  const [fromPrincipal = 0n, fromInterest = 0n] = allocate(amount, [principal, interest]);
  return { principal: fromPrincipal, interest: fromInterest };
}

/**
 * What each member gives to a payout of the goal: pro rata to what is theirs, and of that from principal and interest
 * pro rata. A payout of everything takes from each exactly what is theirs.
 *
 * @param amount in tiyn, not negative; everything when absent
 * @returns one share for each member, in the same order, zero for who has nothing
 * @throws ledger.overdrawn when the members together have less
 */
export function payoutShares(members: readonly MemberClaim[], amount = totalOf(members)): PayoutShare[] {
  requireCovered(amount, totalOf(members));
  if (amount === 0n) return members.map(({ client }) => ({ client, amount: 0n, principal: 0n, interest: 0n }));
  const amounts = allocateBySeniority(amount, members, ({ principal, interest }) => principal + interest);
  return members.map((member, index) => {
    const share = amounts[index] ?? 0n;
    return { client: member.client, amount: share, ...splitProRata(share, member) };
  });
}

/**
 * What a member who leaves gets back: all they put in and all interest that was shared out to them, no less and no more.
 */
export function refundOf({ client, principal, interest }: Claim & { readonly client: ClientId }): PayoutShare {
  invariant(principal >= 0n && interest >= 0n, `the claims of ${client} are not negative`);
  return { client, amount: principal + interest, principal, interest };
}

function totalOf(claims: readonly Claim[]): Money {
  return sumMoney(claims.map(({ principal, interest }) => principal + interest));
}

function requireCovered(amount: Money, available: Money): void {
  if (amount <= available) return;
  throw new DomainError('ledger.overdrawn', `There are only ${formatTenge(available)} KZT to take from.`, {
    details: { amount, available, lacking: amount - available },
  });
}
