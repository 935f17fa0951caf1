import { Fields } from './fields.js';
import { problemAt } from './problem-at.js';
import type { XmlElement, XmlVisitor } from './xml-walk.js';

/** What is looked for. Paths begin with the root element: `Document/BkToCstmrStmt/Stmt`. */
export type RecordSearch = {
  /** Looks at the root element; only elements of its namespace are seen. @throws input.invalid */
  readonly acceptRoot: (root: XmlElement) => void;
  /** The elements that are records, with the paths of the leaves within them that are wanted. */
  readonly wanted: ReadonlyMap<string, ReadonlySet<string>>;
  /** A record begins; its leaves are still to come. */
  readonly begin: (path: string, fields: Fields) => void;
  readonly end: (path: string, fields: Fields, line: number) => void;
};

type Element = {
  readonly path: string;
  /** Its path within the innermost record, when its text is wanted. */
  readonly field: string | undefined;
  readonly currency: string | undefined;
  isLeaf: boolean;
};

type OpenRecord = { readonly path: string; readonly fields: Fields; readonly counts: Map<string, number> };

/** The longest text of a leaf, in characters; the longest in the schemas of statements has 500. */
const MAX_TEXT_LENGTH = 2_000;

/** Finds records, which may lie within each other, among the elements of an XML file of any size. */
export class RecordFinder implements XmlVisitor {
  readonly #search: RecordSearch;
  readonly #elements: Element[] = [];
  /** The innermost record is the last. */
  readonly #records: OpenRecord[] = [];
  readonly #counts = new Map<string, number>();
  #namespace = '';
  /** How deep the walk is within elements of other namespaces, which are passed over. */
  #foreign = 0;
  #text = '';

  constructor(search: RecordSearch) {
    this.#search = search;
  }

  open(element: XmlElement): void {
    const parent = this.#elements.at(-1);
    if (parent === undefined) {
      this.#search.acceptRoot(element);
      this.#namespace = element.namespace;
    } else if (this.#foreign > 0 || element.namespace !== this.#namespace) {
      this.#foreign += 1;
      return;
    } else {
      parent.isLeaf = false;
    }
    const path = parent === undefined ? element.name : `${parent.path}/${element.name}`;
    if (this.#search.wanted.has(path)) this.#beginRecord(path, element.line);
    this.#text = '';
    this.#elements.push({ path, field: this.#wantedField(path), currency: element.attribute('Ccy'), isLeaf: true });
  }

  text(characters: string, line: number): void {
    const element = this.#elements.at(-1);
    if (this.#foreign > 0 || element?.field === undefined) return;
    this.#text += characters;
    if (this.#text.length <= MAX_TEXT_LENGTH) return;
    throw problemAt({ path: element.path, line }, `has more than ${MAX_TEXT_LENGTH} characters`);
  }

  close(line: number): void {
    if (this.#foreign > 0) {
      this.#foreign -= 1;
      return;
    }
    const element = this.#elements.pop();
    const record = this.#records.at(-1);
    if (element === undefined || record === undefined) return;
    if (element.field !== undefined && element.isLeaf) {
      const { field, currency } = element;
      const path = `${record.fields.place.path}/${field}`;
      record.fields.add(field, { path, line, text: this.#text.trim(), currency });
    }
    this.#text = '';
    if (record.path !== element.path) return;
    this.#records.pop();
    this.#search.end(record.path, record.fields, line);
  }

  #wantedField(path: string): string | undefined {
    const record = this.#records.at(-1);
    if (record === undefined) return undefined;
    const field = path.slice(record.path.length + 1);
    return this.#search.wanted.get(record.path)?.has(field) === true ? field : undefined;
  }

  #beginRecord(path: string, line: number): void {
    const outer = this.#records.at(-1);
    const counts = outer?.counts ?? this.#counts;
    const number = (counts.get(path) ?? 0) + 1;
    counts.set(path, number);
    const within = outer === undefined ? path : `${outer.fields.place.path}${path.slice(outer.path.length)}`;
    const fields = new Fields({ path: `${within}[${number}]`, line });
    this.#records.push({ path, fields, counts: new Map() });
    this.#search.begin(path, fields);
  }
}
