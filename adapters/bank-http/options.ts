import { z } from 'zod';
import { invalidInput, isThisMachine } from '../../src/shared/index.js';
import { read } from './zod-problems.js';

/** What a request signature may cover. */
export type SignableRequest = {
  readonly method: 'GET' | 'PUT';
  /** As it is sent: percent-encoded, with the query. */
  readonly path: string;
  /** JSON exactly as it is sent; undefined with GET. */
  readonly body: string | undefined;
};

/** Where the client reports what goes wrong; a pino logger fits. It never gets a header, a body or an account number. */
export type BankLogger = {
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
};

/** How the client reaches a bank, and how patient it is. */
export type HttpBankOptions = {
  /** Such as https://bank.example/savings. Plain http is for this machine alone, unless `allowPlainHttp`. */
  readonly baseUrl: string;
  /** For a network that encrypts by itself. */
  readonly allowPlainHttp?: boolean | undefined;
  /** Milliseconds that one attempt may take, signing included; 10,000 when absent. */
  readonly timeoutMs?: number | undefined;
  /** Calls under way at once, each on a connection of its own; 256 when absent. */
  readonly maxInFlight?: number | undefined;
  /** Calls that may wait for their turn; 10,000 when absent. One more is `bank.unavailable` at once. */
  readonly maxWaiting?: number | undefined;
  readonly retry?:
    | {
        /** Attempts in all; 3 when absent, 1 is no retry. */
        readonly attempts?: number | undefined;
        /** The wait before the nth repetition is random between 0 and this times 2^(n-1); 100 ms when absent. */
        readonly baseDelayMs?: number | undefined;
        /** No wait is longer than this, but for one that the bank asks for; 5,000 ms when absent. */
        readonly maxDelayMs?: number | undefined;
        /** A bank that asks to be left alone for longer is not asked again; 30,000 ms when absent. */
        readonly maxRetryAfterMs?: number | undefined;
      }
    | undefined;
  /** When more than this share of the attempts in the window fail, the bank is left alone for `openMs`. */
  readonly breaker?:
    | {
        /** 0.5 when absent. */
        readonly failureRatio?: number | undefined;
        /** 10,000 ms when absent. */
        readonly windowMs?: number | undefined;
        /** With fewer attempts in the window it stays closed; 20 when absent. */
        readonly minAttempts?: number | undefined;
        /** 5,000 ms when absent; then one call tries whether the bank is back. */
        readonly openMs?: number | undefined;
      }
    | undefined;
  /** PEM. The bank's certificate is always checked: against `ca` when given, else against the machine's authorities. */
  readonly tls?:
    | {
        readonly ca?: string | Buffer | undefined;
        readonly cert?: string | Buffer | undefined;
        readonly key?: string | Buffer | undefined;
      }
    | undefined;
  /** Sent as `Authorization: Bearer`; a function is asked before each attempt. */
  readonly token?: string | (() => string | Promise<string>) | undefined;
  /** Gives the headers that sign a request; asked before each attempt, so that a time in them is fresh. */
  readonly sign?:
    | ((request: SignableRequest) => Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>)
    | undefined;
  readonly logger?: BankLogger | undefined;
};

const milliseconds = z.int().min(0).max(3_600_000);
const limits = z.object({
  timeoutMs: milliseconds.min(1).default(10_000),
  maxInFlight: z.int().min(1).default(256),
  maxWaiting: z.int().min(0).default(10_000),
  retry: z
    .object({
      attempts: z.int().min(1).max(20).default(3),
      baseDelayMs: milliseconds.default(100),
      maxDelayMs: milliseconds.default(5_000),
      maxRetryAfterMs: milliseconds.default(30_000),
    })
    .prefault({}),
  breaker: z
    .object({
      failureRatio: z.number().gt(0).lt(1).default(0.5),
      windowMs: milliseconds.min(1).default(10_000),
      minAttempts: z.int().min(1).default(20),
      openMs: milliseconds.default(5_000),
    })
    .prefault({}),
});

/** The numbers of the options with every default filled in. */
export type Limits = z.output<typeof limits>;

/** @throws input.invalid */
export function readLimits(options: HttpBankOptions): Limits {
  return read(limits, options);
}

/**
 * Takes the address of the bank apart.
 *
 * @throws input.invalid when it is no http address, holds a secret, or would send orders over a network unencrypted
 */
export function readBaseUrl({ baseUrl, allowPlainHttp = false }: HttpBankOptions): { origin: string; prefix: string } {
  const wrong = (message: string) => invalidInput({ path: 'baseUrl', message });
  if (!URL.canParse(baseUrl)) throw wrong('is not an address such as https://bank.example');
  const url = new URL(baseUrl);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw wrong('begins with https:// or http://');
  if (url.username !== '' || url.password !== '') throw wrong('holds a password: use the option token');
  if (url.search !== '' || url.hash !== '') throw wrong('has no query and no fragment');
  if (url.protocol === 'http:' && !isThisMachine(url.hostname) && !allowPlainHttp) {
    throw wrong('is not encrypted: use https, or allowPlainHttp where the network encrypts by itself');
  }
  return { origin: url.origin, prefix: url.pathname.replace(/\/+$/, '') };
}
