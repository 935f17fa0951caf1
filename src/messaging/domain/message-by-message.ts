import type { Clock } from '../../shared/index.js';
import type { Channel, OutgoingMessage, SendResult } from '../ports/channel.js';
import { failedAs } from './send-failure.js';

export type MessageByMessage = {
  readonly name: Channel['name'];
  /** For what has become useless while it waited; without one, nothing has. */
  readonly clock: Clock | undefined;
  /** Messages under way at once, over all callers. */
  readonly concurrency: number;
  /** Sends one message; never rejects. */
  readonly sendOne: (message: OutgoingMessage) => Promise<SendResult>;
  /** Lets go of connections, once nothing is under way. */
  readonly release: () => Promise<void>;
};

/**
 * Makes a channel without delivery reports from a way to send one message: results in order, so many at once, nothing
 * that is of no use any more, and an end that waits for what is under way.
 */
export function messageByMessage({ name, clock, concurrency, sendOne, release }: MessageByMessage): Channel {
  const waiting: (() => void)[] = [];
  let free = concurrency;
  let isClosed = false;
  let underWay: Promise<unknown> = Promise.resolve();

  const sendInTurn = async (message: OutgoingMessage): Promise<SendResult> => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      const isLate = message.expiresAt !== undefined && clock !== undefined && message.expiresAt <= clock.now();
      return isLate ? failedAs('message', 'expired') : await sendOne(message);
    } finally {
      // The place goes straight to the next one in the queue, if there is one.
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };
  return {
    name,
    send: (messages) => {
      if (isClosed) return Promise.resolve(messages.map(() => failedAs('temporary', 'closed')));
      const results = Promise.all(messages.map(sendInTurn));
      underWay = Promise.allSettled([underWay, results]);
      return results;
    },
    onReport: () => () => undefined,
    close: async () => {
      isClosed = true;
      await underWay;
      await release();
    },
  };
}
