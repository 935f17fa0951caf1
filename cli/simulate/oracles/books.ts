import { createManualClock } from '../../../adapters/jobs-inline/index.js';
import type { Jinaq } from '../../../adapters/node/index.js';
import { runFinalChecks } from '../../scenario/final-checks.js';
import type { World } from '../world.js';

/** When all is at rest: what every scenario must hold, too, looked at by a process that nothing goes wrong for. */
export async function booksOracle(world: World, jinaq: Jinaq): Promise<void> {
  const clock = createManualClock(world.scheduler.clock.now());
  const checks = await runFinalChecks({ jinaq, sandbox: world.bank, clock, store: jinaq.ports.store });
  for (const { name, problems } of checks) for (const problem of problems) world.violate(name, problem);
}
