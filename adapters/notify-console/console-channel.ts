import { type Channel, messageByMessage } from '../../src/messaging/index.js';

/** What would break a line, steer the terminal, or reorder what stands beside it. */
const STEERING = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/gu;

/**
 * Writes messages on a terminal, one line each: to whom, about what, and its short form. For trying things out; a message
 * that comes again after a crash is written again.
 */
export function consoleChannel(write: (line: string) => void): Channel {
  return messageByMessage({
    name: 'console',
    clock: undefined,
    concurrency: 1,
    sendOne: async ({ key, to, text, data }) => {
      write(`${to} [${data?.template ?? ''}] ${text.replace(STEERING, ' ')}`);
      return { status: 'delivered', reference: key };
    },
    release: async () => undefined,
  });
}
