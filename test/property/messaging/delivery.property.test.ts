import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  applyReport,
  beginAttempt,
  type Delivery,
  type DeliveryContext,
  fallBack,
  finishAttempt,
  INTERRUPTED,
  isInterrupted,
  isSendable,
  MAX_ATTEMPTS,
  markRead,
  mayRepeat,
  MESSAGE_CLASSES,
  nextAttempt,
  type QueuedDelivery,
  queueDelivery,
  routeFor,
  SEND_FAULTS,
  type SendResult,
} from '../../../src/messaging/index.js';

const START = Date.parse('2026-01-05T09:00:00+05:00');
const EXTERNAL = ['push', 'sms', 'email', 'webhook', 'console', 'inbox'] as const;

const result: fc.Arbitrary<SendResult> = fc.oneof(
  fc.constantFrom('sent', 'delivered').map((status) => ({ status, reference: 'r' })),
  fc.record({
    status: fc.constant('failed' as const),
    fault: fc.constantFrom(...SEND_FAULTS),
    reason: fc.constant('why'),
    retryAfterMs: fc.option(fc.integer({ min: 0, max: 86_400_000 }), { nil: undefined }),
  }),
);
const happening = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('attempt' as const), result }) },
  fc.record({ kind: fc.constant('crash' as const) }),
  fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: 30 * 3_600_000 }) }),
  fc.record({
    kind: fc.constant('report' as const),
    channel: fc.constantFrom(...EXTERNAL),
    fault: fc.constantFrom(null, 'temporary' as const, 'message' as const, 'address' as const),
  }),
  fc.record({ kind: fc.constant('late answer' as const), result }),
);
const setting = fc.record({
  messageClass: fc.constantFrom(...MESSAGE_CLASSES),
  usable: fc.uniqueArray(fc.constantFrom(...EXTERNAL)).map((names) => new Set(names)),
  spread: fc.double({ min: 0, max: 0.999, noNaN: true }),
  expiresAt: fc.option(
    fc.integer({ min: 1, max: 72 }).map((hours) => new Date(START + hours * 3_600_000)),
    { nil: null },
  ),
});

type Setting = typeof setting extends fc.Arbitrary<infer T> ? T : never;
type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

/** Plays a story and looks at every state on the way. */
function play(
  given: Setting,
  story: readonly Happening[],
  look: (before: Delivery, after: Delivery) => void,
): Delivery {
  let now = START;
  const context = (): DeliveryContext => ({
    ...given,
    now: new Date(now),
    route: routeFor(given.messageClass, given.usable),
    defer: (at) => at,
  });
  let delivery = queueDelivery(context());
  let begun: QueuedDelivery | undefined;
  const become = (after: Delivery) => {
    look(delivery, after);
    delivery = after;
  };
  for (const happened of story) {
    if (happened.kind === 'wait') now += happened.ms;
    if (delivery.status === 'sent') become(fallBack(delivery, context()));
    if (delivery.status === 'queued' && isInterrupted(delivery, new Date(now))) {
      become(finishAttempt(delivery, { begun: delivery, result: INTERRUPTED }, context()).delivery);
    }
    if (happened.kind === 'report') {
      const { channel, fault } = happened;
      const common = { reference: 'r', at: new Date(now) };
      const report =
        fault === null
          ? { ...common, status: 'delivered' as const }
          : { ...common, status: 'failed' as const, fault, reason: 'why' };
      become(applyReport(delivery, { channel, report }, context()).delivery);
    }
    if (happened.kind === 'late answer' && begun !== undefined) {
      become(finishAttempt(delivery, { begun, result: happened.result }, context()).delivery);
    }
    if (delivery.status === 'queued' && (happened.kind === 'attempt' || happened.kind === 'crash')) {
      if (delivery.begunAt === null) now = Math.max(now, delivery.notBefore.getTime());
      if (!isSendable(delivery, new Date(now))) continue;
      begun = beginAttempt(delivery, new Date(now));
      become(begun);
      if (happened.kind === 'attempt')
        become(finishAttempt(delivery, { begun, result: happened.result }, context()).delivery);
    }
  }
  return delivery;
}

const stories = fc.tuple(setting, fc.array(happening, { maxLength: 60 }));

describe('laws of delivery', () => {
  test('a channel is tried at most so often, once it is left it is never gone back to, and only channels of the route are', () => {
    fc.assert(
      fc.property(stories, ([given, story]) => {
        play(given, story, (before, after) => {
          if (after.status !== 'queued') return;
          expect(after.attempts).toBeLessThanOrEqual(MAX_ATTEMPTS);
          expect(new Set(after.tried).size).toBe(after.tried.length);
          expect(after.tried.at(-1)).toBe(after.channel);
          expect(given.usable).toContain(after.channel);
          if (before.status === 'queued' || before.status === 'sent') {
            expect(after.tried.slice(0, before.tried.length)).toEqual(before.tried);
          }
        });
      }),
    );
  });

  test('what has arrived, was suppressed or read stays so', () => {
    fc.assert(
      fc.property(stories, ([given, story]) => {
        play(given, story, (before, after) => {
          if (['delivered', 'read', 'suppressed'].includes(before.status)) expect(after).toEqual(before);
          if (before.status === 'failed') expect(['failed', 'delivered']).toContain(after.status);
        });
      }),
    );
  });

  test('no attempt is planned for the past or for when the message is of no use', () => {
    fc.assert(
      fc.property(stories, ([given, story]) => {
        play(given, story, (before, after) => {
          if (after.status !== 'queued' || after.begunAt !== null) return;
          if (given.expiresAt !== null) expect(after.notBefore.getTime()).toBeLessThan(given.expiresAt.getTime());
          if (before.status === 'queued' && before.begunAt !== null && after.attempts === before.attempts) {
            expect(after.notBefore.getTime()).toBeGreaterThanOrEqual(before.begunAt.getTime());
          }
        });
      }),
    );
  });

  test('with attempts alone every message comes to an end', () => {
    fc.assert(
      fc.property(setting, fc.array(result, { minLength: 1, maxLength: 5 }), (given, results) => {
        const attempts = Array.from({ length: MAX_ATTEMPTS * EXTERNAL.length }, (_, index) => ({
          kind: 'attempt' as const,
          result: results[index % results.length] as SendResult,
        }));
        expect(play(given, attempts, () => undefined).status).not.toBe('queued');
      }),
    );
  });

  test('a reminder by SMS whose outcome is unknown is not sent twice, on no channel', () => {
    fc.assert(
      fc.property(setting, (given) => {
        const unknown = { kind: 'attempt' as const, result: INTERRUPTED };
        play(
          { ...given, messageClass: 'reminder' },
          Array.from({ length: 99 }, () => unknown),
          (before, after) => {
            if (before.status === 'queued' && before.channel === 'sms' && before.begunAt !== null) {
              expect(after.status).toBe('failed');
            }
          },
        );
      }),
    );
    expect([mayRepeat('sms', 'legal'), mayRepeat('email', 'reminder')]).toEqual([true, true]);
  });

  test('waits grow, never shorter than the channel asked for, and a wait is never longer than asked for or nine hours', () => {
    const asked = fc.option(fc.integer({ min: 0, max: 86_400_000 }), { nil: undefined });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: MAX_ATTEMPTS - 2 }),
        asked,
        setting,
        (attempts, retryAfterMs, { spread }) => {
          const wait = (count: number) => {
            const at = nextAttempt(count, {
              now: new Date(START),
              retryAfterMs,
              expiresAt: null,
              defer: (d) => d,
              spread,
            });
            return (at?.getTime() ?? Number.NaN) - START;
          };
          expect(wait(attempts)).toBeGreaterThanOrEqual(Math.max(30_000, retryAfterMs ?? 0));
          expect(wait(attempts)).toBeLessThanOrEqual(Math.max(9 * 3_600_000, retryAfterMs ?? 0));
          expect(wait(attempts + 1)).toBeGreaterThanOrEqual(wait(attempts));
          expect(wait(MAX_ATTEMPTS)).toBeNaN();
        },
      ),
    );
  });

  test('reading ends every delivery that has left the house', () => {
    fc.assert(
      fc.property(stories, ([given, story]) => {
        const delivery = play(given, story, () => undefined);
        const read = markRead(delivery, 'inbox', new Date(START));
        expect(read.status).toBe(delivery.status === 'suppressed' ? 'suppressed' : 'read');
      }),
    );
  });
});
