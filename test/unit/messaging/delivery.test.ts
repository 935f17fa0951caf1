import { describe, expect, test } from 'vitest';
import {
  applyReport,
  ATTEMPT_LEASE_MS,
  beginAttempt,
  type ChannelName,
  type Delivery,
  type DeliveryContext,
  fallBack,
  finishAttempt,
  INTERRUPTED,
  isInterrupted,
  isSendable,
  type QueuedDelivery,
  queueDelivery,
  routeFor,
  type SendResult,
  type SentDelivery,
} from '../../../src/messaging/index.js';

const NINE = new Date('2026-01-05T09:00:00+05:00');
const later = (minutes: number) => new Date(NINE.getTime() + minutes * 60_000);
const SENT: SendResult = { status: 'sent', reference: 'r-1' };
const GONE: SendResult = { status: 'failed', fault: 'address', reason: 'gone' };
const BUSY: SendResult = { status: 'failed', fault: 'temporary', reason: 'busy' };

const context = (changes: Partial<DeliveryContext> = {}, usable: ChannelName[] = ['push', 'sms']): DeliveryContext => {
  const messageClass = changes.messageClass ?? 'service';
  const route = routeFor(messageClass, new Set(usable));
  return { now: NINE, messageClass, route, expiresAt: null, defer: (at) => at, spread: 0, ...changes };
};
const queued = (delivery: Delivery): QueuedDelivery => {
  expect(delivery.status).toBe('queued');
  return delivery as QueuedDelivery;
};
const attempt = (delivery: Delivery, result: SendResult, at: DeliveryContext) => {
  const begun = beginAttempt(queued(delivery), at.now);
  return finishAttempt(begun, { begun, result }, at);
};

describe('the way of a message', () => {
  test('push comes first; SMS takes over when push has not arrived in time', () => {
    const { delivery } = attempt(queueDelivery(context()), SENT, context());
    const sent = delivery as SentDelivery;
    expect(sent).toMatchObject({ status: 'sent', channel: 'push', reference: 'r-1', fallbackAt: later(15) });
    expect(fallBack(sent, context({ now: later(14) }))).toBe(sent);
    expect(fallBack(sent, context({ now: later(15) }))).toMatchObject({
      status: 'queued',
      channel: 'sms',
      tried: ['push', 'sms'],
      attempts: 0,
      notBefore: later(15),
    });
  });

  test('a message that arrived in time is not sent by SMS', () => {
    const { delivery } = attempt(queueDelivery(context()), SENT, context());
    const report = { reference: 'r-1', status: 'delivered' as const, at: later(1) };
    expect(applyReport(delivery, { channel: 'push', report }, context()).delivery).toEqual({
      status: 'delivered',
      channel: 'push',
      at: later(1),
    });
  });

  test('a gone subscription turns the address off and hands the message on at once', () => {
    const step = attempt(queueDelivery(context()), GONE, context());
    expect(step).toMatchObject({ turnOff: 'push', delivery: { status: 'queued', channel: 'sms', notBefore: NINE } });
    expect(attempt(step.delivery, GONE, context())).toEqual({
      turnOff: 'sms',
      delivery: { status: 'failed', reason: 'gone', at: NINE },
    });
  });

  test('a message that the channel never takes does not cost the person the address', () => {
    const refused: SendResult = { status: 'failed', fault: 'message', reason: 'too-long' };
    expect(attempt(queueDelivery(context()), refused, context())).toMatchObject({
      turnOff: null,
      delivery: { channel: 'sms' },
    });
  });

  test('a busy channel is tried again while the next one is not due, then the next one takes over', () => {
    let step = attempt(queueDelivery(context()), BUSY, context());
    expect(step.delivery).toMatchObject({ channel: 'push', attempts: 1, notBefore: later(0.5), begunAt: null });
    step = attempt(step.delivery, BUSY, context({ now: later(0.5) }));
    expect(step.delivery).toMatchObject({ channel: 'push', attempts: 2, notBefore: later(2.5) });
    step = attempt(step.delivery, { ...BUSY, retryAfterMs: 20 * 60_000 }, context({ now: later(2.5) }));
    expect(step.delivery).toMatchObject({ channel: 'sms', attempts: 0, notBefore: later(2.5) });
  });

  test('at night nothing is handed on or tried again before the morning', () => {
    const defer = (at: Date) => (at < later(600) ? later(600) : at);
    const { delivery } = attempt(queueDelivery(context()), SENT, context());
    expect(fallBack(delivery as SentDelivery, context({ now: later(15), defer }))).toMatchObject({
      channel: 'sms',
      notBefore: later(600),
    });
    const failing = attempt(queueDelivery(context({}, ['sms'])), BUSY, context({ defer }, ['sms']));
    expect(failing.delivery).toMatchObject({ channel: 'sms', notBefore: later(600) });
  });

  test('a message nobody can get, or that would come too late, is suppressed and says why', () => {
    expect(queueDelivery(context({}, []))).toEqual({ status: 'suppressed', reason: 'no-channel', at: NINE });
    const defer = () => later(600);
    const expiresAt = later(300);
    expect(queueDelivery(context({ defer, expiresAt }))).toEqual({ status: 'suppressed', reason: 'expired', at: NINE });
  });

  test('marketing is never sent by SMS', () => {
    const marketing = context({ messageClass: 'marketing' }, ['sms']);
    expect(queueDelivery(marketing)).toMatchObject({ status: 'suppressed', reason: 'no-channel' });
  });

  test('of two who want to send the same message one finds it taken', () => {
    const begun = beginAttempt(queued(queueDelivery(context())), NINE);
    expect(isSendable(begun, NINE)).toBe(false);
    expect(() => beginAttempt(begun, NINE)).toThrow(/no other is under way/);
  });

  test('an attempt that a crash interrupted is repeated after its lease', () => {
    const begun = beginAttempt(queued(queueDelivery(context())), NINE);
    const over = new Date(NINE.getTime() + ATTEMPT_LEASE_MS);
    expect([isInterrupted(begun, later(14)), isInterrupted(begun, over)]).toEqual([false, true]);
    const sms = beginAttempt(queued(queueDelivery(context({}, ['sms']))), NINE);
    const again = finishAttempt(sms, { begun: sms, result: INTERRUPTED }, context({ now: over }, ['sms'])).delivery;
    expect(again).toMatchObject({ status: 'queued', channel: 'sms', attempts: 1, begunAt: null });
    // The process was only slow: its answer still saves the second message.
    expect(finishAttempt(again, { begun: sms, result: SENT }, context()).delivery).toMatchObject({ status: 'sent' });
    const second = beginAttempt(queued(again), later(60));
    expect(finishAttempt(second, { begun: sms, result: SENT }, context()).delivery).toBe(second);
  });

  test('an answer after the report changes nothing', () => {
    const begun = beginAttempt(queued(queueDelivery(context())), NINE);
    const report = { reference: 'r-1', key: 'k', status: 'delivered' as const, at: NINE };
    const { delivery } = applyReport(begun, { channel: 'push', report }, context());
    expect(finishAttempt(delivery, { begun, result: SENT }, context()).delivery).toBe(delivery);
  });

  test('a report that a number is bad turns the address off, even when another channel has taken over', () => {
    const sms = context({}, ['sms', 'email']);
    const { delivery } = attempt(queueDelivery(sms), SENT, sms);
    const report = {
      reference: 'r-1',
      status: 'failed' as const,
      fault: 'address' as const,
      reason: 'UNDELIV',
      at: NINE,
    };
    const step = applyReport(delivery, { channel: 'sms', report }, sms);
    expect(step).toMatchObject({ turnOff: 'sms', delivery: { status: 'queued', channel: 'email' } });
    expect(applyReport(step.delivery, { channel: 'sms', report }, sms)).toEqual({ ...step });
  });
});
