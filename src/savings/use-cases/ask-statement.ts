import { sumMoney, Unavailable } from '../../shared/index.js';
import type { Bank, BankStatement, StatementRange } from '../ports/bank.js';

/**
 * Asks the bank for a statement and takes it only when it adds up: with a line too few interest would never be booked,
 * with one twice it would be booked twice. A statement that does not add up is as good as none: it is asked for again.
 *
 * @throws bank.statement-broken when opening balance and entries do not come to the closing balance, or an entry is
 * there twice
 * @throws bank.unavailable
 */
export async function askForStatement(bank: Pick<Bank, 'statement'>, range: StatementRange): Promise<BankStatement> {
  const statement = await bank.statement(range);
  const { opening, closing, entries } = statement;
  const isWhole = opening + sumMoney(entries.map(({ amount }) => amount)) === closing;
  const isOnceEach = new Set(entries.map(({ reference }) => reference)).size === entries.length;
  if (isWhole && isOnceEach) return statement;
  const problem = isWhole ? 'has an entry twice' : 'does not add up to its closing balance';
  const message = `The bank's statement of ${range.account} from ${range.from} to ${range.to} ${problem}.`;
  throw new Unavailable('bank.statement-broken', message, { details: { ...range } });
}
