import { readFile } from 'node:fs/promises';
import { invalidInput, parseInstant } from '../../src/shared/index.js';
import { codeOf } from '../file-error.js';
import { readStep } from './read-step.js';
import type { Scenario, ScenarioClient } from './scenario.js';
import { checkKeys, mapOf, parsedAt, textOf } from './yaml-checks.js';
import { FileProblems, plainOf, readYaml, type YamlField, type YamlMap } from './yaml-file.js';

const KEYS = ['scenario', 'now', 'clients', 'steps'];
const CLIENT_KEYS = ['name', 'balance', 'locale', 'phone', 'iin', 'account'];

/**
 * Reads a scenario from its file.
 *
 * @throws input.invalid with the line and column of each problem
 */
export async function readScenarioFile(file: string): Promise<Scenario> {
  return readScenario(await readText(file), file);
}

/**
 * Reads a scenario from its text. Every problem of the text is reported at once.
 *
 * @throws input.invalid with the line and column of each problem
 */
export function readScenario(text: string, file: string): Scenario {
  const problems = new FileProblems(file);
  const root = readYaml(text, problems);
  const top = mapOf(root, 'a scenario', problems);
  if (top !== undefined) checkKeys(top, KEYS, 'a scenario', problems);
  for (const key of ['scenario', 'now', 'steps']) {
    if (top !== undefined && !top.fields.has(key)) problems.report(top.at, `the key ${key} is missing`);
  }
  const fields = top?.fields ?? new Map<string, YamlField>();
  const scenario = {
    file,
    title: textOf(fields.get('scenario')?.node, 'the title', problems),
    now: readNow(fields.get('now'), problems),
    clients: readClients(fields.get('clients'), problems),
    steps: readSteps(fields.get('steps'), problems),
  };
  problems.throwIfAny();
  return scenario;
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw invalidInput({ path: file, message: `cannot be read (${codeOf(error)})` });
  }
}

function readNow(field: YamlField | undefined, problems: FileProblems): Date {
  const text = textOf(field?.node, 'now', problems);
  if (field === undefined || text === '') return new Date(0);
  return parsedAt(field.node.at, problems, () => parseInstant(text, 'now')) ?? new Date(0);
}

function readClients(field: YamlField | undefined, problems: FileProblems): readonly ScenarioClient[] {
  if (field === undefined) return [];
  const clients = mapOf(field.node, 'clients', problems);
  return [...(clients?.fields ?? [])].flatMap(([id, { at, node }]): ScenarioClient[] => {
    const client = node.kind === 'scalar' && node.value === null ? emptyMap(node) : mapOf(node, 'a client', problems);
    if (client === undefined) return [];
    checkKeys(client, CLIENT_KEYS, 'a client', problems);
    const balance = textOf(client.fields.get('balance')?.node, 'a balance', problems);
    const others = [...client.fields].filter(([name]) => name !== 'balance');
    const details = Object.fromEntries(others.map(([name, field]) => [name, plainOf(field.node)]));
    return [{ line: at.line, id, details: { id, name: id, ...details }, balance }];
  });
}

function emptyMap({ at }: { readonly at: YamlMap['at'] }): YamlMap {
  return { at, kind: 'map', fields: new Map() };
}

function readSteps(field: YamlField | undefined, problems: FileProblems): Scenario['steps'] {
  if (field?.node.kind !== 'list') {
    if (field !== undefined) problems.report(field.node.at, 'steps are a list');
    return [];
  }
  // A step may only read what a step before it has saved.
  const saved = new Set<string>();
  return field.node.items.flatMap((item, index) => {
    const step = readStep(item, index + 1, saved, problems);
    if (step?.kind === 'action' && step.save !== undefined) saved.add(step.save);
    return step ?? [];
  });
}
