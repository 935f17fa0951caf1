import { SaxesParser, type SaxesTagNS } from 'saxes';
import { problemAt } from './problem-at.js';

/** An element that begins. */
export type XmlElement = {
  readonly name: string;
  /** '' when it has none. */
  readonly namespace: string;
  readonly line: number;
  attribute(name: string): string | undefined;
};

/** Is told what a walk over an XML file meets, in its order. */
export type XmlVisitor = {
  open(element: XmlElement): void;
  /** Characters of the element that is open; they may come in pieces. */
  text(characters: string, line: number): void;
  /** The element that is open ends. */
  close(line: number): void;
};

/** Elements within each other; a statement needs about fifteen. */
const MAX_DEPTH = 64;
/** The longest tag, text or comment, in characters; a statement's are shorter than a thousand. */
const MAX_PIECE = 1024 * 1024;

/**
 * Walks over an XML file of any size in bounded memory. Refuses what is not well-formed, every document type
 * declaration (with it come entities that expand without end and files that are fetched), and pieces without end.
 */
export class XmlWalk {
  readonly #parser = new SaxesParser({ xmlns: true, position: true });
  readonly #visitor: XmlVisitor;
  #depth = 0;
  #sinceLastPiece = 0;

  constructor(visitor: XmlVisitor) {
    this.#visitor = visitor;
    const parser = this.#parser;
    parser.on('error', (error) => {
      // The message begins with line and column.
      throw this.#refusal(`is not well-formed XML: ${error.message.replace(/^\d+:\d+: /, '')}`);
    });
    parser.on('doctype', () => {
      throw this.#refusal('has a document type declaration (DOCTYPE), which is not accepted: it can define entities');
    });
    parser.on('opentag', (tag) => this.#open(tag));
    parser.on('closetag', () => {
      this.#depth -= 1;
      this.#sinceLastPiece = 0;
      visitor.close(parser.line);
    });
    parser.on('text', (text) => this.#text(text));
    parser.on('cdata', (text) => this.#text(text));
    parser.on('comment', () => void (this.#sinceLastPiece = 0));
    parser.on('processinginstruction', () => void (this.#sinceLastPiece = 0));
  }

  /** The line on which the walk stands, counted from 1. */
  get line(): number {
    return this.#parser.line;
  }

  /** @throws input.invalid */
  write(text: string): void {
    this.#parser.write(text);
    this.#sinceLastPiece += text.length;
    if (this.#sinceLastPiece > MAX_PIECE) throw this.#refusal('has a tag, text or comment of more than a megabyte');
  }

  /** @throws input.invalid when the file is not complete */
  end(): void {
    this.#parser.close();
  }

  #open({ local, uri, attributes }: SaxesTagNS): void {
    this.#sinceLastPiece = 0;
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) throw this.#refusal(`has more than ${MAX_DEPTH} elements within each other`);
    const { line } = this.#parser;
    this.#visitor.open({ name: local, namespace: uri, line, attribute: (name) => attributes[name]?.value });
  }

  #text(text: string): void {
    this.#sinceLastPiece = 0;
    this.#visitor.text(text, this.#parser.line);
  }

  #refusal(message: string): Error {
    return problemAt({ path: 'Document', line: this.#parser.line }, `the file ${message}`);
  }
}
