/** True for names and addresses of this machine itself: what is sent there crosses no network. */
export function isThisMachine(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(host);
}

/**
 * Reads a Retry-After header: a number of seconds or a date (RFC 9110, 10.2.3).
 *
 * @returns milliseconds from now, undefined when it is absent or says neither
 */
export function parseRetryAfter(header: string | readonly string[] | undefined, now: Date): number | undefined {
  const text = typeof header === 'string' ? header : header?.[0];
  if (text === undefined) return undefined;
  const ms = /^\d+$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - now.getTime();
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}
