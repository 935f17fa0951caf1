/** A process that plans and sends messages and kills itself at one step of it: `messages-child.ts FOLDER STEP NOW`. */
import { join } from 'node:path';
import { openJinaq } from '../../adapters/node/index.js';
import type { Actor } from '../../src/access/index.js';
import { fileChannel } from './file-channel.js';

const OPERATIONS: Actor = { kind: 'staff', role: 'operations' };
const [folder = '', step = '', now = ''] = process.argv.slice(2);

function die(): never {
  process.kill(process.pid, 'SIGKILL');
  throw new Error('a killed process goes on');
}

let isSending = false;
let transactions = 0;
const channel = fileChannel(join(folder, 'sent.txt'));
const jinaq = await openJinaq({
  db: `sqlite:${join(folder, 'jinaq.db')}`,
  bank: `sandbox:${join(folder, 'bank.db')}`,
  clock: { now: () => new Date(now) },
  channels: [
    {
      ...channel,
      send: async (messages) => {
        if (step === 'before-channel') die();
        const results = await channel.send(messages);
        if (step === 'after-channel') die();
        return results;
      },
    },
  ],
  decorate: ({ store, bank }) => ({
    bank,
    store: {
      read: (work) => store.read(work),
      transact: (work) => {
        if (isSending) transactions += 1;
        // Inside the transaction, with everything written and nothing committed.
        return store.transact(async (tx) => {
          const result = await work(tx);
          if (step === 'inside-plan' && !isSending) die();
          if (step === 'inside-claim' && transactions === 1) die();
          if (step === 'inside-note' && transactions === 2) die();
          return result;
        });
      },
    },
  }),
});
await jinaq.messages.plan(OPERATIONS);
if (step === 'after-plan') die();
isSending = true;
await jinaq.messages.send(OPERATIONS);
if (step === 'after-send') die();
await jinaq.close();
