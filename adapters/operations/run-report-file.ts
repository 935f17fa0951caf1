import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
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

/**
 * Opens a report that holds a line for each date of a plan, in constant memory.
 *
 * @throws input.invalid when the name ends neither in .csv nor in .json, or the file cannot be written
 */
export async function openRunReport(file: string): Promise<RunReportFile> {
  const format = FORMATS.find(([ending]) => file.endsWith(ending))?.[1];
  if (format === undefined) throw invalidInput({ path: 'report', message: 'must end in .csv or .json' });
  const part = `${file}.part`;
  const stream = createWriteStream(part);
  try {
    await once(stream, 'open');
  } catch (error) {
    throw cannotWrite(file, error);
  }
  // Told when the report is finished or the next line is added; without a listener it would end the process.
  stream.on('error', () => undefined);
  const write = createWrite(stream);
  let isFirst = true;
  await write(format.head);
  return {
    add: async (line) => {
      const text = format.line(line, isFirst);
      isFirst = false;
      await write(text);
    },
    finish: async () => {
      await write(format.tail);
      await end(stream);
      if (stream.errored !== null) throw cannotWrite(file, stream.errored);
      await rename(part, file);
    },
    abandon: async () => {
      await end(stream);
      await rm(part, { force: true });
    },
  };
}

/** Writes as fast as the disk takes it: all who write while it is full wait for the same moment. */
function createWrite(stream: WriteStream): (text: string) => Promise<void> {
  let drained: Promise<unknown> | undefined;
  return async (text) => {
    if (stream.errored !== null || stream.write(text)) return;
    drained ??= Promise.race([once(stream, 'drain'), once(stream, 'close')]).finally(() => {
      drained = undefined;
    });
    await drained;
  };
}

async function end(stream: WriteStream): Promise<void> {
  if (stream.closed) return;
  stream.end();
  await once(stream, 'close');
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
