/** A process that pays one contribution and kills itself at one step of it: `child.ts FOLDER STEP GOAL KEY`. */
import { join } from 'node:path';
import { openJinaq } from '../../adapters/node/index.js';
import { parseClientId } from '../../src/shared/index.js';

const [folder = '', step = '', goal = '', key = ''] = process.argv.slice(2);

function die(): never {
  process.kill(process.pid, 'SIGKILL');
  throw new Error('a killed process goes on');
}

let transactions = 0;
const jinaq = await openJinaq({
  db: `sqlite:${join(folder, 'jinaq.db')}`,
  bank: `sandbox:${join(folder, 'bank.db')}`,
  decorate: ({ store, bank }) => ({
    store: {
      read: (work) => store.read(work),
      transact: (work) => {
        transactions += 1;
        if (step === 'before-intent' && transactions === 1) die();
        if (step === 'before-post' && transactions === 2) die();
        // Inside the transaction, with everything written and nothing committed.
        return store.transact(async (tx) => {
          const result = await work(tx);
          if (step === 'inside-intent' && transactions === 1) die();
          if (step === 'inside-post' && transactions === 2) die();
          return result;
        });
      },
    },
    bank: {
      ...bank,
      transfer: async (command) => {
        if (step === 'after-intent') die();
        const result = await bank.transfer(command);
        if (step === 'after-debit') die();
        return result;
      },
    },
  }),
});
await jinaq.goals.contribute({ kind: 'client', client: parseClientId('payer') }, { goal, amount: '1000.00', key });
if (step === 'after-post') die();
await jinaq.close();
