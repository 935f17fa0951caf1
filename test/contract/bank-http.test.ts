import { openHttpBank, serveBank } from '../../adapters/bank-http/index.js';
import { openSandboxBank } from '../../adapters/bank-sandbox/index.js';
import { bankContract, testClock } from './bank.contract.js';

bankContract('a bank behind HTTP', async () => {
  const clock = testClock();
  const sandbox = openSandboxBank({ path: ':memory:', clock });
  const served = await serveBank(sandbox, { port: 0 });
  // Without retries: the contract is about what one call does.
  const bank = openHttpBank({ baseUrl: served.url, retry: { attempts: 1 } });
  const stop = async () => {
    await bank.close();
    await served.close();
    sandbox.close();
  };
  return { bank, controls: sandbox, clock, stop };
});
