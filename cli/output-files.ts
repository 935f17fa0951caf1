import { access, constants, mkdir, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { OperationName } from '../adapters/operations/index.js';
import { invalidInput } from '../src/shared/index.js';
import { statementCsv } from './render/books.js';
import { scheduleCsv } from './render/plan-proposal.js';
import type { ResultOf } from './render/result.js';
import type { View } from './render/style.js';
import { progressSvg } from './render/svg.js';

type OutputFile<Result> = {
  /** The option that names the file. */
  readonly flag: string;
  readonly text: string;
  readonly content: (result: Result, view: View) => string;
};

type OutputFiles = { readonly [Name in OperationName]?: OutputFile<ResultOf<Name>> };

const OUTPUT_FILES: OutputFiles = {
  'goals.progress': { flag: '--svg', text: 'write the chart as a picture (SVG) to this file', content: progressSvg },
  'ledger.statement': { flag: '--csv', text: 'write the entries as CSV to this file', content: statementCsv },
  'plans.propose': { flag: '--csv', text: 'write the schedule as CSV to this file', content: scheduleCsv },
  'receipts.issue': { flag: '--out', text: 'write the receipt to this file', content: receiptJson },
};

/** The file that an operation’s result can be written to as well; undefined for most operations. */
export function outputFileOf(name: string): OutputFile<unknown> | undefined {
  return OUTPUT_FILES[name as OperationName] as OutputFile<unknown> | undefined;
}

/** A receipt as it is kept and checked. */
export function receiptJson(receipt: unknown): string {
  return `${JSON.stringify(receipt, null, 2)}\n`;
}

/**
 * Writes a result to a file that was named by a flag.
 *
 * @throws input.invalid when the file cannot be written
 */
export async function writeOutputFile(file: string, flag: string, content: string): Promise<void> {
  try {
    await writeFile(file, content);
  } catch (error) {
    throw notWritten(file, flag, codeOf(error));
  }
}

/**
 * Tells before a long piece of work whether its result can be written to a file; only the disk can be full then.
 *
 * @throws input.invalid when the file cannot be written
 */
export async function requireOutputFile(file: string, flag: string): Promise<void> {
  const found = await stat(file).catch(() => undefined);
  if (found?.isDirectory()) throw notWritten(file, flag, 'EISDIR');
  await requireWritable(found === undefined ? dirname(file) : file, { file, flag });
}

/**
 * The same for a folder, which may be made later in one that is there.
 *
 * @throws input.invalid when nothing can be written into it
 */
export async function requireOutputFolder(folder: string, flag: string): Promise<void> {
  const found = await stat(folder).catch(() => undefined);
  if (found?.isDirectory() === false) throw notWritten(folder, flag, 'ENOTDIR');
  await requireWritable(found === undefined ? dirname(folder) : folder, { file: folder, flag });
}

/** Makes a folder for what is written, unless it is there. Not the folders around it: a wrong name would make many. */
export async function makeOutputFolder(folder: string): Promise<void> {
  await mkdir(folder).catch((error: unknown) => {
    if (codeOf(error) !== 'EEXIST') throw error;
  });
}

async function requireWritable(
  path: string,
  { file, flag }: { readonly file: string; readonly flag: string },
): Promise<void> {
  try {
    await access(path, constants.W_OK);
  } catch (error) {
    throw notWritten(file, flag, codeOf(error));
  }
}

function notWritten(file: string, flag: string, code: string): Error {
  return invalidInput({ path: flag.slice(2), message: `${file} cannot be written (${code})` });
}

/** Why a file could not be used, in the word of the system: `ENOENT`, `EACCES`. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'failed';
}
