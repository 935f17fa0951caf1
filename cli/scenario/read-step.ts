import { CATALOGUE } from '../../adapters/operations/index.js';
import { type Actor, STAFF_ROLES } from '../../src/access/index.js';
import { CHANNEL_NAMES, TEMPLATE_NAMES } from '../../src/messaging/index.js';
import { ERROR_CODES, parseClientId, parseInstant } from '../../src/shared/index.js';
import { parseDuration } from './duration.js';
import { readProcess } from './read-process.js';
import { referredNames } from './references.js';
import type { Action, MessagesExpected, Place, Step, Wait } from './scenario.js';
import { checkKeys, mapOf, parsedAt, textOf } from './yaml-checks.js';
import { type FileProblems, plainOf, type YamlMap, type YamlNode } from './yaml-file.js';

/** What a step can be, by the key that says so, with the keys that go with it. */
const ACTION_KEYS = ['with', 'save', 'expect', 'refused', 'as', 'role', 'dies'];
const KEYS: Readonly<Record<string, readonly string[]>> = {
  do: ['do', ...ACTION_KEYS],
  bank: ['bank', ...ACTION_KEYS],
  advance: ['advance', 'dies'],
  until: ['until', 'dies'],
  expectMessages: ['expectMessages', 'among'],
  process: ['process', 'with'],
};

/** Who does a step that names nobody. */
const DEFAULT_ACTOR: Actor = { kind: 'staff', role: 'operations' };

type Fields = { readonly map: YamlMap; readonly problems: FileProblems };

/** Reads one step; reported and undefined when it is none. `saved` are the names that it may read. */
export function readStep(
  node: YamlNode,
  number: number,
  saved: ReadonlySet<string>,
  problems: FileProblems,
): Step | undefined {
  const map = mapOf(node, 'a step', problems);
  if (map === undefined) return undefined;
  const [kind, ...others] = Object.keys(KEYS).filter((key) => map.fields.has(key));
  if (kind === undefined || others.length > 0) {
    problems.report(map.at, `a step has exactly one of ${Object.keys(KEYS).join(', ')}`);
    return undefined;
  }
  checkKeys(map, KEYS[kind] ?? [], `a step with ${kind}`, problems);
  const place = { number, line: map.at.line };
  const fields = { map, problems };
  if (kind === 'process') return readProcess(map, place, problems);
  if (kind === 'advance' || kind === 'until') return readWait(fields, kind, place);
  checkReferences(fields, saved);
  if (kind === 'expectMessages') return readMessages(fields, place);
  return readAction(fields, kind, place);
}

function readAction(fields: Fields, kind: string, place: Place): Action {
  const { map, problems } = fields;
  const word = textIn(fields, kind, 'the operation') ?? '';
  const operation = kind === 'bank' ? `bank.${word}` : word;
  const refused = textIn(fields, 'refused', 'the code of the refusal');
  if (refused !== undefined && !Object.hasOwn(ERROR_CODES, refused)) {
    problems.report(placeOf(map, 'refused'), `no operation is refused with ${refused}`);
  }
  checkOperation(fields, kind, operation, refused);
  const expect = map.fields.get('expect');
  return {
    ...place,
    kind: 'action',
    actor: readActor(fields),
    operation,
    input: plainOf(map.fields.get('with')?.node ?? { at: map.at, kind: 'map', fields: new Map() }),
    save: readSave(fields),
    expect: expect === undefined ? undefined : plainOf(expect.node),
    refused,
    dies: readDies(fields),
  };
}

/** Names fields that the operation does not have, unless the story is about exactly that. */
function checkOperation({ map, problems }: Fields, kind: string, name: string, refused: string | undefined): void {
  const operation = CATALOGUE.find((entry) => entry.name === name);
  if (operation === undefined) {
    problems.report(placeOf(map, kind), `there is no operation ${name}`);
    return;
  }
  const field = map.fields.get('with');
  const input = field === undefined ? undefined : mapOf(field.node, 'with', problems);
  if (input === undefined || refused === 'input.invalid') return;
  checkKeys(input, Object.keys(operation.input.shape), name, problems);
}

function readActor(fields: Fields): Actor {
  const client = textIn(fields, 'as', 'as');
  const role = textIn(fields, 'role', 'role');
  if (client !== undefined && role !== undefined) {
    fields.problems.report(placeOf(fields.map, 'role'), 'a step is done either as a client or in a role');
  }
  if (client !== undefined) {
    const id = parsedAt(placeOf(fields.map, 'as'), fields.problems, () => parseClientId(client, 'as'));
    return id === undefined ? DEFAULT_ACTOR : { kind: 'client', client: id };
  }
  if (role === undefined) return DEFAULT_ACTOR;
  const known = STAFF_ROLES.find((candidate) => candidate === role);
  if (known !== undefined) return { kind: 'staff', role: known };
  fields.problems.report(placeOf(fields.map, 'role'), `a role is one of ${STAFF_ROLES.join(', ')}`);
  return DEFAULT_ACTOR;
}

/** A process that dies gives no answer: there is nothing to expect of it, or to keep. */
function readDies({ map, problems }: Fields): boolean {
  const node = map.fields.get('dies')?.node;
  if (node === undefined) return false;
  if (node.kind !== 'scalar' || node.value !== true) problems.report(node.at, 'dies is true, or not there');
  for (const key of ['save', 'expect', 'refused']) {
    if (map.fields.has(key)) problems.report(placeOf(map, key), `a process that dies answers nothing: no ${key}`);
  }
  return true;
}

function readSave(fields: Fields): string | undefined {
  const name = textIn(fields, 'save', 'the name to save under');
  if (name !== undefined && !/^[A-Za-z]\w*$/.test(name)) {
    fields.problems.report(placeOf(fields.map, 'save'), 'a name to save under is a letter and then letters and digits');
  }
  return name;
}

function readWait(fields: Fields, kind: 'advance' | 'until', place: Place): Wait | undefined {
  const value = textIn(fields, kind, kind) ?? '';
  const wait = { ...place, kind: 'wait', text: `${kind} ${value}`, dies: readDies(fields) } as const;
  const at = placeOf(fields.map, kind);
  if (kind === 'advance') {
    const by = parseDuration(value);
    if (by !== undefined) return { ...wait, by };
    fields.problems.report(at, 'time advances by a number with m, h, d, w or M (months), such as 1h');
    return undefined;
  }
  const until = parsedAt(at, fields.problems, () => parseInstant(value, 'until'));
  return until === undefined ? undefined : { ...wait, until };
}

const MESSAGE_KEYS = ['to', 'template', 'channel', 'goal', 'at'];

function readMessages(fields: Fields, place: Place): MessagesExpected {
  const { map, problems } = fields;
  const items = listIn(fields, 'expectMessages');
  for (const item of items) {
    const message = mapOf(item, 'a message', problems);
    if (message === undefined) continue;
    checkKeys(message, MESSAGE_KEYS, 'a message', problems);
    checkWord(message, 'template', TEMPLATE_NAMES, problems);
    checkWord(message, 'channel', CHANNEL_NAMES, problems);
  }
  const among = map.fields.has('among')
    ? listIn(fields, 'among').map((item) => textOf(item, 'among', problems))
    : undefined;
  return { ...place, kind: 'messages', messages: items.map(plainOf), among };
}

function listIn({ map, problems }: Fields, key: string): readonly YamlNode[] {
  const node = map.fields.get(key)?.node;
  if (node?.kind === 'list') return node.items;
  problems.report(placeOf(map, key), `${key} is a list`);
  return [];
}

function checkWord(map: YamlMap, key: string, words: readonly string[], problems: FileProblems): void {
  const node = map.fields.get(key)?.node;
  if (node === undefined || (node.kind === 'scalar' && words.includes(String(node.value)))) return;
  problems.report(node.at, `a ${key} is one of ${words.join(', ')}`);
}

function checkReferences({ map, problems }: Fields, saved: ReadonlySet<string>): void {
  for (const key of ['with', 'expect', 'expectMessages']) {
    const field = map.fields.get(key);
    for (const name of field === undefined ? [] : referredNames(plainOf(field.node))) {
      if (!saved.has(name)) problems.report(placeOf(map, key), `nothing was saved as ${name} before`);
    }
  }
}

function textIn({ map, problems }: Fields, key: string, what: string): string | undefined {
  const field = map.fields.get(key);
  return field === undefined ? undefined : textOf(field.node, what, problems);
}

function placeOf({ fields, at }: YamlMap, key: string): YamlMap['at'] {
  return fields.get(key)?.node.at ?? at;
}
