import { ExponentialBackoff, handleWhenResult, retry } from 'cockatiel';
import { Pool } from 'undici';
import {
  type Channel,
  messageByMessage,
  networkFailure,
  type OutgoingMessage,
  type SendFailure,
} from '../../src/messaging/index.js';
import { parseRetryAfter } from '../../src/shared/index.js';
import { type Answer, isBusy, resultOf } from './answer.js';
import { readWebhookOptions, type WebhookOptions, type WebhookSettings } from './options.js';
import { SIGNATURE_HEADER, signWebhook } from './signature.js';

/** The longest answer that is read, in bytes. */
const MAX_ANSWER_BYTES = 64 * 1024;
const MAX_DELAY_MS = 5_000;

/**
 * Opens a channel that hands each message to a system of the bank's own: one POST with JSON, signed (see
 * `isSignedByJinaq`), with the key of the message as `Idempotency-Key`. A receiver that honours the key delivers once,
 * however often it is told; that is what makes it safe to repeat what broke on the way. `sent` means that the receiver
 * took it.
 *
 * @throws input.invalid when an option makes no sense
 */
export function openWebhookChannel(options: WebhookOptions): Channel {
  const settings = readWebhookOptions(options);
  const { url, ca, timeoutMs, maxInFlight, attempts, baseDelayMs, logger } = settings;
  const pool = new Pool(url.origin, {
    connections: maxInFlight,
    maxResponseSize: MAX_ANSWER_BYTES,
    connect: { timeout: timeoutMs, ...(ca === undefined ? {} : { ca }) },
  });
  const repeat = retry(
    handleWhenResult((outcome) => isWorthRepeating(outcome as Outcome)),
    {
      maxAttempts: attempts - 1,
      backoff: new ExponentialBackoff({ initialDelay: baseDelayMs, maxDelay: MAX_DELAY_MS }),
    },
  );
  return messageByMessage({
    name: 'webhook',
    clock: settings.clock,
    concurrency: maxInFlight,
    sendOne: async (message) => {
      const outcome = await repeat.execute(() => post(pool, message, settings));
      const result = 'fault' in outcome ? outcome : resultOf(outcome, message.key);
      if (result.status === 'failed' && result.fault !== 'address') {
        logger?.warn({ fault: result.fault, reason: result.reason }, 'the webhook did not take a message');
      }
      return result;
    },
    release: () => pool.close(),
  });
}

type Outcome = Answer | SendFailure;

/** Once: what comes of it is an answer, or a failure of the way there. */
async function post(
  pool: Pool,
  message: OutgoingMessage,
  { url, secret, timeoutMs }: WebhookSettings,
): Promise<Outcome> {
  const body = JSON.stringify(message);
  try {
    // Redirects are not followed: they would carry the message to an address that nobody has configured.
    const response = await pool.request({
      method: 'POST',
      path: `${url.pathname}${url.search}`,
      headers: {
        'content-type': 'application/json',
        'idempotency-key': encodeURIComponent(message.key),
        // Signed anew each time: a repetition must not look old.
        [SIGNATURE_HEADER]: signWebhook(body, secret, new Date()),
      },
      body,
      signal: AbortSignal.timeout(timeoutMs),
    });
    const retryAfterMs = parseRetryAfter(response.headers['retry-after'], new Date());
    return { status: response.statusCode, text: await response.body.text(), retryAfterMs };
  } catch (error) {
    return networkFailure(error);
  }
}

/** A receiver that asks for more patience than a retry here has is left to the sender's next attempt. */
function isWorthRepeating(outcome: Outcome): boolean {
  return 'fault' in outcome || (isBusy(outcome) && (outcome.retryAfterMs ?? 0) === 0);
}
