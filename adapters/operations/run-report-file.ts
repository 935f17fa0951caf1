import { open, rename, rm } from 'node:fs/promises';
import type { RunLine } from '../../src/savings/index.js';
import { invalidInput } from '../../src/shared/index.js';
import { toJson } from './present.js';

/** A report of a run that is written while the run goes on. */
export type RunReportFile = {
  readonly add: (line: RunLine) => Promise<void>;
  /** Puts the report in its place; before that only `FILE.part` is there. */
  finish(): Promise<void>;
  /** Leaves no half a report behind. */
  abandon(): Promise<void>;
};

type Format = {
  readonly head: string;
  readonly line: (line: RunLine, isFirst: boolean) => string;
  readonly tail: string;
};

const COLUMNS = ['plan', 'goal', 'client', 'due', 'outcome', 'reason', 'amount', 'contribution'] as const;

const FORMATS: readonly (readonly [string, Format])[] = [
  ['.csv', { head: `${COLUMNS.join(',')}\n`, line: csvLine, tail: '' }],
  ['.json', { head: '[', line: (line, isFirst) => `${isFirst ? '\n' : ',\n'}${jsonText(line)}`, tail: '\n]\n' }],
];

/** So many characters are written at once. */
const CHUNK = 65_536;

/**
 * Opens a report that holds a line for each date of a plan, in constant memory.
 *
 * @throws input.invalid when the name ends neither in .csv nor in .json, or the file cannot be written
 */
export async function openRunReport(file: string): Promise<RunReportFile> {
  const format = FORMATS.find(([ending]) => file.endsWith(ending))?.[1];
  if (format === undefined) throw invalidInput({ path: 'report', message: 'must end in .csv or .json' });
  const part = `${file}.part`;
  const handle = await open(part, 'w').catch((error: unknown) => {
    throw cannotWrite(file, error);
  });
  let text = format.head;
  let isFirst = true;
  let written: Promise<unknown> = Promise.resolve();
  // One after the other. Failed once, it stays failed, and is told when the report is finished: the money has moved.
  const flush = (): Promise<unknown> => {
    const chunk = text;
    text = '';
    written = written.then(() => handle.writeFile(chunk));
    written.catch(() => undefined);
    return written.catch(() => undefined);
  };
  return {
    add: async (line) => {
      text += format.line(line, isFirst);
      isFirst = false;
      if (text.length >= CHUNK) await flush();
    },
    finish: async () => {
      text += format.tail;
      await flush();
      try {
        await written;
        await handle.close();
        await rename(part, file);
      } catch (error) {
        await handle.close().catch(() => undefined);
        throw cannotWrite(file, error);
      }
    },
    abandon: async () => {
      await flush();
      await handle.close();
      await rm(part, { force: true });
    },
  };
}

function csvLine(line: RunLine): string {
  const shown = toJson(line) as Readonly<Record<string, string | null>>;
  // Ids, dates, codes and amounts: nothing here needs a quote.
  return `${COLUMNS.map((name) => shown[name] ?? '').join(',')}\n`;
}

function jsonText(line: RunLine): string {
  return JSON.stringify(toJson(line));
}

function cannotWrite(file: string, error: unknown): Error {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'failed';
  return invalidInput({ path: 'report', message: `${file} cannot be written (${code})` });
}
