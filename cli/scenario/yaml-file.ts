import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, type ParsedNode, parseDocument } from 'yaml';
import { type InputProblem, invalidInput } from '../../src/shared/index.js';

/** Plain data of a YAML file. A number is the text as it was written, so that no digit is lost. */
export type Plain = string | boolean | null | readonly Plain[] | { readonly [name: string]: Plain };

/** Where something stands, counted from 1. */
export type Position = { readonly line: number; readonly column: number };

/** A piece of a YAML file with its place. */
export type YamlNode = { readonly at: Position } & (
  | { readonly kind: 'scalar'; readonly value: string | boolean | null }
  | { readonly kind: 'list'; readonly items: readonly YamlNode[] }
  | { readonly kind: 'map'; readonly fields: ReadonlyMap<string, YamlField> }
);

export type YamlMap = Extract<YamlNode, { readonly kind: 'map' }>;
export type YamlField = { readonly at: Position; readonly node: YamlNode };

/** Collects what is wrong with one file, each with its line and column. */
export class FileProblems {
  readonly #file: string;
  readonly #found: InputProblem[] = [];

  constructor(file: string) {
    this.#file = file;
  }

  report({ line, column }: Position, message: string): void {
    this.#found.push({ path: `${this.#file}:${line}:${column}`, message });
  }

  /** @throws input.invalid with every problem, when there is one */
  throwIfAny(): void {
    if (this.#found.length > 0) throw invalidInput(...this.#found);
  }
}

/**
 * Reads YAML 1.2, strictly: a key stands once, and there are no aliases, merges or tags, since a reader should see
 * each step in full where it is.
 *
 * @throws input.invalid with the line and column of each problem
 */
export function readYaml(text: string, problems: FileProblems): YamlNode {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, intAsBigInt: true, prettyErrors: false, strict: true });
  const placeOf = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  for (const { pos, message } of [...document.errors, ...document.warnings]) problems.report(placeOf(pos[0]), message);
  problems.throwIfAny();
  const root = convert(document.contents, { placeOf, problems, at: { line: 1, column: 1 } });
  problems.throwIfAny();
  return root;
}

/** The data of a node without its places. */
export function plainOf(node: YamlNode): Plain {
  switch (node.kind) {
    case 'scalar':
      return node.value;
    case 'list':
      return node.items.map(plainOf);
    case 'map':
      return Object.fromEntries([...node.fields].map(([name, field]) => [name, plainOf(field.node)]));
  }
}

type Conversion = {
  readonly placeOf: (offset: number) => Position;
  readonly problems: FileProblems;
  /** Where it would stand, for a value that was left out. */
  readonly at: Position;
};

function convert(node: Node | ParsedNode | null, context: Conversion): YamlNode {
  const at = node?.range ? context.placeOf(node.range[0]) : context.at;
  if (isMap(node)) return { at, kind: 'map', fields: fieldsOf(node.items as readonly Pair[], { ...context, at }) };
  if (isSeq(node)) return { at, kind: 'list', items: node.items.map((item) => convert(item as Node, context)) };
  if (isAlias(node)) context.problems.report(at, 'aliases are not taken here: write the value out');
  return { at, kind: 'scalar', value: isScalar(node) ? scalarOf(node) : null };
}

type Pair = { readonly key: Node; readonly value: Node | null };

function fieldsOf(pairs: readonly Pair[], context: Conversion): ReadonlyMap<string, YamlField> {
  const fields = new Map<string, YamlField>();
  for (const { key, value } of pairs) {
    const name = convert(key, context);
    const text = name.kind === 'scalar' ? String(name.value) : '';
    if (name.kind !== 'scalar') context.problems.report(name.at, 'a key is a word');
    if (fields.has(text)) context.problems.report(name.at, `the key ${text} stands twice`);
    fields.set(text, { at: name.at, node: convert(value, { ...context, at: name.at }) });
  }
  return fields;
}

function scalarOf({ value, source }: { readonly value: unknown; readonly source?: string }): string | boolean | null {
  if (typeof value === 'number' || typeof value === 'bigint') return source ?? String(value);
  return typeof value === 'boolean' || typeof value === 'string' ? value : null;
}
