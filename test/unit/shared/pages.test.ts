import { describe, expect, it } from 'vitest';
import { pages } from '../../../src/shared/index.js';

describe('going through pages', () => {
  const numbers = [1, 2, 3, 4, 5];
  const load = (limit: number) => (after: number | null) =>
    Promise.resolve(numbers.filter((number) => number > (after ?? 0)).slice(0, limit));

  it.each([1, 2, 5, 9])('gives every item once and in order, %i a page', async (limit) => {
    const found: number[] = [];
    for await (const page of pages(load(limit), (number) => number)) found.push(...page);
    expect(found).toEqual(numbers);
  });

  it('gives nothing where there is nothing', async () => {
    const found: unknown[] = [];
    for await (const page of pages(
      () => Promise.resolve([]),
      () => 0,
    ))
      found.push(page);
    expect(found).toEqual([]);
  });

  const watching = (asked: (number | null)[], limit: number) => (after: number | null) => {
    asked.push(after);
    return load(limit)(after);
  };

  it.each([
    [2, [null, 2, 4]],
    [5, [null, 5]],
    [9, [null]],
  ])('takes a page that is not full for the last one, %i a page', async (limit, expected) => {
    const [asked, found]: [(number | null)[], number[]] = [[], []];
    for await (const page of pages(watching(asked, limit), (number) => number, limit)) found.push(...page);
    expect([asked, found]).toEqual([expected, numbers]);
  });

  it('reads no page that nobody asks for', async () => {
    const asked: (number | null)[] = [];
    const watched = watching(asked, 2);
    for await (const page of pages(watched, (number) => number)) if (page.includes(3)) break;
    expect(asked).toEqual([null, 2]);
  });
});
