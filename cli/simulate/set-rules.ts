import { invalidInput } from '../../src/shared/index.js';
import { ADMIN } from './staff.js';
import type { World } from './world.js';

/**
 * An admin sets the rules of the run, before anybody has moved in.
 *
 * @throws input.invalid when a rule is refused
 */
export async function setRules(world: World): Promise<void> {
  for (const [name, value] of Object.entries(world.options.rules ?? {})) {
    const asked = world.call(ADMIN, 'rules.set', { name, value });
    await world.scheduler.runUntil(world.scheduler.nowMs());
    const answer = await asked;
    if (answer.status === 'done') continue;
    throw invalidInput({ path: name, message: `cannot be ${value}: the rules refuse it` });
  }
}
