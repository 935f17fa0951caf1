import { randomFillSync } from 'node:crypto';
import type { IdGenerator } from '../../src/shared/index.js';

export type IdsOptions = {
  /** Milliseconds since 1970-01-01 UTC; the machine's clock unless a test says otherwise. */
  readonly nowMs?: () => number;
  /** Fills a buffer with random bytes; OpenSSL's unless a simulation wants the same ones again. */
  readonly fill?: (bytes: Buffer) => void;
};

const SECRET_BYTES = 32;
const RANDOM_BYTES_PER_ID = 8;
/** Drawn only when a millisecond begins. */
const COUNTER_BYTES = 2;
/** One call into OpenSSL serves this many bytes: 512 ids, and the pool is not worth more memory. */
const POOL_BYTES = 512 * RANDOM_BYTES_PER_ID;
const MAX_COUNTER = 0xfff;
/** The counter begins somewhere in its lower half, so that at least 2,048 ids fit one millisecond. */
const MAX_FIRST_COUNTER = 0x7ff;

/**
 * Makes ids (UUIDv7, RFC 9562 section 5.7) and secrets. Within the process each id sorts after the one before it, also
 * within a millisecond (a 12-bit counter in rand_a, section 6.2 method 1) and when the clock is set back.
 */
export function createIds({ nowMs = Date.now, fill = randomFillSync }: IdsOptions = {}): IdGenerator {
  const pool = Buffer.allocUnsafe(POOL_BYTES);
  let used = POOL_BYTES;
  let lastMs = 0;
  let counter = 0;
  let prefix = '';

  const startMillisecond = (ms: number): void => {
    lastMs = ms;
    counter = pool.readUInt16BE(used) & MAX_FIRST_COUNTER;
    used += COUNTER_BYTES;
    const hex = ms.toString(16).padStart(12, '0');
    prefix = `${hex.slice(0, 8)}-${hex.slice(8)}-7`;
  };

  const next = (): string => {
    if (used + COUNTER_BYTES + RANDOM_BYTES_PER_ID > POOL_BYTES) {
      fill(pool);
      used = 0;
    }
    const ms = nowMs();
    if (ms > lastMs) startMillisecond(ms);
    else if (counter < MAX_COUNTER) counter += 1;
    else startMillisecond(lastMs + 1);
    // The two highest bits of this byte are the variant, 10.
    pool[used] = ((pool[used] ?? 0) & 0x3f) | 0x80;
    const random = pool.toString('hex', used, used + RANDOM_BYTES_PER_ID);
    used += RANDOM_BYTES_PER_ID;
    return `${prefix}${counter.toString(16).padStart(3, '0')}-${random.slice(0, 4)}-${random.slice(4)}`;
  };

  const secret = (): string => {
    const bytes = Buffer.allocUnsafe(SECRET_BYTES);
    fill(bytes);
    return bytes.toString('base64url');
  };
  return { next, secret };
}
