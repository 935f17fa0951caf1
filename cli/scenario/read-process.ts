import { CRASH_TIMES, CRASH_TOUCHES, type Crash } from './mortal-process.js';
import type { Place, ProcessStep } from './scenario.js';
import { checkKeys, mapOf, textOf } from './yaml-checks.js';
import type { FileProblems, YamlMap } from './yaml-file.js';

const MAX_NTH = 1_000_000;

/** Reads a step about the process of Jinaq; reported and undefined when it is none. */
export function readProcess(map: YamlMap, place: Place, problems: FileProblems): ProcessStep | undefined {
  const node = map.fields.get('process')?.node;
  const word = textOf(node, 'what becomes of the process', problems);
  const given = map.fields.get('with');
  const step = { ...place, kind: 'process' } as const;
  if (word === 'restart') {
    if (given !== undefined) problems.report(given.at, 'a restart is told nothing');
    return { ...step, crash: null, text: 'process restart' };
  }
  if (word !== 'crash') {
    problems.report(node?.at ?? map.at, 'a process has a crash or a restart');
    return undefined;
  }
  const fields = given === undefined ? undefined : mapOf(given.node, 'with', problems);
  if (fields === undefined) {
    problems.report(map.at, 'a crash says at what: with: { on, when, nth }');
    return undefined;
  }
  const crash = readCrash(fields, problems);
  return crash === undefined ? undefined : { ...step, crash, text: `process crash { ${wordsOf(crash)} }` };
}

function wordsOf(crash: Crash): string {
  const said = Object.entries(crash).filter(([, value]) => value !== undefined);
  return said.map(([name, value]) => `${name}: ${value}`).join(', ');
}

function readCrash(map: YamlMap, problems: FileProblems): Crash | undefined {
  checkKeys(map, ['on', 'when', 'nth', 'during'], 'a crash', problems);
  const on = wordIn(map, 'on', CRASH_TOUCHES, problems);
  const when = wordIn(map, 'when', CRASH_TIMES, problems);
  const nthNode = map.fields.get('nth')?.node;
  const nth = nthNode === undefined ? 1 : Number(textOf(nthNode, 'nth', problems));
  if (nthNode !== undefined && !(Number.isInteger(nth) && nth >= 1 && nth <= MAX_NTH)) {
    problems.report(nthNode.at, `nth is a whole number from 1 to ${MAX_NTH}`);
  }
  const during = map.fields.get('during')?.node;
  const job = during === undefined ? undefined : textOf(during, 'the name of a job', problems);
  return on === undefined || when === undefined ? undefined : { on, when, nth, during: job };
}

function wordIn<Word extends string>(
  map: YamlMap,
  key: string,
  words: readonly Word[],
  problems: FileProblems,
): Word | undefined {
  const node = map.fields.get(key)?.node;
  const found = node?.kind === 'scalar' ? words.find((word) => word === node.value) : undefined;
  if (found === undefined) problems.report(node?.at ?? map.at, `${key} is one of ${words.join(', ')}`);
  return found;
}
