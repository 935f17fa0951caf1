import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createGate, createTurns, workThrough } from '../../../src/shared/index.js';

/** Counts how much work is going on at once. */
function meter() {
  const seen = { now: 0, most: 0, done: 0 };
  const work = async (): Promise<void> => {
    seen.now += 1;
    seen.most = Math.max(seen.most, seen.now);
    await sleep(1);
    seen.now -= 1;
    seen.done += 1;
  };
  return { seen, work };
}

async function* count(to: number): AsyncGenerator<number> {
  for (let number = 0; number < to; number += 1) yield await Promise.resolve(number);
}

describe('a gate', () => {
  it('lets so many through at once and no more, and all of them in the end', async () => {
    const { seen, work } = meter();
    const gate = createGate(3);
    await Promise.all(Array.from({ length: 20 }, () => gate(work)));
    expect(seen).toEqual({ now: 0, most: 3, done: 20 });
  });

  it('keeps the order in which they came, and a newcomer does not overtake', async () => {
    const gate = createGate(1);
    const order: number[] = [];
    const enter = (number: number) => gate(async () => void order.push(await Promise.resolve(number)));
    const first = enter(0).then(() => enter(9));
    await Promise.all([first, ...[1, 2, 3].map(enter)]);
    expect(order).toEqual([0, 1, 2, 3, 9]);
  });

  it('opens again after work that failed', async () => {
    const gate = createGate(1);
    await expect(gate(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await gate(() => Promise.resolve('yes'))).toBe('yes');
  });
});

describe('turns', () => {
  it('take work of one key one after the other, and of different keys side by side', async () => {
    const inTurn = createTurns<string>();
    const [a, all] = [meter(), meter()];
    const ofA = Array.from({ length: 5 }, () => inTurn('a', () => all.work().then(a.work)));
    const others = ['b', 'c'].map((key) => inTurn(key, all.work));
    await Promise.all([...ofA, ...others]);
    expect(a.seen).toEqual({ now: 0, most: 1, done: 5 });
    expect(all.seen.most).toBe(3);
  });

  it('come all the same after work that failed, whose caller alone is told', async () => {
    const inTurn = createTurns<string>();
    const failed = inTurn('a', () => Promise.reject(new Error('no')));
    const next = inTurn('a', () => Promise.resolve('yes'));
    await expect(failed).rejects.toThrow('no');
    expect(await next).toBe('yes');
  });
});

describe('work through many items', () => {
  it('has at most so many in hand, takes the next one only when there is room, and does all', async () => {
    const { seen, work } = meter();
    let taken = 0;
    let mostAhead = 0;
    async function* items(): AsyncGenerator<number> {
      for await (const number of count(50)) {
        taken += 1;
        mostAhead = Math.max(mostAhead, taken - seen.done);
        yield number;
      }
    }
    await workThrough(items(), { limit: 4 }, work);
    expect(seen).toEqual({ now: 0, most: 4, done: 50 });
    expect(mostAhead).toBeLessThanOrEqual(5);
  });

  it('is stopped: takes no more, and ends when what is in hand has ended', async () => {
    const { seen, work } = meter();
    await workThrough(count(50), { limit: 4, isStopped: () => seen.done >= 8 }, work);
    expect(seen.now).toBe(0);
    expect(seen.done).toBeGreaterThanOrEqual(8);
    expect(seen.done).toBeLessThanOrEqual(12);
  });

  it('fails with the first failure, after the others have ended', async () => {
    const { seen, work } = meter();
    const fails = (number: number) => (number === 2 ? Promise.reject(new Error('no')) : work());
    await expect(workThrough(count(50), { limit: 4 }, fails)).rejects.toThrow('no');
    expect(seen.now).toBe(0);
    expect(seen.done).toBeLessThan(10);
  });

  it('fails when the next item cannot be had, after what is in hand has ended', async () => {
    const { seen, work } = meter();
    async function* broken(): AsyncGenerator<number> {
      yield* count(3);
      throw new Error('the database is gone');
    }
    await expect(workThrough(broken(), { limit: 10 }, work)).rejects.toThrow('the database is gone');
    expect(seen).toEqual({ now: 0, most: 3, done: 3 });
  });

  it('of nothing is done at once', async () => {
    await workThrough(count(0), { limit: 1 }, () => Promise.reject(new Error('never')));
  });
});
