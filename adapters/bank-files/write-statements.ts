import type { BankStatement } from '../../src/savings/index.js';
import { formatInstant, invalidInput } from '../../src/shared/index.js';
import { closeStatement, entryXml, openStatement, type StatementVersion } from './statement-xml.js';
import { appendAll, writeWhole } from './whole-file.js';
import { element, textOf } from './xml-text.js';

/** Statements on their way into a file. */
export type StatementFile = {
  /** Where the file is to be. It appears there when it is complete, and replaces no other one. */
  readonly file: string;
  readonly version: StatementVersion;
  /** At most 30 characters: the statements get it with their number. */
  readonly messageId: string;
  readonly createdAt: Date;
  readonly statements: Iterable<BankStatement> | AsyncIterable<BankStatement>;
};

/** A complete file of statements. */
export type WrittenStatements = { readonly file: string; readonly statements: number; readonly entries: number };

/**
 * Writes account statements as a bank does (ISO 20022 camt.053.001.08 or .02): any number of accounts, one in memory at
 * a time.
 *
 * @throws input.invalid when there is no statement, or one that such a file cannot hold; then there is no file
 * @throws conflict when another file is there
 */
export async function writeStatements(options: StatementFile): Promise<WrittenStatements> {
  const counts = { statements: 0, entries: 0 };
  await writeWhole(options.file, (handle) => appendAll(handle, piecesOf(options, counts)));
  return { file: options.file, ...counts };
}

async function* piecesOf(
  { version, messageId, createdAt, statements }: StatementFile,
  counts: { statements: number; entries: number },
): AsyncGenerator<string> {
  yield '<?xml version="1.0" encoding="UTF-8"?>\n';
  yield `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.${version}"><BkToCstmrStmt>\n`;
  const header = element('MsgId', textOf(messageId, 'messageId')) + element('CreDtTm', formatInstant(createdAt));
  yield `${element('GrpHdr', header)}\n`;
  for await (const statement of statements) {
    counts.statements += 1;
    yield openStatement(statement, { id: `${messageId}-${counts.statements}`, createdAt });
    for (const entry of statement.entries) {
      counts.entries += 1;
      yield entryXml(entry, version);
    }
    yield closeStatement();
  }
  if (counts.statements === 0) throw invalidInput({ path: 'statements', message: 'there is none to write' });
  yield '</BkToCstmrStmt></Document>\n';
}
