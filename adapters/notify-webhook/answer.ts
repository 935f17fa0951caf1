import { z } from 'zod';
import { failedAs, type SendResult } from '../../src/messaging/index.js';

/** What the receiver may say in the body of its answer. */
const taken = z.object({ reference: z.string().min(1).max(200) });
const refused = z.object({
  fault: z.enum(['temporary', 'message', 'address']),
  reason: z
    .string()
    .regex(/^[\w .-]{1,60}$/)
    .default('refused'),
});

/** Statuses by which a receiver that says nothing more refuses this very message. */
const OF_MESSAGE = [400, 409, 413, 415, 422];

export type Answer = { readonly status: number; readonly text: string; readonly retryAfterMs: number | undefined };

/**
 * What an answer of the receiver means. Any 2xx is `sent`, with `{ "reference" }` when it gives one; a 4xx may say
 * `{ "fault": "address", "reason": "no-phone" }`; a wrong address or secret of ours (401, 403, 404, a redirect, which is
 * never followed) is temporary, since somebody has to mend it.
 */
export function resultOf({ status, text, retryAfterMs }: Answer, key: string): SendResult {
  const body = parseJson(text);
  if (status >= 200 && status < 300) {
    const said = taken.safeParse(body);
    return { status: 'sent', reference: said.success ? said.data.reference : key };
  }
  const said = refused.safeParse(body);
  if (status >= 400 && status < 500 && said.success) return failedAs(said.data.fault, said.data.reason, retryAfterMs);
  return failedAs(OF_MESSAGE.includes(status) ? 'message' : 'temporary', `HTTP ${status}`, retryAfterMs);
}

/** True when trying again at once may help: the receiver is busy or broken, not unwilling. */
export function isBusy({ status }: Answer): boolean {
  return status === 429 || status >= 500;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
