import { join } from 'node:path';
import { createManualClock } from '../../../adapters/jobs-inline/index.js';
import { openJinaq } from '../../../adapters/node/index.js';
import { toJson } from '../../../adapters/operations/index.js';
import { createSigner } from '../../../adapters/system/index.js';
import {
  EFFECT_DAYS,
  measureEffect,
  readReminded,
  type RemindedClient,
  type ReminderEffect,
} from '../../../src/messaging/index.js';
import { type CivilDate, civilDateOf } from '../../../src/shared/index.js';
import { BOOKS_FILE } from '../books.js';
import type { World } from '../world.js';

/** What reminders brought in a run, as `messages.effect` tells it. Money is tenge. */
export type MessageEffect = { readonly [Name in keyof ReminderEffect]: Plain<ReminderEffect[Name]> };

type Plain<Value> = Value extends bigint
  ? string
  : Value extends object
    ? { readonly [Name in keyof Value]: Plain<Value[Name]> }
    : Value;

/** Reads, by a process for which nothing goes wrong, what those saved to whom a reminder was due since the first day. */
export async function remindedClients(world: World, from: CivilDate): Promise<readonly RemindedClient[]> {
  const clock = createManualClock(world.scheduler.clock.now());
  const jinaq = await openJinaq({
    db: `sqlite:${join(world.folder, BOOKS_FILE)}`,
    ...{ isDurable: false, bank: world.bank, clock, signer: createSigner() },
  });
  try {
    const to = civilDateOf(clock.now());
    return await readReminded(jinaq.ports.store, { from, to, days: EFFECT_DAYS });
  } finally {
    await jinaq.close();
  }
}

/** What reminders have brought by these clients. */
export function effectOn(clients: readonly RemindedClient[]): MessageEffect {
  const { reminded, heldOut, difference, low, high, percent, isSure, note, formula } = toJson(
    measureEffect(clients),
  ) as MessageEffect;
  return { reminded, heldOut, difference, low, high, percent, isSure, note, formula };
}
