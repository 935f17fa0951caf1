import { type Actor, authorise } from '../../access/index.js';
import {
  addDays,
  type CivilDate,
  civilDateOf,
  type ClientId,
  invalidInput,
  pages,
  startOfDay,
} from '../../shared/index.js';
import { measureEffect, type RemindedClient, type ReminderEffect } from '../domain/reminder-effect.js';
import type { MessagingPorts } from '../ports/index.js';

export type EffectCommand = {
  readonly actor: Actor;
  /** The first day of reminders; a year ago when absent. */
  readonly from?: CivilDate | undefined;
  /** The last day; today when absent. */
  readonly to?: CivilDate | undefined;
  /** Within how many days a payment counts as following a reminder; `EFFECT_DAYS` when absent. */
  readonly days?: number | undefined;
};

export type EffectReport = ReminderEffect & {
  readonly from: CivilDate;
  readonly to: CivilDate;
  readonly days: number;
};

/** Within so many days a payment counts as following a reminder, unless the question names others. */
export const EFFECT_DAYS = 7;
const YEAR_DAYS = 365;
const PAGE = 2_000;

/**
 * Compares what clients saved for whom a reminder was due with those who were held out at random. Whether a reminder was
 * due counts, not whether it was sent: who paid before it went out, or does not want any, is in both groups alike. Late
 * reminders do not count, since only those who did not pay get one.
 *
 * @throws access.denied input.invalid
 */
export class MeasureReminderEffect {
  readonly #deps: Pick<MessagingPorts, 'store' | 'clock'>;

  constructor(deps: Pick<MessagingPorts, 'store' | 'clock'>) {
    this.#deps = deps;
  }

  async execute({ actor, days = EFFECT_DAYS, ...range }: EffectCommand): Promise<EffectReport> {
    authorise(actor, 'messages.effect');
    const { store, clock } = this.#deps;
    const to = range.to ?? civilDateOf(clock.now());
    const from = range.from ?? addDays(to, -YEAR_DAYS);
    if (from > to) throw invalidInput({ path: 'from', message: 'is after to' });
    return { from, to, days, ...measureEffect(await readReminded(store, { from, to, days })) };
  }
}

/** Reads what clients saved to whom a reminder was due between two days, both included. */
export async function readReminded(
  store: MessagingPorts['store'],
  { from, to, days }: Pick<EffectReport, 'from' | 'to' | 'days'>,
): Promise<readonly RemindedClient[]> {
  const during = { from: startOfDay(from), to: startOfDay(addDays(to, 1)), days };
  const clients: RemindedClient[] = [];
  const load = (after: ClientId | null) => store.read((tx) => tx.messages.reminded(during, after, PAGE));
  for await (const page of pages(load, ({ client }) => client)) {
    clients.push(...page.map(({ isHeldOut, reminders, saved }) => ({ isHeldOut, reminders, saved })));
  }
  return clients;
}
