import { type Books, positionOf } from '../../ledger/index.js';
import { type CivilDate, type GoalId, type Money, sumMoney } from '../../shared/index.js';
import type { BankEntry } from '../ports/bank.js';
import type { Booked } from './booked-transfers.js';

export const DIFFERENCE_KINDS = [
  'only-at-bank',
  'only-in-books',
  'amount-differs',
  'date-differs',
  'balance-differs',
] as const;
export type DifferenceKind = (typeof DIFFERENCE_KINDS)[number];

/** One thing in which the books and the bank do not agree. */
export type Difference = {
  readonly goal: GoalId;
  readonly account: string;
  readonly kind: DifferenceKind;
  /** The key of the transfer, or the bank's reference of its own entry. */
  readonly reference: string | null;
  /** The day of the bank's last entry about it; of the books where the bank has none. */
  readonly date: CivilDate | null;
  /** The day by the books, where they have it. */
  readonly dateInBooks: CivilDate | null;
  /** Signed tiyn, seen from the account. */
  readonly atBank: Money;
  readonly inBooks: Money;
  /** What the bank calls its entry. */
  readonly entry: BankEntry['kind'] | null;
};

/** What the bank says about one account. */
export type BankSide = {
  readonly entries: readonly Pick<BankEntry, 'amount' | 'key' | 'kind' | 'reference' | 'valueDate'>[];
  /** The days that the entries are all of. Without them nothing shows that an entry is missing. */
  readonly period: 'every-day' | 'unknown' | { readonly from: CivilDate; readonly to: CivilDate };
  /** Money on the account at the end of that; null where the bank does not say. */
  readonly balance: Money | null;
};

export type GoalComparison = { readonly matched: number; readonly differences: readonly Difference[] };

type Compared = {
  readonly goal: GoalId;
  readonly account: string;
  readonly books: Pick<Books, 'accounts'>;
  /** By the names that the bank knows. */
  readonly booked: ReadonlyMap<string, Booked>;
};

/**
 * Compares a goal's books with what the bank says of its savings account, name by name: transfers by their key, interest
 * by the bank's reference. What is still pending in the books and already booked at the bank is only at the bank.
 */
export function compareWithBank(goal: Compared, bank: BankSide): GoalComparison {
  const differences: Difference[] = [];
  const names = new Map<string, BankSide['entries'][number][]>();
  for (const entry of bank.entries) {
    const name = entry.key ?? entry.reference;
    names.set(name, [...(names.get(name) ?? []), entry]);
  }
  let matched = 0;
  for (const [name, entries] of names) {
    const difference = compareName(goal, name, entries);
    if (difference === null) matched += 1;
    else differences.push(difference);
  }
  for (const [name, booked] of goal.booked) {
    if (names.has(name) || booked.amount === 0n || !isWithin(bank, booked)) continue;
    const [date = null] = booked.dates;
    const own = { date, dateInBooks: date, atBank: 0n, inBooks: booked.amount, entry: null };
    differences.push({ ...baseOf(goal, 'only-in-books', name), ...own });
  }
  if (differences.length === 0) differences.push(...compareBalance(goal, bank));
  return { matched, differences };
}

const NOTHING = { amount: 0n, dates: [] };

function compareName(goal: Compared, name: string, entries: BankSide['entries']): Difference | null {
  const atBank = sumMoney(entries.map(({ amount }) => amount));
  const { valueDate: date = null, kind: entry = null } = entries.at(-1) ?? {};
  const { amount: inBooks, dates }: Pick<Booked, 'amount' | 'dates'> = goal.booked.get(name) ?? NOTHING;
  const [dateInBooks = null] = dates;
  const found = { date, dateInBooks, atBank, inBooks, entry };
  if (atBank !== inBooks) {
    return { ...baseOf(goal, inBooks === 0n ? 'only-at-bank' : 'amount-differs', name), ...found };
  }
  const isOnDay = atBank === 0n || entries.some(({ valueDate }) => dates.includes(valueDate));
  return isOnDay ? null : { ...baseOf(goal, 'date-differs', name), ...found };
}

/** A statement of some days says nothing of the others. */
function isWithin({ period }: BankSide, { dates }: Booked): boolean {
  if (typeof period === 'string') return period === 'every-day';
  return dates.some((date) => period.from <= date && date <= period.to);
}

function compareBalance(goal: Compared, { balance, period }: BankSide): Difference[] {
  const { held } = positionOf(goal.books);
  if (balance === null || balance === held || period === 'unknown') return [];
  // What the books have after the statement's last day is not in its balance.
  const isLater = (to: CivilDate) => [...goal.booked.values()].some(({ dates }) => dates.some((date) => date > to));
  if (period !== 'every-day' && isLater(period.to)) return [];
  const found = { date: null, dateInBooks: null, atBank: balance, inBooks: held, entry: null };
  return [{ ...baseOf(goal, 'balance-differs', null), ...found }];
}

function baseOf({ goal, account }: Compared, kind: DifferenceKind, reference: string | null) {
  return { goal, account, kind, reference };
}
