import type { ClientId, GoalId, Money } from '../../shared/index.js';

/**
 * Names an account within one goal: `bank` is the money at the goal's savings account, `principal` and `interest`
 * are owed to one member, `unallocated` is interest received and not yet shared out.
 */
export type AccountRef =
  | { readonly kind: 'bank' | 'unallocated' }
  | { readonly kind: 'principal' | 'interest'; readonly client: ClientId };

export const ACCOUNT_KINDS = [
  'bank',
  'principal',
  'interest',
  'unallocated',
] as const satisfies readonly AccountRef['kind'][];
export type AccountKind = (typeof ACCOUNT_KINDS)[number];

/** An account with its four running totals in tiyn, in the manner of TigerBeetle. */
export type Account = {
  readonly ref: AccountRef;
  readonly debitsPosted: Money;
  readonly creditsPosted: Money;
  readonly debitsPending: Money;
  readonly creditsPending: Money;
};

export const BANK: AccountRef = { kind: 'bank' };
export const UNALLOCATED: AccountRef = { kind: 'unallocated' };

/** What the member put in and has not taken out. */
export function principalOf(client: ClientId): AccountRef {
  return { kind: 'principal', client };
}

/** The interest that was shared out to the member. */
export function interestOf(client: ClientId): AccountRef {
  return { kind: 'interest', client };
}

/** The key of an account within its goal: `bank`, `unallocated`, `principal:CLIENT`, `interest:CLIENT`. */
export function accountKey(ref: AccountRef): string {
  return 'client' in ref ? `${ref.kind}:${ref.client}` : ref.kind;
}

/** The full name of an account, as statements and receipts show it: `principal:GOAL:CLIENT`. */
export function accountName(goal: GoalId, ref: AccountRef): string {
  return 'client' in ref ? `${ref.kind}:${goal}:${ref.client}` : `${ref.kind}:${goal}`;
}

export function emptyAccount(ref: AccountRef): Account {
  return { ref, debitsPosted: 0n, creditsPosted: 0n, debitsPending: 0n, creditsPending: 0n };
}

/** The posted balance in tiyn, positive in the account's own direction: an asset at the bank, a claim of a member. */
export function balanceOf(account: Account): Money {
  return account.ref.kind === 'bank'
    ? account.debitsPosted - account.creditsPosted
    : account.creditsPosted - account.debitsPosted;
}

/** What can still be taken out: the posted balance less everything that is already on its way out. */
export function availableOf(account: Account): Money {
  return balanceOf(account) - (account.ref.kind === 'bank' ? account.creditsPending : account.debitsPending);
}

/** What is on its way in and not yet posted. */
export function incomingOf(account: Account): Money {
  return account.ref.kind === 'bank' ? account.debitsPending : account.creditsPending;
}
