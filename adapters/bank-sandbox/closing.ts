import { invalidInput, type Money } from '../../src/shared/index.js';
import { ACCOUNT_KINDS, type AccountRow } from './accounts.js';
import type { InterestCredited } from './interest.js';
import type { Parts } from './parts.js';
import type { Turn } from './turn.js';

/** So many accounts share one transaction of an interest run; between two of them other callers get their turn. */
const ACCOUNTS_PER_TRANSACTION = 500;

type NamedAccount = AccountRow & { readonly number: string };

/** Closes a main account where it stands, and a savings account with its interest to date. */
export function closeAnyAccount(
  { accounts, interest }: Parts,
  account: NamedAccount,
  turn: Turn,
): { readonly account: string; readonly interest: Money } {
  if (account.kind === ACCOUNT_KINDS.savings)
    return { account: account.number, interest: interest.close(account, turn) };
  if (account.closedDay === null) accounts.setClosed(account, turn.today);
  return { account: account.number, interest: 0n };
}

/** @throws input.invalid for a savings account: its interest has been settled, a new one is opened instead */
export function reopenMain({ accounts }: Parts, account: NamedAccount): string {
  if (account.kind === ACCOUNT_KINDS.savings) {
    throw invalidInput({ path: 'account', message: 'a closed savings account stays closed: open a new one' });
  }
  accounts.setClosed(account, null);
  return account.number;
}

/** Credits the interest of all months that ended before the day, a few hundred accounts at a time. */
export async function runInterest({ interest, writer }: Parts, day: number): Promise<InterestCredited> {
  let entries = 0;
  let total = 0n;
  for (let after: bigint | undefined = 0n; after !== undefined; ) {
    const last: bigint = after;
    const part = await writer.write((turn) => {
      if (day > turn.today) throw invalidInput({ path: 'upTo', message: 'is still to come' });
      return interest.creditSome({ after: last, day, limit: ACCOUNTS_PER_TRANSACTION }, turn);
    });
    entries += part.entries;
    total += part.total;
    after = part.last;
  }
  return { entries, total };
}
