import { describe, expect, it } from 'vitest';
import { Batcher, createGate, createLanes, InvariantViolation, type Outcome } from '../../../src/shared/index.js';

const done = <T>(value: T): Outcome<T> => ({ status: 'completed', value });
const echo = async (items: readonly number[]) => items.map((item) => done(item * 10));

/** A flush that remembers its batches and waits until it is let go. */
function heldFlush() {
  const batches: number[][] = [];
  const gates: (() => void)[] = [];
  const flush = async (items: readonly number[]) => {
    batches.push([...items]);
    await new Promise<void>((open) => gates.push(open));
    return echo(items);
  };
  return { batches, flush, letGo: () => gates.shift()?.() };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

describe('Batcher', () => {
  it('lets callers of the same tick share one flush, in their order', async () => {
    const batches: (readonly number[])[] = [];
    const batcher = new Batcher({ flush: (items: readonly number[]) => (batches.push(items), echo(items)) });
    expect(await Promise.all([3, 1, 2].map((item) => batcher.submit(item)))).toEqual([30, 10, 20]);
    expect(batches).toEqual([[3, 1, 2]]);
  });

  it('queues what arrives during a flush for the next one, at most maxBatch at a time', async () => {
    const { batches, flush, letGo } = heldFlush();
    const batcher = new Batcher({ maxBatch: 2, flush });
    const first = batcher.submit(1);
    await settled();
    const later = [2, 3, 4].map((item) => batcher.submit(item));
    await settled();
    expect(batches).toEqual([[1]]);
    letGo();
    expect(await first).toBe(10);
    await settled();
    expect(batches).toEqual([[1], [2, 3]]);
    letGo();
    await settled();
    expect(batches).toEqual([[1], [2, 3], [4]]);
    letGo();
    expect(await Promise.all(later)).toEqual([20, 30, 40]);
  });

  it('takes up to a thousand in one flush unless told otherwise', async () => {
    const sizes: number[] = [];
    const batcher = new Batcher({ flush: (items: readonly number[]) => (sizes.push(items.length), echo(items)) });
    await Promise.all(Array.from({ length: 1001 }, (_, item) => batcher.submit(item)));
    expect(sizes).toEqual([1000, 1]);
  });

  it('takes turns with another one at the same gate, and takes along what arrives while it waits', async () => {
    const gate = createGate(1);
    const { batches, flush, letGo } = heldFlush();
    const [one, other] = [new Batcher({ gate, flush }), new Batcher({ gate, flush })];
    const first = one.submit(1);
    await settled();
    const second = other.submit(2);
    await settled();
    const third = other.submit(3);
    await settled();
    expect(batches).toEqual([[1]]);
    letGo();
    await first;
    await settled();
    expect(batches).toEqual([[1], [2, 3]]);
    letGo();
    expect(await Promise.all([second, third])).toEqual([20, 30]);
  });

  it('works again after it was idle', async () => {
    const batcher = new Batcher({ flush: echo });
    expect(await batcher.submit(1)).toBe(10);
    await settled();
    expect(await batcher.submit(2)).toBe(20);
  });

  it('gives a refused item its own error and its neighbours their results', async () => {
    const no = new Error('no');
    const flush = async (items: readonly number[]): Promise<Outcome<number>[]> =>
      items.map((item) => (item === 2 ? { status: 'refused', error: no } : done(item)));
    const batcher = new Batcher({ flush });
    const results = await Promise.allSettled([1, 2, 3].map((item) => batcher.submit(item)));
    expect(results).toEqual([
      { status: 'fulfilled', value: 1 },
      { status: 'rejected', reason: no },
      { status: 'fulfilled', value: 3 },
    ]);
  });

  it('tries each item alone when a flush fails, so that only the guilty one fails', async () => {
    const batches: number[][] = [];
    const flush = async (items: readonly number[]) => {
      batches.push([...items]);
      if (items.includes(2)) throw new Error(`failed with ${items.join()}`);
      return echo(items);
    };
    const batcher = new Batcher({ flush });
    const results = await Promise.allSettled([1, 2, 3].map((item) => batcher.submit(item)));
    expect(results).toEqual([
      { status: 'fulfilled', value: 10 },
      { status: 'rejected', reason: new Error('failed with 2') },
      { status: 'fulfilled', value: 30 },
    ]);
    expect(batches).toEqual([[1, 2, 3], [1], [2], [3]]);
  });

  it('does not repeat a failure that is not transient: all its items get it', async () => {
    let flushes = 0;
    const broken = new Error('broken');
    const flush = (): Promise<Outcome<number>[]> => {
      flushes += 1;
      throw broken;
    };
    const batcher = new Batcher({ flush, isTransient: (error) => error !== broken });
    const results = await Promise.allSettled([1, 2].map((item) => batcher.submit(item)));
    expect(results.map((result) => result.status === 'rejected' && result.reason)).toEqual([broken, broken]);
    expect(flushes).toBe(1);
  });

  it.each([0, 1, 3])('fails all items of two when a flush gives %i outcomes', async (count) => {
    let flushes = 0;
    const flush = async () => {
      flushes += 1;
      return Array.from({ length: count }, () => done(0));
    };
    const batcher = new Batcher({ flush });
    const results = await Promise.allSettled([1, 2].map((item) => batcher.submit(item)));
    expect(results.every((r) => r.status === 'rejected' && r.reason instanceof InvariantViolation)).toBe(true);
    expect(flushes).toBe(1);
  });

  it('serves the next batch after a failed one', async () => {
    let fail = true;
    const flush = async (items: readonly number[]) => {
      if (fail) throw new Error('down');
      return echo(items);
    };
    const batcher = new Batcher({ flush });
    await expect(batcher.submit(1)).rejects.toThrow('down');
    fail = false;
    expect(await batcher.submit(2)).toBe(20);
  });
});

describe('lanes', () => {
  const goals = Array.from(
    { length: 1_000 },
    (_, index) => `01a20ca9-fd49-72c3-ae3c-${index.toString(16).padStart(12, '0')}`,
  );

  it('are the same for the same goal, and each has about as many goals as the others', () => {
    let opened = 0;
    const laneOf = createLanes(4, () => (opened += 1));
    const taken = goals.map(laneOf);
    expect(goals.map(laneOf)).toEqual(taken);
    for (const lane of [1, 2, 3, 4]) expect(taken.filter((one) => one === lane).length).toBeGreaterThan(150);
  });

  it('are one for everything where there is only one', () => {
    const laneOf = createLanes(1, () => 'only');
    expect(new Set(goals.map(laneOf))).toEqual(new Set(['only']));
  });
});
