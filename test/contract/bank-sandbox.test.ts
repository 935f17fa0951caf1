import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSandboxBank } from '../../adapters/bank-sandbox/index.js';
import { bankContract, testClock } from './bank.contract.js';

bankContract('the sandbox bank in memory', async () => {
  const clock = testClock();
  const bank = openSandboxBank({ path: ':memory:', clock });
  return { bank, controls: bank, clock, stop: async () => bank.close() };
});

bankContract('the sandbox bank in a file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'jinaq-bank-'));
  const clock = testClock();
  const bank = openSandboxBank({ path: join(folder, 'bank.db'), clock });
  const stop = async () => {
    bank.close();
    await rm(folder, { recursive: true });
  };
  return { bank, controls: bank, clock, stop };
});
