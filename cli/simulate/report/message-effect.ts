import { join } from 'node:path';
import { createManualClock } from '../../../adapters/jobs-inline/index.js';
import { openJinaq } from '../../../adapters/node/index.js';
import { runOperation, toJson } from '../../../adapters/operations/index.js';
import { createSigner } from '../../../adapters/system/index.js';
import type { ReminderEffect } from '../../../src/messaging/index.js';
import type { CivilDate } from '../../../src/shared/index.js';
import type { World } from '../world.js';

/** What reminders brought in a run, as `messages.effect` tells it. Money is tenge. */
export type MessageEffect = { readonly [Name in keyof ReminderEffect]: Plain<ReminderEffect[Name]> };

type Plain<Value> = Value extends bigint
  ? string
  : Value extends object
    ? { readonly [Name in keyof Value]: Plain<Value[Name]> }
    : Value;

/** Asks a process for which nothing goes wrong what reminders have brought since the first day. */
export async function effectOfReminders(world: World, from: CivilDate): Promise<MessageEffect> {
  const jinaq = await openJinaq({
    db: `sqlite:${join(world.folder, 'jinaq.db')}`,
    isDurable: false,
    bank: world.bank,
    clock: createManualClock(world.scheduler.clock.now()),
    signer: createSigner(),
  });
  try {
    const report = await runOperation(jinaq.context, 'messages.effect', { kind: 'staff', role: 'analyst' }, { from });
    const { reminded, heldOut, difference, low, high, percent, isSure, note, formula } = toJson(
      report,
    ) as MessageEffect;
    return { reminded, heldOut, difference, low, high, percent, isSure, note, formula };
  } finally {
    await jinaq.close();
  }
}
