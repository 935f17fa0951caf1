import {
  beginAttempt,
  type Delivery,
  type DeliveryContext,
  fallBack,
  finishAttempt,
  INTERRUPTED,
  isInterrupted,
  type QueuedDelivery,
  queueDelivery,
} from '../domain/delivery.js';
import type { Message } from '../domain/message.js';
import { CAPPED_BY_DAY, decideSending, type SendDecision } from '../domain/suppression.js';
import { deliveryContext, loadRecipients, loadSendFacts, type SendDeps } from './delivery-context.js';
import { type Outgoing, outgoingOf } from './outgoing.js';

export type Claim = {
  /** How many messages were due. */
  readonly looked: number;
  readonly outgoing: readonly Outgoing[];
  /** Those with which nothing more is done now. */
  readonly settled: readonly Message[];
};

/** What is owed first; of the others a person gets one a day, so the one that helps most stands first. */
const ORDER = ['legal', 'service', 'reminder', 'feedback', 'marketing'] as const;

/** Takes the messages that are due, decides about each, and notes the attempts that begin now. */
export async function claimDue(deps: SendDeps, limit: number): Promise<Claim> {
  const { store, clock, messaging } = deps;
  // Most often nothing is due: whoever only looks keeps nobody who writes waiting.
  const isDue = await store.read(async (tx) => (await tx.messages.due(clock.now(), 1)).length > 0);
  if (!isDue) return { looked: 0, outgoing: [], settled: [] };
  const claim = await store.transact(async (tx) => {
    const now = clock.now();
    const due = await tx.messages.due(now, limit);
    if (due.length === 0) return { moved: [], secret: '' };
    const recipientOf = await loadRecipients(tx, due);
    const { factsOf, use } = await loadSendFacts(tx, due, now);
    const moved = [...due]
      .sort((a, b) => ORDER.indexOf(a.messageClass) - ORDER.indexOf(b.messageClass))
      .map((message) => {
        const recipient = recipientOf(message.client);
        const decision = decideSending(message, factsOf(message, recipient), messaging);
        const delivery = move(message, decision, deliveryContext(deps, message, recipient, now));
        const isLeaving = delivery.status === 'queued' && delivery.begunAt !== null;
        if (isLeaving && message.leftAt === null && CAPPED_BY_DAY.includes(message.messageClass))
          use({ ...message, at: now });
        return { message: { ...message, delivery, leftAt: message.leftAt ?? (isLeaving ? now : null) }, recipient };
      });
    await tx.messages.saveMany(moved.map(({ message }) => message));
    const secret = await tx.recipients.secret(() => deps.ids.secret());
    return { moved, secret };
  });
  return {
    looked: claim.moved.length,
    settled: claim.moved.map(({ message }) => message).filter((message) => !isBegun(message)),
    outgoing: claim.moved.flatMap((one) => outgoingOf(deps, one, claim.secret) ?? []),
  };
}

function isBegun({ delivery }: Message): boolean {
  return delivery.status === 'queued' && delivery.begunAt !== null;
}

/** Takes a delivery one step on. */
function move({ delivery }: Message, decision: SendDecision, context: DeliveryContext): Delivery {
  const { now, defer, expiresAt } = context;
  switch (delivery.status) {
    case 'planned': {
      const until = decision.do === 'wait' ? decision.until : defer(now);
      if (decision.do === 'suppress') return suppressed(decision.reason, now);
      if (until > now)
        return isPast(until, expiresAt) ? suppressed('expired', now) : { status: 'planned', dueAt: until };
      const queued = queueDelivery(context);
      return queued.status === 'queued' ? begin(queued, context) : queued;
    }
    case 'queued':
      if (isInterrupted(delivery, now)) {
        return finishAttempt(delivery, { begun: delivery, result: INTERRUPTED }, context).delivery;
      }
      return decision.do === 'suppress' ? suppressed(decision.reason, now) : begin(delivery, context);
    case 'sent':
      return decision.do === 'suppress' ? { ...delivery, fallbackAt: null } : fallBack(delivery, context);
    case 'suppressed':
    case 'delivered':
    case 'failed':
    case 'read':
      return delivery;
  }
}

/** Begins an attempt; on a channel that the person has closed meanwhile it fails at once, and the next one takes over. */
function begin(delivery: QueuedDelivery, context: DeliveryContext): Delivery {
  if (delivery.notBefore > context.now) return delivery;
  // Its time came before the quiet hours, and nobody looked until they had begun.
  const notBefore = context.defer(context.now);
  if (notBefore > context.now) return { ...delivery, notBefore };
  const begun = beginAttempt(delivery, context.now);
  if (context.route.some(({ channel }) => channel === delivery.channel)) return begun;
  const result = { status: 'failed', fault: 'message', reason: 'refused' } as const;
  return finishAttempt(begun, { begun, result }, context).delivery;
}

function suppressed(reason: string, at: Date): Delivery {
  return { status: 'suppressed', reason, at };
}

function isPast(at: Date, expiresAt: Date | null): boolean {
  return expiresAt !== null && at >= expiresAt;
}
