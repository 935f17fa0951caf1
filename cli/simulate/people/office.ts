import type { World } from '../world.js';
import { OPERATIONS } from '../staff.js';
import { ask } from './asking.js';
import { daysPass } from './moments.js';

type Refund = { readonly id: string; readonly lines?: readonly unknown[] };

const WEEK_DAYS = 7;

/** The bank's office: once a week somebody tries again what could not be paid out. */
export async function keepOffice(world: World): Promise<void> {
  const random = world.random.fork('office');
  for (;;) {
    await daysPass(world, WEEK_DAYS, random);
    if (world.rest.isOn) return;
    const refunds = (await ask(world, OPERATIONS, 'refunds.list', { status: 'unclaimed' })) as
      | readonly Refund[]
      | undefined;
    for (const { id } of refunds ?? []) await world.call(OPERATIONS, 'refunds.retry', { refund: id });
  }
}
