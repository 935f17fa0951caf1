import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ddmin } from '../../cli/simulate/failure/ddmin.js';

const ALL = Array.from({ length: 24 }, (_none, index) => index);

describe('leaving out what is not needed', () => {
  it('keeps nothing when nothing is needed', async () => {
    expect(await ddmin(ALL, async () => true)).toEqual([]);
  });

  it('keeps exactly what has to be there together, whatever it is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.nat(23), { minLength: 1, maxLength: 5 }), async (needed) => {
        const kept = await ddmin(ALL, async (items) => needed.every((item) => items.includes(item)));
        expect(kept).toEqual([...needed].sort((a, b) => a - b));
      }),
    );
  });

  it('keeps everything when every part is needed', async () => {
    expect(await ddmin(ALL, async (items) => items.length === ALL.length)).toEqual(ALL);
  });

  it('tries a few times only when one of many is needed', async () => {
    let tries = 0;
    const isEnough = async (items: readonly number[]): Promise<boolean> => {
      tries += 1;
      return items.includes(17);
    };
    expect(await ddmin(ALL, isEnough)).toEqual([17]);
    expect(tries).toBeLessThan(15);
  });
});
