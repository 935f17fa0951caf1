import type { Money } from '../../src/shared/index.js';
import type { Fields } from './fields.js';
import { problemAt } from './problem-at.js';
import { asPart, asSingle, type EntryHead, readEntryHead } from './read-entry.js';
import { readBalance, readHead } from './read-statement.js';
import type {
  StatementBalance,
  StatementEnd,
  StatementEntry,
  StatementHead,
  StatementRecord,
} from './statement-records.js';
import type { AcceptedCurrency } from './values.js';

/** The entry that is being read. */
type OpenEntry = {
  readonly fields: Fields;
  readonly index: number;
  /** Known as soon as a second transaction shows that the entry is a collective one. */
  head?: EntryHead;
  /** The first transaction, as long as it may be the only one. */
  first?: Fields;
  transactions: number;
  sum: Money;
};

/** Makes the records of one statement out of its elements, handing out each as soon as it is complete. */
export class StatementBuilder {
  readonly #fields: Fields;
  readonly #index: number;
  readonly #accepted: AcceptedCurrency;
  readonly #emit: (record: StatementRecord) => void;
  readonly #balances = new Map<string, StatementBalance>();
  #head: StatementHead | undefined;
  #entry: OpenEntry | undefined;
  #entries = 0;
  #booked = 0;
  #sum: Money = 0n;
  readonly #currencies = new Set<string>();

  constructor(
    fields: Fields,
    options: { index: number; accepted: AcceptedCurrency; emit: (record: StatementRecord) => void },
  ) {
    this.#fields = fields;
    this.#index = options.index;
    this.#accepted = options.accepted;
    this.#emit = options.emit;
  }

  addBalance(fields: Fields): void {
    const balance = readBalance(fields, this.#accepted);
    if (balance === undefined) return;
    const [code, value] = balance;
    if (this.#head !== undefined) throw problemAt(fields.place, 'comes after the first entry');
    if (this.#balances.has(code)) throw problemAt(fields.place, `is a second balance ${code}`);
    this.#balances.set(code, value);
  }

  openEntry(fields: Fields): void {
    this.#openStatement();
    this.#entries += 1;
    this.#entry = { fields, index: this.#entries, transactions: 0, sum: 0n };
  }

  addTransaction(transaction: Fields): void {
    const entry = this.#entry;
    if (entry === undefined) return;
    entry.transactions += 1;
    if (entry.transactions === 1) {
      entry.first = transaction;
      return;
    }
    const head = (entry.head ??= this.#readEntry(entry));
    for (const each of entry.first === undefined ? [transaction] : [entry.first, transaction]) {
      const part = asPart(head, each, this.#accepted);
      entry.sum += part.amount;
      this.#emitEntry(part);
    }
    delete entry.first;
  }

  closeEntry(line: number): void {
    const entry = this.#entry;
    if (entry === undefined) return;
    this.#entry = undefined;
    const head = entry.head ?? this.#readEntry(entry);
    if (entry.transactions <= 1) return this.#emitEntry(asSingle(head, entry.first, line));
    if (entry.sum === head.amount) return;
    throw problemAt({ ...entry.fields.place, line }, `its ${entry.transactions} transactions do not add up to its Amt`);
  }

  close(): void {
    const { opening, closing } = this.#openStatement();
    for (const { currency } of [opening, closing].filter((balance) => balance !== undefined)) {
      this.#currencies.add(currency);
    }
    const isOneCurrency = this.#currencies.size <= 1;
    const isKnown = isOneCurrency && opening !== undefined && closing !== undefined;
    this.#emit({
      type: 'end',
      statement: this.#index,
      booked: this.#booked,
      sum: isOneCurrency ? this.#sum : undefined,
      isBalanced: isKnown ? opening.amount + this.#sum === closing.amount : undefined,
    } satisfies StatementEnd);
  }

  /** Account, period and balances stand before the entries. */
  #openStatement(): StatementHead {
    if (this.#head === undefined) {
      this.#head = readHead(this.#fields, { index: this.#index, balances: this.#balances, accepted: this.#accepted });
      this.#emit(this.#head);
    }
    return this.#head;
  }

  #readEntry({ fields, index }: OpenEntry): EntryHead {
    return readEntryHead(fields, { statement: this.#index, index, accepted: this.#accepted });
  }

  #emitEntry(entry: StatementEntry): void {
    if (entry.status === 'booked') {
      this.#booked += 1;
      this.#sum += entry.amount;
      this.#currencies.add(entry.currency);
    }
    this.#emit(entry);
  }
}
