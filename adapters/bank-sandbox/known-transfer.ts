import type { BankRefusal, BankTransferCommand, BankTransferResult } from '../../src/savings/index.js';
import { DomainError, type Money } from '../../src/shared/index.js';
import { referenceOf } from './books.js';
import { dateOf, dayAt, dayOf } from './days.js';

/** A transfer that was booked, as it lies in the file. */
export type MovementRow = {
  readonly id: bigint;
  readonly from: string;
  readonly to: string;
  readonly amount: Money;
  readonly valueDay: bigint;
  readonly bookedMs: bigint;
  readonly purpose: string | null;
};

/** A transfer that was refused (`refusal`) or is under review (`dueMs`, then `refusal` is how the review will end). */
export type UnbookedRow = {
  readonly key: string;
  readonly from: string;
  readonly to: string;
  readonly amount: Money;
  /** null: the day on which it will be booked. */
  readonly valueDay: bigint | null;
  readonly purpose: string | null;
  readonly receivedMs: bigint;
  readonly refusal: BankRefusal | null;
  readonly dueMs: bigint | null;
};

/** A transfer whose key the bank has seen, with what became of it. */
export type KnownTransfer = {
  readonly from: string;
  readonly to: string;
  readonly amount: Money;
  readonly valueDay: number;
  /** The value day it got, or would have got, by not asking for one. */
  readonly defaultDay: number;
  readonly purpose: string | undefined;
  readonly result: BankTransferResult;
};

/** A booked transfer with the answer that was given for it. */
export function asBooked(row: MovementRow): KnownTransfer {
  const valueDay = Number(row.valueDay);
  const result = { status: 'completed', reference: referenceOf(row.id), valueDate: dateOf(valueDay) } as const;
  return { ...row, purpose: row.purpose ?? undefined, valueDay, defaultDay: dayAt(row.bookedMs), result };
}

/** A refused or held transfer with the answer that was given for it. */
export function asUnbooked(row: UnbookedRow): KnownTransfer {
  const { refusal, dueMs } = row;
  const defaultDay = dayAt(row.receivedMs);
  const isRefused = dueMs === null && refusal !== null;
  const result = isRefused ? ({ status: 'refused', reason: refusal } as const) : ({ status: 'held' } as const);
  const valueDay = row.valueDay === null ? defaultDay : Number(row.valueDay);
  return { ...row, purpose: row.purpose ?? undefined, valueDay, defaultDay, result };
}

/**
 * A key names one body for ever.
 *
 * @throws idempotency.key-reused naming the first field that differs
 */
export function requireSameBody(command: BankTransferCommand, known: KnownTransfer): void {
  // The file keeps the day, not whether it was asked for: a repetition on a later day without one still is the same.
  const valueDay = command.valueDate === undefined ? known.defaultDay : dayOf(command.valueDate);
  const isSame = {
    from: command.from === known.from,
    to: command.to === known.to,
    amount: command.amount === known.amount,
    valueDate: valueDay === known.valueDay,
    purpose: command.purpose === known.purpose,
  };
  const field = Object.entries(isSame).find(([, same]) => !same)?.[0];
  if (field !== undefined) throw keyReused(command.key, field);
}

/** The refusal of a key that came before with something else in the field. */
export function keyReused(key: string, field: string): DomainError {
  const message = `The key ${key} came before with another ${field}.`;
  return new DomainError('idempotency.key-reused', message, { details: { key, field } });
}
