import { Unavailable } from '../../shared/index.js';
import type { OutboxClaim, OutboxOutcome } from '../ports/outbox.js';

/** After so many failures one after the other a goal is parked: somebody has to look. */
export const MAX_DELIVERY_ATTEMPTS = 12;

const FIRST_PAUSE_MS = 10_000;
const MAX_PAUSE_MS = 3_600_000;
const MAX_REASON_LENGTH = 500;

/** How far a subscriber was brought in a goal, and what ended it; undefined when nothing went wrong. */
export type Delivered = { readonly delivered: number; readonly failure?: { readonly error: unknown } | undefined };

/**
 * Decides when the events of a goal that remain are tried again: at once after success; after a failure with pauses that
 * double from 10 seconds to an hour; no more once it is parked. `Unavailable` means that the subscriber's own system
 * is away, which is no fault of the event: such a goal waits and is never parked.
 */
export function outcomeOf(claim: OutboxClaim, { delivered, failure }: Delivered, now: Date): OutboxOutcome {
  const { goal, token } = claim;
  const hasAdvanced = delivered > claim.delivered;
  const before = hasAdvanced ? 0 : claim.attempts;
  if (failure === undefined) {
    return { goal, token, delivered, attempts: before, wakeAt: now, reason: hasAdvanced ? null : claim.reason };
  }
  const isAway = failure.error instanceof Unavailable;
  const attempts = isAway ? Math.min(before + 1, MAX_DELIVERY_ATTEMPTS - 1) : before + 1;
  const pauseMs = Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempts - 1));
  const wakeAt = attempts >= MAX_DELIVERY_ATTEMPTS ? null : new Date(now.getTime() + pauseMs);
  return { goal, token, delivered, attempts, wakeAt, reason: reasonOf(failure.error) };
}

function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, MAX_REASON_LENGTH);
}
