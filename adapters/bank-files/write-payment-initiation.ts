import type { FileHandle } from 'node:fs/promises';
import { invalidInput, type Money } from '../../src/shared/index.js';
import {
  closeDocument,
  closeHeader,
  openDocument,
  type Payment,
  type PaymentHeader,
  paymentBlock,
  sumsOf,
} from './payment-xml.js';
import { writeWhole } from './whole-file.js';

/** A batch of payments on its way into a file. */
export type PaymentInitiation = PaymentHeader & {
  /** Where the file is to be. It appears there when it is complete, and replaces no other one. */
  readonly file: string;
  /** Those of one debtor account in a row share a block. Every key must be there once. */
  readonly payments: Iterable<Payment> | AsyncIterable<Payment>;
};

/** A complete file of payments. */
export type WrittenPayments = {
  readonly file: string;
  readonly messageId: string;
  readonly count: number;
  /** Tiyn. */
  readonly total: Money;
};

/** The most payments in one block, which waits in memory until its sums are known. */
const MAX_BLOCK = 1_000;
const BUFFER_LENGTH = 64 * 1024;
/** Room for the sums, which stand before the payments and are known after them. */
const SUMS_WIDTH = sumsOf(999_999_999_999_999, 10n ** 18n - 1n).length;

/**
 * Writes payments as a credit transfer initiation (ISO 20022 pain.001.001.09 or .03) for the bank to carry out: any
 * number of them, in bounded memory, with control sums, and the same bytes for the same payments.
 *
 * @throws input.invalid when there is no payment, or one that such a file cannot hold; then there is no file
 * @throws conflict when another file is there
 */
export async function writePaymentInitiation(initiation: PaymentInitiation): Promise<WrittenPayments> {
  const { file, messageId } = initiation;
  const sums = await writeWhole(file, (handle) => writeAll(handle, initiation));
  return { file, messageId, ...sums };
}

async function writeAll(handle: FileHandle, initiation: PaymentInitiation): Promise<{ count: number; total: Money }> {
  const top = openDocument(initiation);
  // White space between elements means nothing: what the sums do not need of their room may stay.
  let buffer = `${top}${' '.repeat(SUMS_WIDTH)}\n${closeHeader(initiation)}`;
  let count = 0;
  let total = 0n;
  let blocks = 0;
  for await (const group of groupsOf(initiation.payments)) {
    buffer += paymentBlock(initiation, (blocks += 1), group, count);
    count += group.length;
    for (const { amount } of group) total += amount;
    if (buffer.length >= BUFFER_LENGTH) {
      await handle.appendFile(buffer);
      buffer = '';
    }
  }
  if (count === 0) throw invalidInput({ path: 'payments', message: 'there is none to write' });
  await handle.appendFile(buffer + closeDocument());
  await handle.write(sumsOf(count, total), Buffer.byteLength(top));
  return { count, total };
}

/** Payments of one debtor account that follow each other. */
async function* groupsOf(payments: PaymentInitiation['payments']): AsyncGenerator<readonly Payment[]> {
  let group: Payment[] = [];
  for await (const payment of payments) {
    const isOther = group[0] !== undefined && (group[0].from !== payment.from || group[0].debtor !== payment.debtor);
    if (isOther || group.length === MAX_BLOCK) {
      yield group;
      group = [];
    }
    group.push(payment);
  }
  if (group.length > 0) yield group;
}
