import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Actor } from '../../src/access/index.js';
import { asExportId, type ExportedPayment, type ExportReport, type PaymentBatch } from '../../src/savings/index.js';
import { type CivilDate, invalidInput, parseUuid } from '../../src/shared/index.js';
import { type Payment, type PaymentVersion, writePaymentInitiation } from '../bank-files/index.js';
import type { OperationContext } from './operation.js';

/** Which transfers go into payment files, and what the files say of us. */
export type PaymentFileOrder = {
  readonly date: CivilDate;
  /** The folder of the files; made when it is not there. */
  readonly out: string;
  readonly version?: PaymentVersion | undefined;
  /** The id of an earlier export whose file is wanted again. */
  readonly again?: string | undefined;
  /** Who sends the file; Jinaq when absent. */
  readonly initiator?: string | undefined;
  /** BIC of the bank. */
  readonly bic?: string | undefined;
};

/** What was exported, with the file of each export. */
export type PaymentFiles = Omit<ExportReport, 'exports'> & {
  readonly files: readonly (PaymentBatch & { readonly file: string })[];
};

/** The longest name that a payment file holds, in characters. */
const MAX_NAME_LENGTH = 140;

/**
 * Writes the transfers of a day into a payment file (pain.001). The name of the file and of its message are those of the
 * export, so that writing it again makes the same file, and a bank takes it once.
 *
 * @throws input.invalid not-found conflict, and then an export waits for its file until the next run
 */
export async function exportTransfers(
  { useCases, onProgress, signal }: OperationContext,
  actor: Actor,
  { date, out, version = '09', again, initiator = 'Jinaq', bic: agentBic }: PaymentFileOrder,
): Promise<PaymentFiles> {
  const fileOf = ({ id }: Pick<PaymentBatch, 'id'>) => join(out, `pain.001-${date}-${id}.xml`);
  const { exports, ...report } = await useCases.exportTransfers.execute({
    actor,
    date,
    again: again === undefined ? undefined : asExportId(parseUuid(again, 'again')),
    onProgress: (done) => onProgress?.({ done, refused: 0 }),
    isInterrupted: () => signal?.aborted === true,
    write: async (batch, payments) => {
      await makeFolder(out);
      await writePaymentInitiation({
        ...{ file: fileOf(batch), version, initiator, agentBic },
        // A UUID has one character more than a message may be named by.
        messageId: batch.id.replaceAll('-', ''),
        createdAt: batch.createdAt,
        executionDate: batch.executionDate,
        payments: asPayments(payments),
      });
    },
  });
  return { ...report, files: exports.map((batch) => ({ ...batch, file: fileOf(batch) })) };
}

async function* asPayments(payments: AsyncIterable<ExportedPayment>): AsyncGenerator<Payment> {
  for await (const { debtor, creditor, ...payment } of payments) {
    yield { ...payment, debtor: fitName(debtor), creditor: fitName(creditor) };
  }
}

/** A name is there for people: rather a shorter one than no file. */
function fitName(name: string | null): string | undefined {
  const text = Array.from((name ?? '').replace(/[\p{C}\p{Z}]+/gu, ' ').trim())
    .slice(0, MAX_NAME_LENGTH)
    .join('');
  return text === '' ? undefined : text;
}

async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'failed';
    throw invalidInput({ path: 'out', message: `${path} cannot be made (${code})` });
  }
}
