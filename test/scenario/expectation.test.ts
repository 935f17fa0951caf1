import { describe, expect, test } from 'vitest';
import type { Json } from '../../adapters/operations/index.js';
import { findDifferences } from '../../cli/scenario/expectation.js';
import { resolveReferences } from '../../cli/scenario/references.js';
import { refusal } from '../unit/shared/refusal.js';

const RESULT: Json = {
  status: 'active',
  collected: '100000.00',
  count: 3,
  frozen: false,
  deputy: null,
  members: [
    { client: 'a', principal: '10.50' },
    { client: 'b', principal: null },
  ],
};

describe('an expectation is met', () => {
  test.each<[string, Json]>([
    ['by what it names, whatever else there is', { status: 'active' }],
    ['by equal amounts, however they are written', { collected: '100000', count: '3.0' }],
    ['by a list that goes on', { members: [{ client: 'a' }] }],
    ['at any depth', { members: [{ principal: '10.5' }, { principal: null }] }],
    ['at a position of a list, and by its length', { members: { 1: { client: 'b' }, length: '2' } }],
    ['by nothing in particular', {}],
  ])('%s', (_how, expected) => {
    expect(findDifferences(expected, RESULT)).toEqual([]);
  });
});

describe('an expectation is not met', () => {
  test.each<[string, Json, string, Json | undefined]>([
    ['by another word', { status: 'reached' }, 'status', 'active'],
    ['by another amount', { collected: '100000.01' }, 'collected', '100000.00'],
    ['by a field that is not there', { title: null }, 'title', undefined],
    ['by a word for a truth', { frozen: 'false' }, 'frozen', false],
    ['by something for nothing', { members: [{ principal: null }] }, 'members.0.principal', '10.50'],
    ['by nothing for zero', { members: { 1: { principal: '0' } } }, 'members.1.principal', null],
    ['by a list that is too short', { members: { 2: { client: 'c' } } }, 'members.2', undefined],
    ['by a list of another length', { members: { length: '3' } }, 'members.length', 2],
    ['by a list that is not empty', { members: [] }, 'members', RESULT.members ?? null],
    ['by a value for a list', { count: [] }, 'count', 3],
    ['by a value for a map', { count: {} }, 'count', 3],
    ['by what every object has', { toString: 'x' }, 'toString', undefined],
  ])('%s', (_how, expected, path, actual) => {
    const differences = findDifferences(expected, RESULT);
    expect(differences.map((difference) => [difference.path, difference.actual])).toEqual([[path, actual]]);
  });

  test('by ids that would be equal as numbers', () => {
    expect(findDifferences('007', '7')).toHaveLength(1);
  });

  test('and every place that differs is named', () => {
    const expected = { status: 'x', members: [{ client: 'x' }, { client: 'b' }, { client: 'c' }] };
    expect(findDifferences(expected, RESULT).map(({ path }) => path)).toEqual([
      'status',
      'members.0.client',
      'members.2',
    ]);
  });
});

describe('a reference', () => {
  const saved = new Map<string, Json>([['goal', RESULT]]);
  const read = (text: string) => resolveReferences(text, saved);

  test('alone is the saved value itself', () => {
    expect(read('$goal.members.0')).toEqual({ client: 'a', principal: '10.50' });
    expect(read('$goal.frozen')).toBe(false);
    expect(resolveReferences([{ who: '$goal.members.1.client' }, true], saved)).toEqual([{ who: 'b' }, true]);
  });

  test('stands inside longer text, also twice and before a full stop', () => {
    expect(read('For $goal.members.0.client and $goal.members.1.client.')).toBe('For a and b.');
  });

  test('is a dollar sign when it stands twice, or before no name', () => {
    expect(read('$$goal costs 5$ or $5')).toBe('$goal costs 5$ or $5');
  });

  test.each(['$goal.titel', '$goal.members.2', '$goal.toString', '$other', 'For $goal.status.x'])(
    'to nothing is refused: %s',
    (text) => {
      expect(refusal(() => read(text)).details).toMatchObject({
        problems: [{ message: 'is not among the saved results' }],
      });
    },
  );
});
