import { Batcher, DomainError, type GoalId, type Outcome, type Store } from '../../shared/index.js';
import type { Bank, BankTransferCommand, BankTransferStatus } from '../ports/bank.js';
import type { OutflowTx } from '../ports/outflow-tx.js';
import type { SavingsPorts } from '../ports/index.js';

/**
 * What the bank said of a transfer. With `error` nobody knows what became of it: `Unavailable` when the bank was silent,
 * anything else when it does not want to hear of it.
 */
export type BankWord = BankTransferStatus & { readonly error?: DomainError };

/** A transfer to ask about. */
export type Question = {
  readonly order: BankTransferCommand;
  /** The goal that stops it while a dispute has frozen it; null where nothing does. */
  readonly frozenWith: GoalId | null;
};

type AskDeps = Pick<SavingsPorts, 'bank' | 'clock'> & { readonly store: Store<OutflowTx> };

/** Asks about a transfer, and sends it when that is needed. */
export type Asking = (question: Question) => Promise<BankWord>;

/**
 * A way to ask for the outcome of transfers that sends again what has not arrived yet: the same key never moves money
 * twice. What a payment file has is only asked for: it comes to the bank with the file. Questions that are asked together
 * share the transactions in which transfers are given to calls.
 */
export function createAsking({ store, bank, clock }: AskDeps): Asking {
  const giving = new Batcher<Question, boolean>({
    flush: (questions) => store.transact((tx) => giveToCalls(tx, questions, clock.now())),
  });
  return async (question) => {
    const word = await askBank(bank, question.order.key);
    if (word.status !== 'unseen' || word.error !== undefined) return word;
    return (await giving.submit(question)) ? sendToBank(bank, question.order) : word;
  };
}

/** Asks for the outcome of a transfer. */
export function askBank(bank: Bank, key: string): Promise<BankWord> {
  return unlessSilent(() => bank.transferStatus(key));
}

/** Sends a transfer under its key. */
export function sendToBank(bank: Bank, order: BankTransferCommand): Promise<BankWord> {
  return unlessSilent(() => bank.transfer(order));
}

/**
 * Notes which of these are given to calls now: all but those that a payment file has, and those that a dispute stops. What
 * was asked before is asked again here: while the bank was answering, a dispute may have been opened.
 */
async function giveToCalls(
  tx: OutflowTx,
  questions: readonly Question[],
  now: Date,
): Promise<readonly Outcome<boolean>[]> {
  const frozen = await frozenAmong(tx, questions);
  const dispatches = await tx.exports.dispatches(questions.map(({ order }) => order.key));
  const isFree = ({ order: { key }, frozenWith }: Question) =>
    (dispatches.get(key)?.export ?? null) === null && (frozenWith === null || !frozen.has(frozenWith));
  await tx.exports.dispatch(questions.filter(isFree).map(({ order: { key } }) => ({ key, export: null, at: now })));
  return questions.map((question) => ({ status: 'completed', value: isFree(question) }));
}

/** The goals that stop some of these because a dispute has frozen them, as they stand in the running transaction. */
export async function frozenAmong(
  tx: OutflowTx,
  questions: readonly Pick<Question, 'frozenWith'>[],
): Promise<ReadonlySet<GoalId>> {
  const goals = await tx.goals.findMany([...new Set(questions.flatMap(({ frozenWith }) => frozenWith ?? []))]);
  return new Set([...goals.values()].flatMap(({ id, frozen }) => (frozen ? [id] : [])));
}

/**
 * Money may have moved where the bank gives no answer, or one that is none: what was asked for stays pending until it
 * can be asked again. Above all no caller is told that the bank does not accept our key, and pays again with another.
 */
async function unlessSilent(ask: () => Promise<BankTransferStatus>): Promise<BankWord> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof DomainError) return { status: 'unseen', error };
    throw error;
  }
}
