import type { ChannelName } from './channel-name.js';
import type { MessageClass } from './message-class.js';

/** Attempts on one channel in all; with the waits below they end after some 27 hours. */
export const MAX_ATTEMPTS = 10;
const FIRST_WAIT_MS = 30_000;
const MAX_WAIT_MS = 6 * 3_600_000;

/**
 * Channels that recognise the key of a message that comes again: a webhook by its idempotency key, e-mail by its
 * Message-ID, push by topic and tag (the second replaces the first), the inbox by itself.
 */
const KNOWS_KEYS: Readonly<Record<ChannelName, boolean>> = {
  ...{ webhook: true, email: true, push: true, inbox: true },
  ...{ sms: false, console: false },
};

/**
 * Whether a message is sent again when nobody knows if it went out. Where the channel cannot tell, what is owed to
 * the member comes rather twice than never, and a reminder rather never than twice.
 */
export function mayRepeat(channel: ChannelName, messageClass: MessageClass): boolean {
  return KNOWS_KEYS[channel] || messageClass === 'service' || messageClass === 'legal';
}

export type RetryContext = {
  readonly now: Date;
  /** How long the channel asked to be left alone, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
  readonly expiresAt: Date | null;
  readonly defer: (at: Date) => Date;
  readonly spread: number;
};

/**
 * When to try again after so many attempts: 30 seconds, 2 minutes, 8 minutes and so on to 6 hours, up to half as long
 * again by `spread`, never before the channel asked for.
 *
 * @returns undefined when there is no further attempt, or it would come too late to be of use
 */
export function nextAttempt(attempts: number, context: RetryContext): Date | undefined {
  const { now, retryAfterMs = 0, expiresAt, defer, spread } = context;
  if (attempts >= MAX_ATTEMPTS) return undefined;
  const waitMs = Math.min(MAX_WAIT_MS, FIRST_WAIT_MS * 4 ** (attempts - 1)) * (1 + spread / 2);
  const at = defer(new Date(now.getTime() + Math.ceil(Math.max(waitMs, retryAfterMs))));
  return expiresAt !== null && at >= expiresAt ? undefined : at;
}
