import { z } from 'zod';

/** A push subscription as `PushSubscription.toJSON()` of a browser gives it. */
const schema = z.object({
  endpoint: z.url({ protocol: /^https$/ }).max(2_000),
  keys: z.object({ p256dh: z.string().min(1).max(200), auth: z.string().min(1).max(100) }),
});

export type Subscription = z.output<typeof schema>;

/** @returns undefined when it is no subscription that web push can use */
export function readSubscription(text: string): Subscription | undefined {
  try {
    const result = schema.safeParse(JSON.parse(text));
    return result.success ? result.data : undefined;
  } catch {
    return undefined;
  }
}

/** True when the endpoint is of one of these hosts, or a subdomain of one. */
export function isServedBy({ endpoint }: Subscription, services: readonly string[]): boolean {
  const { hostname, username, password } = new URL(endpoint);
  if (username !== '' || password !== '') return false;
  return services.some((service) => hostname === service || hostname.endsWith(`.${service}`));
}
