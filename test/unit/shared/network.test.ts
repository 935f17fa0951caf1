import { expect, test } from 'vitest';
import { isThisMachine, parseRetryAfter } from '../../../src/shared/index.js';

test.each(['localhost', '127.0.0.1', '127.9.9.9', '::1', '[::1]'])('%s is this machine', (host) => {
  expect(isThisMachine(host)).toBe(true);
});

test.each(['localhost.example', '127.0.0.1.example', '10.0.0.1', '', '0.0.0.0'])('%s is not', (host) => {
  expect(isThisMachine(host)).toBe(false);
});

test.each([
  ['120', 120_000],
  ['0', 0],
  ['Mon, 05 Jan 2026 04:01:00 GMT', 60_000],
  ['Mon, 05 Jan 2026 03:00:00 GMT', 0],
  [['30', '60'], 30_000],
  ['soon', undefined],
  [undefined, undefined],
])('Retry-After %j is %j ms', (header, expected) => {
  expect(parseRetryAfter(header, new Date('2026-01-05T09:00:00+05:00'))).toBe(expected);
});
