import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { invalidInput } from '../../src/shared/index.js';

export type CsvColumns = { readonly required: readonly string[]; readonly optional: readonly string[] };
export type CsvRecord = { readonly line: number; readonly values: Readonly<Record<string, string | undefined>> };

type ParsedRecord = { readonly info: { readonly lines: number }; readonly record: Record<string, string> };

/**
 * Reads a CSV file record by record in constant memory: UTF-8 with or without a byte order mark, comma or semicolon,
 * any line ends. Empty cells count as absent.
 *
 * @throws input.invalid for a file that cannot be read, a missing or unknown column, a broken quote
 */
export async function* readCsv(file: string, columns: CsvColumns): AsyncGenerator<CsvRecord> {
  let hasHeader = false;
  const parser = parse({
    bom: true,
    delimiter: [',', ';'],
    columns: (header: string[]) => {
      hasHeader = true;
      return checkHeader(
        header.map((name) => name.trim()),
        columns,
      );
    },
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    trim: true,
  });
  // The parser is destroyed with the error when the file cannot be read, and the loop below then throws it.
  const source = pipeline(createReadStream(file), parser, () => undefined);
  try {
    for await (const { info, record } of source as AsyncIterable<ParsedRecord>) {
      const values = Object.entries(record).filter(([, value]) => value !== '');
      yield { line: info.lines, values: Object.fromEntries(values) };
    }
  } catch (error) {
    throw readError(file, error);
  }
  if (!hasHeader) throw invalidInput({ path: 'file', message: `${file} is empty` });
}

const NEWLINE = 0x0a;

/**
 * About how many records a file holds, for the time that is left: its lines without the header.
 *
 * @returns undefined for what can be read only once, such as a pipe, and for what cannot be read
 */
export async function countRecords(file: string): Promise<number | undefined> {
  try {
    if (!(await stat(file)).isFile()) return undefined;
    let newlines = 0;
    let last = NEWLINE;
    for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
      for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, at + 1)) newlines += 1;
      last = chunk.at(-1) ?? last;
    }
    return Math.max(0, newlines - (last === NEWLINE ? 1 : 0));
  } catch {
    // readCsv opens the same file and says what is wrong with it.
    return undefined;
  }
}

function checkHeader(header: readonly string[], { required, optional }: CsvColumns): string[] {
  const missing = required.filter((name) => !header.includes(name));
  const unknown = header.filter((name) => !required.includes(name) && !optional.includes(name));
  const doubled = header.filter((name, index) => header.indexOf(name) !== index);
  const problems = [
    ...missing.map((name) => ({ path: 'file', message: `the column ${name} is missing` })),
    ...unknown.map((name) => ({ path: 'file', message: `the column ${name || '(without a name)'} is not known` })),
    ...doubled.map((name) => ({ path: 'file', message: `the column ${name} stands twice` })),
  ];
  if (problems.length > 0) throw invalidInput(...problems);
  return [...header];
}

function readError(file: string, error: unknown): unknown {
  if (error instanceof CsvError) return invalidInput({ path: 'file', message: error.message });
  if (error instanceof Error && 'code' in error && ['ENOENT', 'EISDIR', 'EACCES'].includes(String(error.code))) {
    return invalidInput({ path: 'file', message: `${file} cannot be read (${String(error.code)})` });
  }
  return error;
}
