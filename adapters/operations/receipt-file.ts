import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Receipt } from '../../src/ledger/index.js';
import { asClientId, asGoalId, invalidInput } from '../../src/shared/index.js';
import { fileProblem } from './file-problem.js';

const transferText = z.strictObject({
  id: z.string(),
  goal: z.string(),
  phase: z.string(),
  debit: z.string(),
  credit: z.string(),
  amount: z.string().regex(/^\d+\.\d\d$/),
  code: z.string(),
  refersTo: z.string(),
  subject: z.string(),
  reason: z.string(),
  valueDate: z.string(),
  recordedAt: z.string(),
});

const receiptSchema = z.strictObject({
  format: z.literal('jinaq-receipt/1'),
  goal: z.string().transform(asGoalId),
  client: z.string().transform(asClientId),
  issuedAt: z.string(),
  principal: z.string(),
  interest: z.string(),
  head: z.strictObject({ seq: z.int().nonnegative(), hash: z.string() }),
  links: z.array(
    z.strictObject({ seq: z.int().positive(), bodyHash: z.string(), transfer: transferText.exactOptional() }),
  ),
  signature: z.string(),
});

/**
 * Reads a receipt from a file, as `receipts issue` wrote it.
 *
 * @throws input.invalid
 */
export async function readReceipt(file: string): Promise<Receipt> {
  const parsed = receiptSchema.safeParse(parseJson(file, await readText(file, 'file')));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw invalidInput({ path: 'file', message: `${file} is not a receipt: ${issue?.path.join('.')} ${issue?.message}` });
}

/**
 * Takes a public key as PEM text, or from a file that holds it.
 *
 * @throws input.invalid
 */
export async function readPublicKey(key: string): Promise<string> {
  return key.includes('BEGIN PUBLIC KEY') ? key : readText(key, 'key');
}

async function readText(file: string, path: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw fileProblem(error, file, path);
  }
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalidInput({ path: 'file', message: `${file} is not JSON` });
  }
}
