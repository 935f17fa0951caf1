import { readFileSync } from 'node:fs';
import { invalidInput } from '../../../src/shared/index.js';
import { codeOf } from '../../file-error.js';
import { checkKeys, mapOf, textOf } from '../../scenario/yaml-checks.js';
import { FileProblems, plainOf, readYaml, type YamlField } from '../../scenario/yaml-file.js';
import { PARAMETERS, type ParameterName, type PeopleParameters } from './parameters.js';

/** The default people as the file that ships with Jinaq; the start of one's own. */
export const DEFAULT_PEOPLE_FILE = new URL('default-people.yaml', import.meta.url);

/** How people behave unless a file says otherwise. */
export const DEFAULT_PEOPLE: PeopleParameters = readPeople(
  readFileSync(DEFAULT_PEOPLE_FILE, 'utf8'),
  'default-people.yaml',
);

/**
 * Reads how people behave from a file that holds every parameter with its source.
 *
 * @throws input.invalid with line and column of each problem
 */
export function readPeopleFile(file: string): PeopleParameters {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw invalidInput({ path: 'people', message: `${file} cannot be read (${codeOf(error)})` });
  }
  return readPeople(text, file);
}

/**
 * Reads how people behave.
 *
 * @param file its name, for what is wrong with it
 * @throws input.invalid with line and column of each problem
 */
export function readPeople(text: string, file: string): PeopleParameters {
  const problems = new FileProblems(file);
  const root = mapOf(readYaml(text, problems), 'a file of people', problems);
  const names = Object.keys(PARAMETERS) as readonly ParameterName[];
  if (root !== undefined) checkKeys(root, names, 'a file of people', problems);
  const missing = names.filter((name) => root !== undefined && !root.fields.has(name));
  if (missing.length > 0) problems.report({ line: 1, column: 1 }, `these are missing: ${missing.join(', ')}`);
  const read = names.flatMap((name): [string, unknown][] => {
    const field = root?.fields.get(name);
    return field === undefined ? [] : [[name, readParameter(name, field, problems)]];
  });
  problems.throwIfAny();
  return Object.fromEntries(read) as PeopleParameters;
}

function readParameter(name: ParameterName, { at, node }: YamlField, problems: FileProblems): unknown {
  const entry = mapOf(node, name, problems);
  if (entry === undefined) return undefined;
  checkKeys(entry, ['value', 'source'], name, problems);
  const [value, source] = [entry.fields.get('value'), entry.fields.get('source')];
  if (source === undefined) problems.report(at, `${name} names no source: say where it is from, or that it is assumed`);
  textOf(source?.node, `the source of ${name}`, problems);
  if (value === undefined) {
    problems.report(at, `${name} has no value`);
    return undefined;
  }
  const parsed = PARAMETERS[name].safeParse(plainOf(value.node));
  if (parsed.success) return parsed.data;
  for (const { path, message } of parsed.error.issues) {
    const [nth] = path;
    const item = value.node.kind === 'list' && typeof nth === 'number' ? value.node.items[nth] : undefined;
    problems.report((item ?? value.node).at, `${name} ${message}`);
  }
  return undefined;
}
