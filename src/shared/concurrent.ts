/** Lets at most so many pieces of work run at once; the others wait in the order in which they came. */
export type Gate = <T>(work: () => Promise<T>) => Promise<T>;

/**
 * Makes a gate through which at most `limit` pieces of work go at once.
 *
 * @param limit a whole number from 1
 */
export function createGate(limit: number): Gate {
  let free = limit;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      // Handed on, not given back, when somebody waits: whoever comes new would overtake them.
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };
}

/** Runs work of one key after the other, in the order in which it came; work of different keys side by side. */
export type Turns<Key> = <T>(key: Key, work: () => Promise<T>) => Promise<T>;

/** Makes turns that remember a key only as long as it has work. */
export function createTurns<Key>(): Turns<Key> {
  const last = new Map<Key, Promise<unknown>>();
  return async (key, work) => {
    const before = last.get(key);
    // Work that failed has told its own caller; the next one's turn comes all the same.
    const turn = before === undefined ? work() : before.then(work, work);
    last.set(key, turn);
    try {
      return await turn;
    } finally {
      if (last.get(key) === turn) last.delete(key);
    }
  };
}

/**
 * Works through items with at most `limit` of them in hand at once, taking the next one only when there is room. When
 * it is stopped, or one of them throws, or there is no next one to be had, it takes no more and waits for those in hand.
 *
 * @throws what was thrown first, after all in hand have ended
 */
export async function workThrough<Item>(
  items: AsyncIterable<Item>,
  { limit, isStopped = () => false }: { readonly limit: number; readonly isStopped?: () => boolean },
  work: (item: Item) => Promise<void>,
): Promise<void> {
  let inHand = 0;
  let wake: () => void = () => undefined;
  const failures: unknown[] = [];
  const oneLess = () =>
    new Promise<void>((resolve) => {
      wake = resolve;
    });
  const take = async (item: Item): Promise<void> => {
    try {
      await work(item);
    } catch (error) {
      failures.push(error);
    }
    inHand -= 1;
    wake();
  };
  try {
    for await (const item of items) {
      if (isStopped() || failures.length > 0) break;
      inHand += 1;
      void take(item);
      if (inHand >= limit) await oneLess();
    }
  } catch (error) {
    failures.push(error);
  }
  while (inHand > 0) await oneLess();
  if (failures.length > 0) throw failures[0];
}
