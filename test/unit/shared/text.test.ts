import { describe, expect, it } from 'vitest';
import { parseTitle } from '../../../src/shared/index.js';
import { refusal } from './refusal.js';

describe('parseTitle', () => {
  it('trims and composes', () => {
    expect(parseTitle('  Той  ')).toBe('Той');
    expect(parseTitle('\u0438\u0306')).toBe('\u0439');
  });

  it('counts characters, not code units', () => {
    expect(parseTitle('🎉'.repeat(120))).toBe('🎉'.repeat(120));
    expect(refusal(() => parseTitle('🎉'.repeat(121))).message).toMatch(/longer than 120/);
    expect(refusal(() => parseTitle('abcd', 'name', 3)).message).toBe('name: is longer than 3 characters');
  });

  it('takes joined emoji and right-to-left letters', () => {
    expect(parseTitle('👨‍👩‍👧 отпуск')).toBe('👨‍👩‍👧 отпуск');
    expect(parseTitle('توي')).toBe('توي');
  });

  it.each([
    ['', /is empty/],
    [' \t\n ', /is empty/],
    ['\u200b\u200d', /is empty/],
    ['a\u0000b', /control characters/],
    ['a\nb', /control characters/],
    ['a\u001b[31mb', /control characters/],
    ['a\u2028b', /control characters/],
    ['a\ud800b', /broken/],
    ['a\udc00', /broken/],
    ['a\u202eb', /direction/],
    ['a\u2066b', /direction/],
    ['a\u2069b', /direction/],
  ])('refuses %j', (text, message) => {
    expect(refusal(() => parseTitle(text)).message).toMatch(message);
  });
});
