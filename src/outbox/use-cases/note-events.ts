import type { StoredEvent } from '../../savings/index.js';
import type { GoalId } from '../../shared/index.js';
import type { OutboxNote, OutboxPorts } from '../ports/outbox.js';

const PAGE = 1_000;

/**
 * Finds the goals of the next events and notes them as due, in one transaction with how far the feed was read.
 *
 * @returns how many events were found
 */
export async function noteNextEvents({ store, clock }: OutboxPorts, subscriber: string): Promise<number> {
  return store.transact(async (tx) => {
    const events = await tx.feed.next(subscriber, PAGE);
    const last = events.at(-1);
    if (last === undefined) return 0;
    await tx.outbox.note(subscriber, notesOf(events), clock.now());
    await tx.feed.advance(subscriber, last.position);
    return events.length;
  });
}

function notesOf(events: readonly StoredEvent[]): readonly OutboxNote[] {
  const notes = new Map<GoalId, OutboxNote>();
  for (const { goal, position } of events) {
    notes.set(goal, { goal, first: notes.get(goal)?.first ?? position, last: position });
  }
  return [...notes.values()];
}
