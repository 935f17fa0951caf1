import type { Bank, BankStatement } from '../../src/savings/index.js';
import { DomainError, Unavailable } from '../../src/shared/index.js';
import { MINUTE_MS } from './durations.js';
import { OUTSIDE } from './scheduler.js';
import type { Hooks } from './process-crash.js';
import type { Surroundings } from './surroundings.js';

type Answer<T> =
  | { readonly status: 'lost' }
  | { readonly status: 'answered'; readonly value: T; readonly lateMs: number }
  | { readonly status: 'refused'; readonly error: DomainError };

/** The bank as one process sees it: every call waits for its turn, and may be lost, late, repeated or out of order. */
export function faultyBank(options: Surroundings, hooks: Hooks): Bank {
  const { bank, scheduler, faults, asked } = options;
  const { life, random } = hooks;

  const meet = async <T>(name: keyof Bank, work: () => Promise<T>): Promise<Answer<T>> => {
    // A process that dies may have sent its call, or not.
    if (hooks.dies(name, () => random.chance(0.5)) === 'before') return { status: 'lost' };
    if (faults.isBankDown() || faults.take('bank-loses-call', { call: name })) return { status: 'lost' };
    if (CHANGING.has(name) && faults.take('bank-acts-late')) {
      const afterMs = random.int(1, 24 * 60) * MINUTE_MS;
      // Nobody hears what comes of it, as little as of a call whose answer is lost.
      scheduler.at(scheduler.nowMs() + afterMs, () => scheduler.pass(OUTSIDE, 'bank', () => settled(work)));
      return { status: 'lost' };
    }
    if (name === 'transfer') await prepareTransfer(options);
    if (faults.take('bank-acts-twice', { call: name })) await settled(work);
    const answer = await answered(work);
    if (faults.take('bank-loses-answer', { call: name })) return { status: 'lost' };
    if (answer.status !== 'answered' || !faults.take('bank-answers-late')) return answer;
    return { ...answer, lateMs: random.int(1, 90) * MINUTE_MS };
  };
  const call = async <T>(name: keyof Bank, work: () => Promise<T>): Promise<T> => {
    options.tally.bankCalls += 1;
    const answer = await scheduler.pass(life, 'bank', () => meet(name, work));
    if (answer.status === 'refused') throw answer.error;
    if (answer.status === 'lost') throw new Unavailable('bank.unavailable', `The bank does not answer (${name}).`);
    if (answer.lateMs > 0) await scheduler.sleep(answer.lateMs);
    return answer.value;
  };
  return {
    mainAccount: (client) => call('mainAccount', () => bank.mainAccount(client)),
    openSavingsAccount: (command) => call('openSavingsAccount', () => bank.openSavingsAccount(command)),
    closeSavingsAccount: (account) => call('closeSavingsAccount', () => bank.closeSavingsAccount(account)),
    transfer: (command) => {
      asked.note(command.key, scheduler.clock.now());
      return call('transfer', async () => {
        const result = await bank.transfer(command);
        if (result.status === 'held') asked.hold(command.key);
        return result;
      });
    },
    transferStatus: (key) => call('transferStatus', () => bank.transferStatus(key)),
    balance: (account) => call('balance', () => bank.balance(account)),
    statement: (range) => call('statement', async () => mangled(await bank.statement(range), options)),
    transactions: (range) => call('transactions', () => bank.transactions(range)),
  };
}

const CHANGING: ReadonlySet<keyof Bank> = new Set(['openSavingsAccount', 'closeSavingsAccount', 'transfer']);

/** Refusing and holding are the bank's own doing: it remembers them. */
async function prepareTransfer({ bank, faults }: Surroundings): Promise<void> {
  const reason = faults.take('bank-refuses')?.random.pick(['blocked', 'limit', 'account-closed'] as const);
  if (reason !== undefined) await bank.injectFault({ on: 'transfer', kind: 'refuse', reason });
  if (faults.take('bank-holds')) await bank.injectFault({ on: 'transfer', kind: 'held' });
}

/** A statement with a line too few or too many; its sums are those of the right one. */
function mangled(statement: BankStatement, { faults }: Surroundings): BankStatement {
  const { entries } = statement;
  if (entries.length === 0) return statement;
  const dropping = faults.take('bank-drops-line');
  const without = dropping?.random.int(0, entries.length - 1);
  if (without !== undefined) return { ...statement, entries: entries.filter((_entry, index) => index !== without) };
  const twice = faults.take('bank-doubles-line')?.random.int(0, entries.length - 1);
  if (twice === undefined) return statement;
  return { ...statement, entries: entries.flatMap((entry, index) => (index === twice ? [entry, entry] : [entry])) };
}

async function answered<T>(work: () => Promise<T>): Promise<Answer<T>> {
  try {
    return { status: 'answered', value: await work(), lateMs: 0 };
  } catch (error) {
    if (error instanceof DomainError) return { status: 'refused', error };
    throw error;
  }
}

async function settled(work: () => Promise<unknown>): Promise<void> {
  await answered(work);
}
