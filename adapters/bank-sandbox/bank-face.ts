import { setTimeout as sleep } from 'node:timers/promises';
import type { Bank } from '../../src/savings/index.js';
import { DomainError, Unavailable } from '../../src/shared/index.js';
import type { Verdict } from './faults.js';
import type { Parts } from './parts.js';
import type { Turn } from './turn.js';

type Call<T> = (turn: Turn, verdict: Verdict) => T;

/** The bank as Jinaq sees it: the port, with the faults that wait for its calls. */
export function createBankFace(parts: Parts): Bank {
  const { accounts, faults, interest, savings, statements, transfers, writer } = parts;
  const call = <T>(name: keyof Bank, work: Call<T>) => answer(parts, name, work);

  // A question needs no write lock unless a fault has to be counted, a review that has ended has to be booked, or
  // nothing is there yet.
  const ask = async <T>(name: keyof Bank, read: () => T | undefined, work: Call<T>): Promise<T> => {
    const isQuiet = () => !faults.concern(name) && !transfers.hasDue(parts.clock.now().getTime());
    const value = await writer.read(() => (isQuiet() ? read() : undefined));
    return value ?? call(name, work);
  };
  const question = <T>(name: keyof Bank, read: () => T) => ask(name, read, read);

  return {
    mainAccount: (client) =>
      ask(
        'mainAccount',
        () => accounts.mainNumber(client),
        ({ today }) => accounts.openMain(client, today),
      ),
    openSavingsAccount: (command) => call('openSavingsAccount', (turn) => savings.open(command, turn)),
    closeSavingsAccount: (account) =>
      call('closeSavingsAccount', (turn) => ({
        account,
        interest: interest.close(accounts.requireSavings(account), turn),
      })),
    transfer: (command) => call('transfer', (turn, verdict) => transfers.transfer(command, turn, verdict)),
    transferStatus: (key) => question('transferStatus', () => transfers.status(key)),
    balance: (account) => question('balance', () => accounts.require(account).balance),
    statement: (range) => question('statement', () => statements.statement(range)),
    transactions: (range) => question('transactions', () => statements.statement(range).entries),
  };
}

/** Does the work of a call and hands out its answer as the fault that meets the call will have it. */
async function answer<T>({ faults, writer }: Parts, name: keyof Bank, work: Call<T>): Promise<T> {
  const { verdict, result } = await writer.write((turn) => {
    const verdict = faults.verdictOn(name);
    return {
      verdict,
      result: isLostOnTheWay(verdict) ? undefined : resultOf(name, verdict, () => work(turn, verdict)),
    };
  });
  if (verdict.lateMs > 0) await sleep(verdict.lateMs);
  if (result === undefined || verdict.kind === 'timeout-after-debit') {
    throw new Unavailable('bank.unavailable', `The bank does not answer (${name}).`, { details: { call: name } });
  }
  if ('refusal' in result) throw result.refusal;
  return result.value;
}

function isLostOnTheWay({ kind }: Verdict): boolean {
  return kind === 'down' || kind === 'timeout-before-debit';
}

/** The refusal is a value here, so that a call whose answer is lost does not tell it. */
function resultOf<T>(name: keyof Bank, verdict: Verdict, work: () => T): { value: T } | { refusal: DomainError } {
  try {
    // A transfer has its own word for no; of the other calls none is done.
    if (verdict.kind === 'refuse' && name !== 'transfer') throw refused(name, verdict);
    if (verdict.kind === 'duplicate-answer') work();
    return { value: work() };
  } catch (error) {
    if (error instanceof DomainError) return { refusal: error };
    throw error;
  }
}

function refused(name: keyof Bank, { reason = 'blocked' }: Verdict): DomainError {
  return new DomainError('bank.refused', `The bank refused (${name}): ${reason}.`, { details: { call: name, reason } });
}
