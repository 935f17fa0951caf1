import { OPERATIONS } from '../staff.js';
import type { World } from '../world.js';
import { ask } from './asking.js';
import { daysPass } from './moments.js';

type Waiting = { readonly id: string };

const WEEK_DAYS = 7;

/** Its name among the people of a run, who can be left out; no client has it. */
export const OFFICE = 'office';

/**
 * The bank's office: each day somebody tries the dates of plans again whose money was not there in the morning; once a week
 * what could not be paid out is tried again, and questions that were handed over are answered.
 */
export async function keepOffice(world: World): Promise<void> {
  if (world.options.keep?.people?.has(OFFICE) === false) return;
  const random = world.random.fork('office');
  for (let day = 1; ; day += 1) {
    await daysPass(world, 1, random);
    if (world.rest.isOn) return;
    await world.call(OPERATIONS, 'transfers.retry', {});
    if (day % WEEK_DAYS !== 0) continue;
    for (const { id } of await waitingFor(world, 'refunds.list', { status: 'unclaimed' })) {
      await world.call(OPERATIONS, 'refunds.retry', { refund: id });
    }
    for (const { id } of await waitingFor(world, 'messages.handovers', {})) {
      await world.call(OPERATIONS, 'messages.close-handover', { handover: id });
    }
  }
}

async function waitingFor(world: World, operation: string, input: object): Promise<readonly Waiting[]> {
  return ((await ask(world, OPERATIONS, operation, input)) as readonly Waiting[] | undefined) ?? [];
}
