import { appendFileSync } from 'node:fs';
import type { Channel } from '../../src/messaging/index.js';

/** A gateway whose memory outlives the process that sends: a line with the key for each message that arrives. */
export function fileChannel(file: string): Channel {
  return {
    name: 'webhook',
    send: async (messages) =>
      messages.map(({ key }) => {
        appendFileSync(file, `${key}\n`);
        return { status: 'delivered', reference: key };
      }),
    onReport: () => () => undefined,
    close: () => Promise.resolve(),
  };
}
