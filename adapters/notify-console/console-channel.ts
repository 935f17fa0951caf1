import type { Channel } from '../../src/messaging/index.js';

/** One field of a line that would break it, or turn it round. */
const BROKEN = /[\p{Cc}\u202a-\u202e]/gu;

/**
 * Writes messages on a terminal, one line each: to whom, about what, and its short form. For trying things out; a message
 * that comes again after a crash is written again.
 */
export function consoleChannel(write: (line: string) => void): Channel {
  return {
    name: 'console',
    send: async (messages) =>
      messages.map(({ key, to, text, data }) => {
        write(`${to} [${data?.template ?? ''}] ${text.replace(BROKEN, ' ')}`);
        return { status: 'delivered', reference: key };
      }),
    onReport: () => () => undefined,
    close: () => Promise.resolve(),
  };
}
