import { decodeXml } from './decode.js';
import { problemAt } from './problem-at.js';
import { ENTRY_FIELDS, TRANSACTION_FIELDS } from './read-entry.js';
import { BALANCE_FIELDS, STATEMENT_FIELDS } from './read-statement.js';
import { RecordFinder } from './record-finder.js';
import { StatementBuilder } from './statement-builder.js';
import type { StatementRecord } from './statement-records.js';
import { type AcceptedCurrency, quoted } from './values.js';
import { type XmlElement, XmlWalk } from './xml-walk.js';

/** How statements are read. */
export type ReadStatementsOptions = {
  /** Tenge alone when absent; `any` gives amounts in hundredths of the unit of their currency. */
  readonly currency?: AcceptedCurrency | undefined;
};

/** The versions of camt.053.001 that are read. */
export const STATEMENT_VERSIONS: readonly string[] = ['02', '08'];

const NAMESPACE = /^urn:iso:std:iso:20022:tech:xsd:camt\.053\.001\.(\d{2})$/;
const STATEMENTS = 'Document/BkToCstmrStmt';
const STATEMENT = `${STATEMENTS}/Stmt`;
const BALANCE = `${STATEMENT}/Bal`;
const ENTRY = `${STATEMENT}/Ntry`;
const TRANSACTION = `${ENTRY}/NtryDtls/TxDtls`;

/**
 * Reads account statements (ISO 20022 camt.053.001, versions 02 and 08) of any size in bounded memory. What comes
 * before an error has been handed out already: take a file whole only when its last record has come.
 *
 * @param source the bytes of the file, such as `createReadStream(path)`
 * @throws input.invalid with path and line, when the file is not well-formed, has a DOCTYPE, is of another kind or
 * version, or holds something that cannot be read exactly
 */
export async function* readStatements(
  source: AsyncIterable<Uint8Array>,
  { currency = 'KZT' }: ReadStatementsOptions = {},
): AsyncGenerator<StatementRecord> {
  const found: StatementRecord[] = [];
  const walk = new XmlWalk(makeFinder(currency, (record) => found.push(record)));
  let isEmpty = true;
  for await (const text of decodeXml(source)) {
    walk.write(text);
    isEmpty &&= found.length === 0;
    yield* found.splice(0);
  }
  walk.end();
  if (isEmpty) throw problemAt({ path: STATEMENTS, line: walk.line }, 'has no Stmt');
}

function makeFinder(accepted: AcceptedCurrency, emit: (record: StatementRecord) => void): RecordFinder {
  let statements = 0;
  let builder: StatementBuilder | undefined;
  return new RecordFinder({
    acceptRoot,
    wanted: new Map([
      [STATEMENT, STATEMENT_FIELDS],
      [BALANCE, BALANCE_FIELDS],
      [ENTRY, ENTRY_FIELDS],
      [TRANSACTION, TRANSACTION_FIELDS],
    ]),
    begin: (path, fields) => {
      if (path === STATEMENT) builder = new StatementBuilder(fields, { index: (statements += 1), accepted, emit });
      if (path === ENTRY) builder?.openEntry(fields);
    },
    end: (path, fields, line) => {
      if (path === BALANCE) builder?.addBalance(fields);
      if (path === TRANSACTION) builder?.addTransaction(fields);
      if (path === ENTRY) builder?.closeEntry(line);
      if (path === STATEMENT) builder?.close();
    },
  });
}

function acceptRoot({ name, namespace, line }: XmlElement): void {
  const place = { path: name, line };
  const version = NAMESPACE.exec(namespace)?.[1];
  if (name !== 'Document' || version === undefined) {
    const message = namespace.split(':').at(-1) ?? '';
    const what = message === '' ? `${quoted(name)} without a namespace` : quoted(message);
    throw problemAt(place, `the file is no account statement (camt.053.001) but ${what}`);
  }
  if (!STATEMENT_VERSIONS.includes(version)) {
    throw problemAt(place, `the file is camt.053.001.${version}: only ${STATEMENT_VERSIONS.join(' and ')} are read`);
  }
}
