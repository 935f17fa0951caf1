import { describe, expect, it } from 'vitest';
import { createIds, sha256Digest } from '../../../adapters/system/index.js';

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const START_MS = Date.UTC(2026, 0, 5);

/** The milliseconds that an id says it was made at. */
const msOf = (id: string): number => Number.parseInt(id.replace('-', '').slice(0, 12), 16);

describe('ids', () => {
  it('are UUIDs of version 7 that carry the moment at which they were made', () => {
    const id = createIds({ nowMs: () => START_MS }).next();
    expect(id).toMatch(UUID_V7);
    expect(msOf(id)).toBe(START_MS);
  });

  it('sort in the order they were made, however many fall into one millisecond', () => {
    const ids = createIds({ nowMs: () => START_MS });
    const made = Array.from({ length: 20_000 }, () => ids.next());
    expect(made).toEqual([...made].sort());
    expect(new Set(made).size).toBe(made.length);
    // A full millisecond borrows from the next: at least 2,048 fit each, so that they stay near the truth.
    expect(msOf(made.at(-1) ?? '') - START_MS).toBeLessThan(10);
  });

  it('sort in the order they were made when the clock is set back', () => {
    const moments = [START_MS, START_MS + 5, START_MS - 60_000, START_MS + 5, START_MS + 6];
    const ids = createIds({ nowMs: () => moments.shift() ?? START_MS + 7 });
    const made = Array.from({ length: 6 }, () => ids.next());
    expect(made).toEqual([...made].sort());
    expect(new Set(made).size).toBe(6);
  });

  it('of two generators differ in the same millisecond', () => {
    const [a, b] = [createIds({ nowMs: () => START_MS }), createIds({ nowMs: () => START_MS })];
    const made = Array.from({ length: 1_000 }, () => [a.next(), b.next()]).flat();
    // Without the counter, which could differ by chance: what is random must differ on its own.
    expect(new Set(made.map((id) => id.slice(19))).size).toBe(2_000);
  });
});

describe('secrets', () => {
  it('are 256 random bits that fit a URL', () => {
    const ids = createIds();
    const made = Array.from({ length: 100 }, () => ids.secret());
    for (const one of made) expect(one).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(new Set(made).size).toBe(100);
  });
});

describe('the digest', () => {
  it('is SHA-256 of the text in UTF-8 (FIPS 180-4, appendix B.1)', () => {
    expect(sha256Digest.sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    // By coreutils: printf 'жинақ' | sha256sum.
    expect(sha256Digest.sha256('жинақ')).toBe('a28c73abb906886c5946277ac0193e40a321037b4a4ba2c44343be7d1307a060');
  });
});
