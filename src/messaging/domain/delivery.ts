import { invariant } from '../../shared/index.js';
import type { DeliveryReport, SendFailure, SendResult } from '../ports/channel.js';
import type { ChannelName } from './channel-name.js';
import { fallbackChannel, type Route } from './delivery-route.js';
import type { MessageClass } from './message-class.js';
import { mayRepeat, nextAttempt } from './retry.js';

export const DELIVERY_STATUSES = ['planned', 'suppressed', 'queued', 'sent', 'delivered', 'failed', 'read'] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

/** Waits for its turn on a channel, or is being sent just now. */
export type QueuedDelivery = {
  readonly status: 'queued';
  readonly channel: ChannelName;
  /** All channels so far, this one included. */
  readonly tried: readonly ChannelName[];
  /** Attempts begun on this channel. */
  readonly attempts: number;
  readonly notBefore: Date;
  /** When the attempt under way began; null between attempts. */
  readonly begunAt: Date | null;
  /** From then on the next channel of the route takes over. */
  readonly fallbackAt: Date | null;
};

/** Was accepted by a channel, which has not yet said that it arrived. */
export type SentDelivery = Pick<QueuedDelivery, 'channel' | 'tried' | 'fallbackAt'> & {
  readonly status: 'sent';
  readonly reference: string;
  readonly at: Date;
};

/** The way of one message to its reader: planned -> suppressed | queued -> sent -> delivered | failed (-> read). */
export type Delivery =
  | { readonly status: 'planned'; readonly dueAt: Date }
  | { readonly status: 'suppressed' | 'failed'; readonly reason: string; readonly at: Date }
  | QueuedDelivery
  | SentDelivery
  | { readonly status: 'delivered' | 'read'; readonly channel: ChannelName; readonly at: Date };

/** What a step of a delivery looks at. Route and quiet hours are those of now: people change their minds. */
export type DeliveryContext = {
  readonly now: Date;
  readonly messageClass: MessageClass;
  /** See `routeFor`. */
  readonly route: Route;
  readonly expiresAt: Date | null;
  /** Moves a moment out of the quiet hours; the identity for classes that have none. */
  readonly defer: (at: Date) => Date;
  /** From 0 to below 1, steady for the message (a hash of its key): messages that fail together return apart. */
  readonly spread: number;
};

/** The delivery as it goes on, and the channel whose address of this person is to be turned off. */
export type DeliveryStep = { readonly delivery: Delivery; readonly turnOff: ChannelName | null };

/** How long an attempt may be under way before another process may take it for interrupted, in milliseconds. */
export const ATTEMPT_LEASE_MS = 15 * 60_000;

/** What is known of an attempt whose process is gone: nothing. */
export const INTERRUPTED: SendFailure = { status: 'failed', fault: 'unknown', reason: 'interrupted' };

/**
 * Puts a message on the first channel of its route. To send it: store `beginAttempt` and commit, call the channel
 * outside any transaction, then store `finishAttempt`. What a crash leaves begun is finished as `INTERRUPTED` after the
 * lease, so that each message goes out at least once, and twice only where `mayRepeat` accepts it.
 */
export function queueDelivery(context: DeliveryContext): Delivery {
  const { now, expiresAt, route } = context;
  const next = route.length === 0 ? undefined : onNextChannel([], context);
  if (next !== undefined) return next;
  const reason = expiresAt !== null && context.defer(now) >= expiresAt ? 'expired' : 'no-channel';
  return { status: 'suppressed', reason, at: now };
}

/** True when an attempt of this delivery may begin: its time has come and nobody is at it. */
export function isSendable({ notBefore, begunAt }: QueuedDelivery, now: Date): boolean {
  return begunAt === null && notBefore <= now;
}

/** True when the attempt under way has outlived its lease: finish it as `INTERRUPTED`. */
export function isInterrupted({ begunAt }: QueuedDelivery, now: Date): boolean {
  return begunAt !== null && now.getTime() - begunAt.getTime() >= ATTEMPT_LEASE_MS;
}

/** Marks that an attempt begins; to be committed before the channel is called. */
export function beginAttempt(delivery: QueuedDelivery, now: Date): QueuedDelivery {
  invariant(isSendable(delivery, now), 'An attempt begins when it is due and no other is under way.');
  return { ...delivery, attempts: delivery.attempts + 1, begunAt: now };
}

/**
 * Takes in the answer of the channel to an attempt. The delivery may have gone on meanwhile (a report came first, the
 * lease was over): a success still counts while nobody else is at it, a failure then says nothing new.
 */
export function finishAttempt(
  delivery: Delivery,
  { begun, result }: { readonly begun: QueuedDelivery; readonly result: SendResult },
  context: DeliveryContext,
): DeliveryStep {
  if (delivery.status !== 'queued' || delivery.channel !== begun.channel) return goesOn(delivery);
  const { channel, tried, fallbackAt, begunAt } = delivery;
  const isUnderWay = begunAt !== null && delivery.attempts === begun.attempts;
  if (begunAt !== null && !isUnderWay) return goesOn(delivery);
  if (result.status === 'failed') return isUnderWay ? afterFailure(delivery, result, context) : goesOn(delivery);
  const { status, reference } = result;
  if (status === 'delivered') return goesOn({ status, channel, at: context.now });
  return goesOn({ status, channel, tried, fallbackAt, reference, at: context.now });
}

/**
 * Takes in a report of a channel, found by the key of the message or by the reference. One that comes late, after the
 * next channel has taken over or all was given up, still counts when it says that the message arrived.
 */
export function applyReport(
  delivery: Delivery,
  { channel, report }: { readonly channel: ChannelName; readonly report: DeliveryReport },
  context: DeliveryContext,
): DeliveryStep {
  const isOpen = delivery.status === 'sent' || delivery.status === 'queued' || delivery.status === 'failed';
  if (!isOpen) return goesOn(delivery);
  if (report.status === 'delivered') return goesOn({ status: 'delivered', channel, at: report.at });
  const turnOff = report.fault === 'address' ? channel : null;
  // What is queued is with the next channel already, or its own attempt has yet to answer.
  if (delivery.status !== 'sent' || delivery.channel !== channel) return { delivery, turnOff };
  return { delivery: onNextChannel(delivery.tried, context) ?? failed(report.reason, context), turnOff };
}

/** Hands a message on that was sent and has not arrived in time; the same when it is not time, or there is no next channel. */
export function fallBack(delivery: SentDelivery, context: DeliveryContext): Delivery {
  if (delivery.fallbackAt === null || context.now < delivery.fallbackAt) return delivery;
  return onNextChannel(delivery.tried, context) ?? { ...delivery, fallbackAt: null };
}

/** Notes that the person has read it, wherever; nothing is sent any more. */
export function markRead(delivery: Delivery, channel: ChannelName, at: Date): Delivery {
  const isOver = delivery.status === 'read' || delivery.status === 'planned' || delivery.status === 'suppressed';
  return isOver ? delivery : { status: 'read', channel, at };
}

function afterFailure(delivery: QueuedDelivery, failure: SendFailure, context: DeliveryContext): DeliveryStep {
  const { channel, tried, attempts, fallbackAt } = delivery;
  const { fault, reason, retryAfterMs } = failure;
  const turnOff = fault === 'address' ? channel : null;
  const next = onNextChannel(tried, context);
  const isOver = fault === 'address' || fault === 'message';
  // A second channel would tell it twice as surely as a second attempt.
  if (fault === 'unknown' && !mayRepeat(channel, context.messageClass)) return goesOn(failed(reason, context));
  const at = isOver ? undefined : nextAttempt(attempts, { ...context, retryAfterMs });
  const isTooLate = next !== undefined && fallbackAt !== null && at !== undefined && at >= fallbackAt;
  if (at === undefined || isTooLate) return { delivery: next ?? failed(reason, context), turnOff };
  return { delivery: { ...delivery, notBefore: at, begunAt: null }, turnOff };
}

/** undefined when no channel is left, or none that would still be in time. */
function onNextChannel(tried: readonly ChannelName[], context: DeliveryContext): QueuedDelivery | undefined {
  const next = fallbackChannel(context.route, tried);
  const notBefore = context.defer(context.now);
  if (next === undefined || (context.expiresAt !== null && notBefore >= context.expiresAt)) return undefined;
  const { channel, waitMs } = next;
  const fallbackAt = waitMs === null ? null : new Date(notBefore.getTime() + waitMs);
  return { status: 'queued', channel, tried: [...tried, channel], attempts: 0, notBefore, begunAt: null, fallbackAt };
}

function failed(reason: string, { now }: DeliveryContext): Delivery {
  return { status: 'failed', reason, at: now };
}

function goesOn(delivery: Delivery): DeliveryStep {
  return { delivery, turnOff: null };
}
