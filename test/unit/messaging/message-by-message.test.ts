import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { failedAs, messageByMessage, networkFailure, type OutgoingMessage } from '../../../src/messaging/index.js';

const NOW = new Date('2026-01-05T09:00:00+05:00');
const message = (key: string, expiresAt?: Date): OutgoingMessage => ({
  key,
  to: 'x',
  text: 'x',
  locale: 'ru',
  expiresAt,
});

describe('a channel that sends message by message', () => {
  const make = (concurrency: number) => {
    const seen = { now: 0, most: 0, sent: [] as string[], released: 0 };
    const channel = messageByMessage({
      name: 'console',
      clock: { now: () => NOW },
      concurrency,
      sendOne: async ({ key }) => {
        seen.now += 1;
        seen.most = Math.max(seen.most, seen.now);
        await turn();
        seen.now -= 1;
        seen.sent.push(key);
        return { status: 'sent', reference: key };
      },
      release: async () => void (seen.released += 1),
    });
    return { channel, seen };
  };

  test('has at most so many under way over all its callers, in the order they came', async () => {
    const { channel, seen } = make(3);
    const keys = Array.from({ length: 10 }, (_, index) => `k-${index}`);
    const results = await Promise.all([
      channel.send(keys.slice(0, 4).map((key) => message(key))),
      channel.send(keys.slice(4).map((key) => message(key))),
    ]);
    expect(seen.most).toBe(3);
    expect(seen.sent).toEqual(keys);
    expect(results.flat()).toEqual(keys.map((reference) => ({ status: 'sent', reference })));
    await channel.send([message('later')]);
    expect(seen.most).toBe(3);
  });

  test('gives up what is of no use any more, also when it became so while it waited', async () => {
    const { channel, seen } = make(1);
    const late = [message('k-1', NOW), message('k-2', new Date(NOW.getTime() + 1))];
    expect(await channel.send(late)).toEqual([failedAs('message', 'expired'), { status: 'sent', reference: 'k-2' }]);
    expect(seen.sent).toEqual(['k-2']);
  });

  test('lets go of its connections once, after what was under way', async () => {
    const { channel, seen } = make(1);
    const sending = channel.send([message('k-1'), message('k-2')]);
    await channel.close();
    expect(seen).toMatchObject({ sent: ['k-1', 'k-2'], released: 1 });
    expect(await sending).toHaveLength(2);
    expect(await channel.send([message('k-3')])).toEqual([failedAs('temporary', 'closed')]);
  });
});

test.each([
  [{ code: 'ECONNREFUSED' }, 'temporary', 'ECONNREFUSED'],
  [
    { code: 'ESOCKET', originalCode: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' },
    'temporary',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  ],
  [{ code: 'ETIMEDOUT', timeoutType: 'GREETING_TIMEOUT' }, 'temporary', 'GREETING_TIMEOUT'],
  [{ code: 'ECONNRESET' }, 'unknown', 'ECONNRESET'],
  [{ name: 'TimeoutError', code: 23 }, 'unknown', 'timeout'],
  [{}, 'unknown', 'no-answer'],
])('a connection that fails with %j is %s', (error, fault, reason) => {
  expect(networkFailure(error)).toEqual({ status: 'failed', fault, reason });
});
