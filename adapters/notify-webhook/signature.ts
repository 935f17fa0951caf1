import { createHmac, timingSafeEqual } from 'node:crypto';

/** The header that carries it: `t=UNIX_SECONDS,v1=HEX`. */
export const SIGNATURE_HEADER = 'jinaq-signature';

const DEFAULT_TOLERANCE_S = 300;

/** Signs a body: HMAC-SHA256 over the time, a dot and the body, so that an old request cannot be sent again later. */
export function signWebhook(body: string, secret: string, now: Date): string {
  const seconds = Math.floor(now.getTime() / 1_000);
  return `t=${seconds},v1=${hmac(body, secret, seconds).toString('hex')}`;
}

export type WebhookRequest = {
  /** Exactly as it came, before anything parses it. */
  readonly body: string;
  /** The value of `jinaq-signature`. */
  readonly signature: string;
  readonly secret: string;
  readonly now: Date;
  /** How old or early a request may be; 300 seconds when absent. */
  readonly toleranceSeconds?: number | undefined;
};

/** For the receiver: true when Jinaq has sent this body, with this secret, just now. */
export function isSignedByJinaq({ body, signature, secret, now, ...options }: WebhookRequest): boolean {
  const match = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(signature);
  if (match === null) return false;
  const seconds = Number(match[1]);
  const tolerance = options.toleranceSeconds ?? DEFAULT_TOLERANCE_S;
  if (Math.abs(now.getTime() / 1_000 - seconds) > tolerance) return false;
  return timingSafeEqual(Buffer.from(match[2] ?? '', 'hex'), hmac(body, secret, seconds));
}

function hmac(body: string, secret: string, seconds: number): Buffer {
  return createHmac('sha256', secret).update(`${seconds}.${body}`).digest();
}
