/** A process that tells events to a file and kills itself at the second one: `event-child.ts FOLDER STEP`. */
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { openJinaq } from '../../adapters/node/index.js';

const [folder = '', step = ''] = process.argv.slice(2);

let events = 0;
const jinaq = await openJinaq({
  db: `sqlite:${join(folder, 'jinaq.db')}`,
  bank: `sandbox:${join(folder, 'bank.db')}`,
  subscribers: [
    {
      name: 'file',
      handle: async ({ id }) => {
        events += 1;
        if (step === 'before-handling' && events === 2) process.kill(process.pid, 'SIGKILL');
        appendFileSync(join(folder, 'events.txt'), `${id}\n`);
        if (step === 'after-handling' && events === 2) process.kill(process.pid, 'SIGKILL');
      },
    },
  ],
});
await jinaq.events.dispatch({ kind: 'staff', role: 'operations' });
await jinaq.close();
