import type { Random } from '../random.js';
import { OPERATIONS } from '../staff.js';
import type { World } from '../world.js';
import { ask } from './asking.js';
import { daysPass } from './moments.js';

type Waiting = { readonly id: string };
type Unclaimed = Waiting & { readonly goal: string };

const WEEK_DAYS = 7;
/** How often somebody whose account is closed names that of a relative. */
const NAMES_ANOTHER = 0.5;

/** Its name among the people of a run, who can be left out; no client has it. */
export const OFFICE = 'office';

/**
 * The bank's office: each day somebody tries the dates of plans again whose money was not there in the morning; once a
 * week what could not be paid out is tried again, some of it to the account of a relative, and questions that were handed
 * over are answered.
 */
export async function keepOffice(world: World): Promise<void> {
  if (world.options.keep?.people?.has(OFFICE) === false) return;
  const random = world.random.fork('office');
  for (let day = 1; ; day += 1) {
    await daysPass(world, 1, random);
    if (world.rest.isOn) return;
    await world.call(OPERATIONS, 'transfers.retry', {});
    if (day % WEEK_DAYS !== 0) continue;
    for (const refund of await waitingFor<Unclaimed>(world, 'refunds.list', { status: 'unclaimed' })) {
      await tryAgain(world, refund, random);
    }
    for (const { id } of await waitingFor<Waiting>(world, 'messages.handovers', {})) {
      await world.call(OPERATIONS, 'messages.close-handover', { handover: id });
    }
  }
}

async function tryAgain(world: World, { id, goal }: Unclaimed, random: Random): Promise<void> {
  const relatives = [...world.goals.values()].find((known) => known.id === goal)?.clients ?? [];
  const relative = random.chance(NAMES_ANOTHER) && relatives.length > 0 ? random.pick(relatives) : undefined;
  const shown = relative && (await world.atBank('bank.show', { account: relative }, (bank) => bank.show(relative)));
  await world.call(OPERATIONS, 'refunds.retry', { refund: id, ...(shown && { account: shown.account }) });
}

async function waitingFor<Item>(world: World, operation: string, input: object): Promise<readonly Item[]> {
  return ((await ask(world, OPERATIONS, operation, input)) as readonly Item[] | undefined) ?? [];
}
