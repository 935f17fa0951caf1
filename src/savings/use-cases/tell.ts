import type { SavingsEvent } from '../domain/event.js';
import type { SavingsTx } from '../ports/savings-tx.js';
import { currentRules } from './load.js';

/** Who causes it and when; goes into the history. */
export type Cause = { readonly actor: string; readonly now: Date };

type Happening = Pick<SavingsEvent, 'goal' | 'type'> & Partial<Pick<SavingsEvent, 'client' | 'data'>>;

/** Adds one event to a goal's history, with the version of the rules that holds now. */
export async function tell(
  tx: SavingsTx,
  { goal, type, client = null, data = {} }: Happening,
  { actor, now }: Cause,
): Promise<void> {
  const { version: rulesVersion } = await currentRules(tx, now);
  await tx.events.append([{ goal, type, at: now, actor, client, rulesVersion, data }]);
}
