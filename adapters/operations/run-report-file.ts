import { type FileHandle, open, rename, rm } from 'node:fs/promises';
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

/** So many characters wait to be written at most, and those of the lines that are in hand. */
const MAX_WAITING = 65_536;

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
  const writer = createWriter(handle);
  writer.add(format.head);
  let isFirst = true;
  return {
    add: async (line) => {
      const isBehind = writer.add(format.line(line, isFirst));
      isFirst = false;
      if (isBehind) await writer.flush();
    },
    finish: async () => {
      writer.add(format.tail);
      await writer.flush();
      await handle.close();
      if (writer.failure() !== undefined) throw cannotWrite(file, writer.failure());
      await rename(part, file).catch((error: unknown) => {
        throw cannotWrite(file, error);
      });
    },
    abandon: async () => {
      await writer.flush();
      await handle.close();
      await rm(part, { force: true });
    },
  };
}

/** Writes at once what comes while nothing is being written, and together what comes meanwhile. */
function createWriter(handle: FileHandle) {
  let text = '';
  let failure: unknown;
  let writing: Promise<void> | undefined;
  const drain = async (): Promise<void> => {
    try {
      while (text !== '') {
        const chunk = text;
        text = '';
        await handle.writeFile(chunk);
      }
    } catch (error) {
      // Told when the report is finished, not before: the money has moved.
      failure = error;
    }
    // In the same tick in which nothing was left: what comes after it starts a new one.
    writing = undefined;
  };
  const flush = async (): Promise<void> => {
    if (writing === undefined && text !== '') writing = drain();
    await writing;
  };
  return {
    flush,
    failure: () => failure,
    /** Whether so much waits to be written that more should wait for it. */
    add: (more: string): boolean => {
      if (failure !== undefined) return false;
      text += more;
      void flush();
      return text.length >= MAX_WAITING;
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
