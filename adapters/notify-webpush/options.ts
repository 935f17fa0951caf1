import { createECDH } from 'node:crypto';
import type { ChannelLogger } from '../../src/messaging/index.js';
import { type Clock, invalidInput } from '../../src/shared/index.js';

/** The keys by which push services know the bank (VAPID, RFC 8292), base64url, as `web-push generate-vapid-keys` makes them. */
export type VapidKeys = { readonly publicKey: string; readonly privateKey: string };

/** In whose name push messages are sent, and to which push services. */
export type WebPushOptions = {
  readonly vapid: VapidKeys;
  /** Whom a push service may write to: `mailto:…` or an https address of the bank. */
  readonly subject: string;
  /**
   * Host names of push services, each with its subdomains; those of Chrome, Firefox, Safari and Edge when absent. A
   * subscription comes from the client's browser, so that it could name any address: no other is ever called.
   */
  readonly services?: readonly string[] | undefined;
  /** PEM of the authority that certificates are checked against; the machine's authorities when absent. */
  readonly ca?: string | undefined;
  /** How long a request may take; 10,000 ms when absent. */
  readonly timeoutMs?: number | undefined;
  /** Requests at once; 64 when absent. */
  readonly maxInFlight?: number | undefined;
  /** The machine's clock when absent. */
  readonly clock?: Clock | undefined;
  readonly logger?: ChannelLogger | undefined;
};

export type WebPushSettings = Omit<WebPushOptions, 'services' | 'timeoutMs' | 'maxInFlight' | 'clock'> & {
  readonly clock: Clock;
  readonly services: readonly string[];
  readonly timeoutMs: number;
  readonly maxInFlight: number;
};

const PUSH_SERVICES = [
  'fcm.googleapis.com',
  'updates.push.services.mozilla.com',
  'web.push.apple.com',
  'notify.windows.com',
];

/** @throws input.invalid naming the option, never its value */
export function readWebPushOptions(options: WebPushOptions): WebPushSettings {
  const {
    vapid,
    subject,
    services = PUSH_SERVICES,
    clock = { now: () => new Date() },
    timeoutMs = 10_000,
    maxInFlight = 64,
  } = options;
  const wrong = (path: string, message: string) => invalidInput({ path, message });
  if (!isKeyPair(vapid)) throw wrong('vapid', 'is not a key pair as `web-push generate-vapid-keys --json` makes it');
  if (!/^mailto:[^\s@]+@[^\s@]+$/.test(subject) && !/^https:\/\/\S+$/.test(subject)) {
    throw wrong('subject', 'is mailto:… or https://…');
  }
  if (services.length === 0) throw wrong('services', 'names at least one host');
  if (!Number.isInteger(timeoutMs) || timeoutMs < 1) throw wrong('timeoutMs', 'is a whole number above zero');
  if (!Number.isInteger(maxInFlight) || maxInFlight < 1) throw wrong('maxInFlight', 'is a whole number above zero');
  return { ...options, clock, services, timeoutMs, maxInFlight };
}

/** True when the private key is one, and the public key is its own. */
function isKeyPair({ publicKey, privateKey }: VapidKeys): boolean {
  const secret = Buffer.from(privateKey, 'base64url');
  if (secret.length !== 32) return false;
  try {
    const ecdh = createECDH('prime256v1');
    ecdh.setPrivateKey(secret);
    return ecdh.getPublicKey().equals(Buffer.from(publicKey, 'base64url'));
  } catch {
    return false;
  }
}
