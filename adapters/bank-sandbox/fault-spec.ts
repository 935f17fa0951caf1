import type { Bank, BankRefusal } from '../../src/savings/index.js';
import { invalidInput } from '../../src/shared/index.js';

/** What can go wrong with a call; `FaultSpec` says what each of them means. */
export const FAULT_KINDS = [
  'refuse',
  'timeout-before-debit',
  'timeout-after-debit',
  'duplicate-answer',
  'held',
  'slow',
  'down',
] as const;

/** One of `FAULT_KINDS`. */
export type FaultKind = (typeof FAULT_KINDS)[number];

/** A fault to come. It is kept in the bank's file, so that it also meets the process that comes after a crash. */
export type FaultSpec = {
  /** The call of the bank port that it meets; `any` is every call. */
  readonly on: keyof Bank | 'any';
  /**
   * `refuse`: the bank says no, with `reason`. `timeout-before-debit`, `down`: `bank.unavailable`, nothing was done.
   * `timeout-after-debit`: `bank.unavailable`, but it was done. `duplicate-answer`: the call arrives twice inside the
   * bank. `held`: the transfer waits for review. `slow`: the right answer, `delayMs` later.
   */
  readonly kind: FaultKind;
  /** It meets the nth such call from now on; 1, the next one, when absent. */
  readonly nth?: number | undefined;
  /** How many calls it meets: 1 when absent, without end when `rate` is given. Infinity is allowed. */
  readonly times?: number | undefined;
  /** Why a refused transfer was refused (`blocked` when absent). A held transfer with a reason is refused in the end. */
  readonly reason?: BankRefusal | undefined;
  /** `slow`: real milliseconds, 50 when absent. `held`: milliseconds of the clock, 5 working days when absent. */
  readonly delayMs?: number | undefined;
  /** Meets each call only with this probability, 0 to 1; which ones is fixed by the seed of the bank. */
  readonly rate?: number | undefined;
};

/** The calls of the bank port that a fault can meet; `any` is every call. */
export const FAULT_CALLS = [
  'mainAccount',
  'openSavingsAccount',
  'closeSavingsAccount',
  'transfer',
  'transferStatus',
  'balance',
  'statement',
  'transactions',
  'any',
] as const satisfies readonly FaultSpec['on'][];

const REFUSALS = [
  'insufficient-funds',
  'account-closed',
  'account-unknown',
  'limit',
  'blocked',
] as const satisfies readonly BankRefusal[];

/**
 * Checks a fault that somebody wrote.
 *
 * @throws input.invalid naming the field
 */
export function checkFault(spec: FaultSpec): void {
  const { on, kind, nth = 1, times = 1, rate = 1, delayMs = 0 } = spec;
  const wrong = (path: string, message: string) => invalidInput({ path, message });
  if (!FAULT_KINDS.includes(kind)) throw wrong('kind', `is none of ${FAULT_KINDS.join(', ')}`);
  if (!FAULT_CALLS.includes(on)) throw wrong('on', `is none of ${FAULT_CALLS.join(', ')}`);
  if (kind === 'held' && on !== 'transfer') throw wrong('kind', 'only a transfer can be held');
  if (!Number.isSafeInteger(nth) || nth < 1) throw wrong('nth', 'is a whole number from 1');
  if (times !== Number.POSITIVE_INFINITY && (!Number.isSafeInteger(times) || times < 1)) {
    throw wrong('times', 'is a whole number from 1, or Infinity');
  }
  if (!(rate >= 0 && rate <= 1)) throw wrong('rate', 'is a probability from 0 to 1');
  if (!Number.isSafeInteger(delayMs) || delayMs < 0) throw wrong('delayMs', 'is a whole number of milliseconds');
  if (spec.reason !== undefined && !REFUSALS.includes(spec.reason)) {
    throw wrong('reason', `is none of ${REFUSALS.join(', ')}`);
  }
}
