import { DomainError } from '../../src/shared/index.js';
import type { FileProblems, Position, YamlMap, YamlNode } from './yaml-file.js';

/** The node as a map of named fields; reported and undefined when it is something else. */
export function mapOf(node: YamlNode, what: string, problems: FileProblems): YamlMap | undefined {
  if (node.kind === 'map') return node;
  problems.report(node.at, `${what} is a map of names and values`);
  return undefined;
}

/** Reports every key that is not known here: a misspelt one would silently change the story. */
export function checkKeys({ fields }: YamlMap, known: readonly string[], what: string, problems: FileProblems): void {
  for (const [name, { at }] of fields) {
    if (!known.includes(name)) problems.report(at, `the key ${name} is not known: ${what} has ${known.join(', ')}`);
  }
}

/** The text of a node; reported and empty when it is something else or nothing. */
export function textOf(node: YamlNode | undefined, what: string, problems: FileProblems): string {
  if (node === undefined) return '';
  if (node.kind === 'scalar' && typeof node.value === 'string' && node.value !== '') return node.value;
  problems.report(node.at, `${what} is text`);
  return '';
}

/** What one of the core's parsers makes of a piece; reported at its place and undefined when it refuses it. */
export function parsedAt<Value>(at: Position, problems: FileProblems, parse: () => Value): Value | undefined {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    problems.report(at, error.message);
    return undefined;
  }
}
