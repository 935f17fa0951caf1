import { setImmediate as nextTurn } from 'node:timers/promises';

/** Lets one piece of work after the other have the connection. */
export type Line = <T>(work: () => Promise<T>) => Promise<T>;

/** Transactions that follow one another keep timers and sockets waiting no longer than this and one transaction. */
const MAX_TURN_MS = 5;

/** Makes the line before a connection. */
export function createLine(): Line {
  let last: Promise<unknown> = Promise.resolve();
  let turnBegan = performance.now();
  const inTurn = async <T>(work: () => Promise<T>): Promise<T> => {
    // The driver blocks, and one transaction after the other would leave nobody else a turn: answers of the bank that
    // have come would wait, and the bank be idle meanwhile.
    if (performance.now() - turnBegan > MAX_TURN_MS) {
      await nextTurn();
      turnBegan = performance.now();
    }
    return work();
  };
  return (work) => {
    const next = last.then(() => inTurn(work));
    last = next.catch(() => undefined);
    return next;
  };
}
