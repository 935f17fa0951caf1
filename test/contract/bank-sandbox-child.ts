// A process of its own that pays through a sandbox bank in a file, until it is done or killed (bank-sandbox-file.test.ts).
// It prints the key of each transfer once the bank has answered.
import { openSandboxBank } from '../../adapters/bank-sandbox/index.js';

const [path = '', from = '', to = '', prefix = '', count = '0', inFlight = '1'] = process.argv.slice(2);
const bank = openSandboxBank({ path, clock: { now: () => new Date() } });

let next = 0;
async function pay(): Promise<void> {
  for (let index = next++; index < Number(count); index = next++) {
    const key = `${prefix}-${index}`;
    const { status } = await bank.transfer({ key, from, to, amount: 1n });
    process.stdout.write(`${status} ${key}\n`);
  }
}

await Promise.all(Array.from({ length: Number(inFlight) }, pay));
bank.close();
