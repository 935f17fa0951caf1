import { Agent } from 'undici';
import type webPush from 'web-push';
import {
  type Channel,
  failedAs,
  messageByMessage,
  networkFailure,
  type OutgoingMessage,
  type SendResult,
} from '../../src/messaging/index.js';
import { parseRetryAfter } from '../../src/shared/index.js';
import { readWebPushOptions, type WebPushOptions, type WebPushSettings } from './options.js';
import { payloadOf, topicOf, ttlOf } from './payload.js';
import { isServedBy, readSubscription, type Subscription } from './subscription.js';

const MAX_ANSWER_BYTES = 64 * 1024;

/**
 * Opens Web Push (RFC 8030), encrypted for the one browser it goes to (RFC 8291), in the bank's name (RFC 8292). The
 * address is the subscription as JSON. The same key has the same topic and tag, so that a repeated message replaces the
 * first one. A push service that takes a message says no more about it: the bank's app has to tell when it was read.
 *
 * @throws input.invalid when an option makes no sense
 */
export async function openWebPushChannel(options: WebPushOptions): Promise<Channel> {
  const settings = readWebPushOptions(options);
  // Loaded on demand: an embedder who pushes nothing need not install it.
  const { default: library } = await import('web-push');
  const { ca, timeoutMs, maxInFlight, logger } = settings;
  const agent = new Agent({
    connections: maxInFlight,
    maxResponseSize: MAX_ANSWER_BYTES,
    connect: { timeout: timeoutMs, ...(ca === undefined ? {} : { ca }) },
  });
  return messageByMessage({
    name: 'push',
    clock: settings.clock,
    concurrency: maxInFlight,
    sendOne: async (message) => {
      const subscription = readSubscription(message.to);
      if (subscription === undefined) return failedAs('address', 'no-subscription');
      if (!isServedBy(subscription, settings.services)) return failedAs('address', 'no-push-service');
      const result = await push(message, subscription, { library, agent, settings });
      if (result.status === 'failed' && result.fault !== 'address') {
        logger?.warn({ fault: result.fault, reason: result.reason }, 'the push service did not take a message');
      }
      return result;
    },
    release: () => agent.close(),
  });
}

type Means = { readonly library: typeof webPush; readonly agent: Agent; readonly settings: WebPushSettings };

async function push(message: OutgoingMessage, subscription: Subscription, means: Means): Promise<SendResult> {
  const payload = payloadOf(message);
  if (payload === undefined) return failedAs('message', 'too-long');
  const request = encrypt(message, subscription, payload, means);
  if (request === undefined) return failedAs('address', 'no-subscription');
  const { origin, pathname, search } = new URL(subscription.endpoint);
  try {
    // Redirects are not followed.
    const response = await means.agent.request({
      ...{ origin, path: `${pathname}${search}`, method: 'POST' },
      headers: Object.entries(request.headers).flatMap(([name, value]) => [name, String(value)]),
      body: request.body,
      signal: AbortSignal.timeout(means.settings.timeoutMs),
    });
    await response.body.dump();
    const retryAfterMs = parseRetryAfter(response.headers['retry-after'], new Date());
    return resultOf(response.statusCode, topicOf(message.key), retryAfterMs);
  } catch (error) {
    return networkFailure(error);
  }
}

/** @returns undefined when the keys of the subscription are none */
function encrypt(message: OutgoingMessage, subscription: Subscription, payload: string, means: Means) {
  const { library, settings } = means;
  try {
    return library.generateRequestDetails(subscription, payload, {
      vapidDetails: { subject: settings.subject, ...settings.vapid },
      TTL: ttlOf(message.expiresAt, settings.clock.now()),
      topic: topicOf(message.key),
      contentEncoding: 'aes128gcm',
    });
  } catch {
    return undefined;
  }
}

/**
 * What a push service says (RFC 8030, 5 and 7.3): 404 and 410, the subscription is gone; 429 and 5xx, later. 401 and 403
 * speak of our keys: they cost the message, never the addresses of everybody.
 */
function resultOf(status: number, reference: string, retryAfterMs: number | undefined): SendResult {
  if (status >= 200 && status < 300) return { status: 'sent', reference };
  if (status === 404 || status === 410) return failedAs('address', `HTTP ${status}`);
  const isBusy = status === 429 || status >= 500;
  return failedAs(isBusy ? 'temporary' : 'message', `HTTP ${status}`, retryAfterMs);
}
