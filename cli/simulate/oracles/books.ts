import { openJinaq } from '../../../adapters/node/index.js';
import { createManualClock } from '../../../adapters/jobs-inline/index.js';
import { createSigner } from '../../../adapters/system/index.js';
import { runFinalChecks } from '../../scenario/final-checks.js';
import { join } from 'node:path';
import type { World } from '../world.js';

/** When all is at rest: what every scenario must hold, too, looked at by a process that nothing goes wrong for. */
export async function booksOracle(world: World): Promise<void> {
  const clock = createManualClock(world.scheduler.clock.now());
  const jinaq = await openJinaq({
    db: `sqlite:${join(world.folder, 'jinaq.db')}`,
    isDurable: false,
    bank: world.bank,
    clock,
    signer: createSigner(),
  });
  try {
    const checks = await runFinalChecks({ jinaq, sandbox: world.bank, clock, store: jinaq.ports.store });
    for (const { name, problems } of checks) for (const problem of problems) world.violate(name, problem);
  } finally {
    await jinaq.close();
  }
}
