import type { ChannelLogger } from '../../src/messaging/index.js';
import { type Clock, invalidInput, isThisMachine } from '../../src/shared/index.js';

/** Where messages are handed to a system of the bank's own. */
export type WebhookOptions = {
  /**
   * The bank's address, from its configuration. Never take it from a client: whatever stands here is called from inside
   * the bank's network.
   */
  readonly url: string;
  /** Shared with the receiver, at least 32 characters; signs each request. */
  readonly secret: string;
  /** PEM of the authority that the certificate is checked against; the machine's authorities when absent. */
  readonly ca?: string | undefined;
  /** For a network that encrypts by itself. */
  readonly allowPlainHttp?: boolean | undefined;
  /** How long one attempt may take; 10,000 ms when absent. */
  readonly timeoutMs?: number | undefined;
  /** Requests at once; 32 when absent. */
  readonly maxInFlight?: number | undefined;
  /** Attempts in all; 3 when absent. */
  readonly attempts?: number | undefined;
  /** The wait before the nth repetition is random between 0 and this times 2^(n-1); 200 ms when absent. */
  readonly baseDelayMs?: number | undefined;
  /** The machine's clock when absent. */
  readonly clock?: Clock | undefined;
  readonly logger?: ChannelLogger | undefined;
};

type Numbers = 'timeoutMs' | 'maxInFlight' | 'attempts' | 'baseDelayMs';

/** The options with every default filled in. */
export type WebhookSettings = Pick<WebhookOptions, 'secret' | 'ca' | 'logger'> &
  Readonly<Record<Numbers, number>> & { readonly url: URL; readonly clock: Clock };

const DEFAULTS: Readonly<Record<Numbers, number>> = {
  timeoutMs: 10_000,
  maxInFlight: 32,
  attempts: 3,
  baseDelayMs: 200,
};
const MIN_SECRET_LENGTH = 32;

/** @throws input.invalid naming the option, never its value */
export function readWebhookOptions(options: WebhookOptions): WebhookSettings {
  const { secret, ca, clock = { now: () => new Date() }, logger, allowPlainHttp = false } = options;
  const wrong = (path: string, message: string) => invalidInput({ path, message });
  if (!URL.canParse(options.url)) throw wrong('url', 'is not an address such as https://bank.example/messages');
  const url = new URL(options.url);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw wrong('url', 'begins with https:// or http://');
  if (url.username !== '' || url.password !== '') throw wrong('url', 'holds a password: the secret signs instead');
  if (url.protocol === 'http:' && !isThisMachine(url.hostname) && !allowPlainHttp) {
    throw wrong('url', 'is not encrypted: use https, or allowPlainHttp where the network encrypts by itself');
  }
  if (secret.length < MIN_SECRET_LENGTH) throw wrong('secret', `has at least ${MIN_SECRET_LENGTH} characters`);
  const numbers = { ...DEFAULTS };
  for (const name of Object.keys(DEFAULTS) as Numbers[]) {
    const value = options[name] ?? DEFAULTS[name];
    if (!Number.isInteger(value) || value < 1) throw wrong(name, 'is a whole number above zero');
    numbers[name] = value;
  }
  return { url, secret, ca, clock, logger, ...numbers };
}
