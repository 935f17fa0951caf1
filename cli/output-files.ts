import { access, constants, mkdir, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { OperationName } from '../adapters/operations/index.js';
import { invalidInput } from '../src/shared/index.js';
import { codeOf } from './file-error.js';
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
 * Tells before a long piece of work whether its result can be written to a file, or into a folder that may be made later in
 * one that is there; only the disk can be full then.
 *
 * @throws input.invalid when nothing can be written there
 */
export async function requireOutput(kind: 'file' | 'folder', path: string, flag: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found !== undefined && found.isDirectory() !== (kind === 'folder')) {
    throw notWritten(path, flag, kind === 'file' ? 'EISDIR' : 'ENOTDIR');
  }
  try {
    await access(found === undefined ? dirname(path) : path, constants.W_OK);
  } catch (error) {
    throw notWritten(path, flag, codeOf(error));
  }
}

/** Makes a folder for what is written, unless it is there. Not the folders around it: a wrong name would make many. */
export async function makeOutputFolder(folder: string): Promise<void> {
  await mkdir(folder).catch((error: unknown) => {
    if (codeOf(error) !== 'EEXIST') throw error;
  });
}

function notWritten(file: string, flag: string, code: string): Error {
  return invalidInput({ path: flag.slice(2), message: `${file} cannot be written (${code})` });
}
