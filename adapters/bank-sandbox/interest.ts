import { maxMoney, type Money, sumMoney } from '../../src/shared/index.js';
import { accrue, toTiyn } from './accrual.js';
import type { AccountRow, Accounts } from './accounts.js';
import type { Books } from './books.js';
import { monthEnd, monthStart } from './days.js';
import type { InterestState } from './interest-state.js';
import type { Turn } from './turn.js';
import type { ValueDays } from './value-days.js';

/** What one piece of an interest run has credited. */
export type InterestCredited = { readonly entries: number; readonly total: Money };

/** Days that bear interest, and the day on which it is credited. */
type Period = { readonly from: number; readonly to: number; readonly creditDay: number };

const NOTHING: InterestCredited = { entries: 0, total: 0n };

/**
 * Credits the interest of the savings accounts: of each month on the first day of the next one, each month once.
 * What turns up later for a month already credited is corrected with the next credit, as an entry of its own. A
 * correction earns from the day on which it would have been credited in time, so that in the end everybody has what they
 * would have had.
 */
export class Interest {
  readonly #accounts: Accounts;
  readonly #books: Books;
  readonly #days: ValueDays;
  readonly #state: InterestState;

  constructor(accounts: Accounts, books: Books, days: ValueDays, state: InterestState) {
    this.#accounts = accounts;
    this.#books = books;
    this.#days = days;
    this.#state = state;
  }

  /**
   * Credits the next few accounts in the order of their rows, of those that have months to credit.
   *
   * @returns `last`, the row after which to go on; undefined when all are done
   */
  creditSome(
    { after, day, limit }: { readonly after: bigint; readonly day: number; readonly limit: number },
    turn: Turn,
  ): InterestCredited & { readonly last?: bigint | undefined } {
    const ids = this.#state.behind({ after, endedDay: monthStart(day) - 1, limit });
    const credited = ids.reduce((sum, id) => add(sum, this.#creditMonths(id, day, turn)), NOTHING);
    return { ...credited, last: ids.at(-1) };
  }

  /** Credits every month of one account that has ended before the day and was not credited yet. */
  #creditMonths(id: bigint, day: number, turn: Turn): InterestCredited {
    let credited = NOTHING;
    for (;;) {
      const account = this.#accounts.byId(id);
      const from = Number(account.settledDay) + 1;
      const to = monthEnd(from);
      if (to >= day) return credited;
      credited = add(credited, this.#creditPeriod(account, { from, to, creditDay: to + 1 }, turn));
    }
  }

  /**
   * Credits interest to date (the day of closing earns nothing) and closes the account: it takes no more money, and
   * pays out what is on it. A closed account answers its closing interest again.
   *
   * @returns all interest credited by the closing, in tiyn
   */
  close(account: AccountRow, turn: Turn): Money {
    const savings = this.#state.require(account);
    if (account.closedDay !== null) return savings.closingInterest ?? 0n;
    const { total } = savings.isMonthly === 1n ? this.#closeMonthly(account, turn) : this.#payAll(account, turn);
    this.#accounts.setClosed(account, turn.today);
    this.#state.close(account, total);
    return total;
  }

  #closeMonthly({ id }: AccountRow, turn: Turn): InterestCredited {
    const months = this.#creditMonths(id, turn.today, turn);
    const account = this.#accounts.byId(id);
    const period = { from: Number(account.settledDay) + 1, to: turn.today - 1, creditDay: turn.today };
    return add(months, this.#creditPeriod(account, period, turn));
  }

  /** Without capitalisation the interest of all days is one sum, rounded once. */
  #payAll(account: AccountRow, turn: Turn): InterestCredited {
    const from = this.#days.firstDay(account) ?? turn.today;
    const period = { from, to: turn.today - 1, creditDay: turn.today };
    return credit(this.#pay(account, period, toTiyn(this.#accrue(account, period, 0n).accrued), turn));
  }

  #creditPeriod(account: AccountRow, period: Period, turn: Turn): InterestCredited {
    const { opening, late, corrected } = this.#correct(account, period, turn);
    const { accrued, closing } = this.#accrue(account, period, opening + late);
    this.#state.settle(account, period.to, closing - late);
    const due = toTiyn(accrued);
    const paid = this.#pay(account, period, due, turn);
    if (paid !== due) this.#state.markDirty(account, period.from);
    return add(corrected, credit(paid));
  }

  /** Pays or takes back what the months already credited should have had more or less, month by month. */
  #correct(
    account: AccountRow,
    { from: firstDay, creditDay }: Period,
    turn: Turn,
  ): { opening: Money; late: Money; corrected: InterestCredited } {
    const { dirtyDay, settledBalance } = this.#state.require(account);
    if (dirtyDay === null) return { opening: settledBalance, late: 0n, corrected: NOTHING };
    const settledDay = Number(account.settledDay);
    const opening = this.#days.balanceAt(account, settledDay);
    let corrected = NOTHING;
    this.#state.clearDirty(account);
    for (let from = monthStart(Number(dirtyDay)); from <= settledDay; from = monthEnd(from) + 1) {
      const period = { from, to: monthEnd(from), creditDay };
      // Read anew: the correction of the month before has changed the balance.
      const balance = this.#days.balanceAt(this.#accounts.byId(account.id), from - 1);
      const { accrued } = this.#accrue(account, period, balance + this.#state.creditedLate(account, from));
      const due = toTiyn(accrued) - this.#state.credited(account, from);
      const paid = this.#pay(account, period, due, turn);
      if (paid !== due) this.#state.markDirty(account, from);
      corrected = add(corrected, credit(paid));
    }
    return { opening, late: this.#state.creditedLate(account, firstDay), corrected };
  }

  #accrue(account: AccountRow, { from, to }: Period, opening: Money): { accrued: bigint; closing: Money } {
    const entries = this.#days.entries(account, from, to);
    const accrued = accrue({ from, to, opening, entries, rates: this.#state.rates(account) });
    return { accrued, closing: opening + sumMoney(entries.map(({ amount }) => amount)) };
  }

  /** Books interest. Too much of an earlier month is taken back only as far as the money is still there. */
  #pay({ id }: AccountRow, { from, creditDay }: Period, due: Money, turn: Turn): Money {
    // Read anew: an earlier correction of the same run may have changed the balance.
    const account = this.#accounts.byId(id);
    const amount = maxMoney(due, account.reserved - account.balance);
    if (amount === 0n) return 0n;
    const world = this.#accounts.world();
    const [debit, credit] = amount > 0n ? [world, account] : [account, world];
    const size = amount > 0n ? amount : -amount;
    this.#books.book({ debit, credit, amount: size, kind: 'interest', valueDay: creditDay, bookedMs: turn.nowMs });
    this.#state.record(account, { month: monthStart(from), creditDay, amount });
    return amount;
  }
}

function credit(amount: Money): InterestCredited {
  return { entries: amount === 0n ? 0 : 1, total: amount };
}

function add(a: InterestCredited, b: InterestCredited): InterestCredited {
  return { entries: a.entries + b.entries, total: a.total + b.total };
}
