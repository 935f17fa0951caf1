import { Pool } from 'undici';
import type { z } from 'zod';
import { invalidInput } from '../../src/shared/index.js';
import { attemptOnce } from './attempt.js';
import { failureIn, isUnsent, unavailable } from './failure.js';
import { type HttpBankOptions, readBaseUrl, readLimits } from './options.js';
import { type AttemptContext, makeResilience } from './resilience.js';
import { type Call, isInPath, ROUTES, type Route } from './routes.js';
import { read } from './zod-problems.js';

/** The longest answer, in bytes; a longer one is not read to its end. */
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;

type Parameters = Readonly<Record<string, string>>;
type Answer<Name extends Call> = z.output<(typeof ROUTES)[Name]['answer']>;

/** Makes calls of the contract, each with its retries. */
export type Ask = {
  readonly call: <Name extends Call>(name: Name, parameters: Parameters, body?: object) => Promise<Answer<Name>>;
  readonly close: () => Promise<void>;
};

/** @throws input.invalid when an option makes no sense */
export function makeAsk(options: HttpBankOptions): Ask {
  const { logger } = options;
  const { prefix } = readBaseUrl(options);
  const limits = readLimits(options);
  const credentials = readCredentials(options);
  const pool = openPool(options);
  const resilience = makeResilience(limits, logger);

  const call = async <Name extends Call>(name: Name, parameters: Parameters, body?: object): Promise<Answer<Name>> => {
    const route: Route = ROUTES[name];
    const path = prefix + addressOf(route, parameters);
    const request = { method: route.method, path, body: body === undefined ? undefined : JSON.stringify(body) };
    let sent = 0;
    const once = async ({ attempt, signal }: AttemptContext) => {
      // Counted before it is known: an attempt that is cut off in the middle has perhaps arrived.
      sent += 1;
      const begunAt = performance.now();
      try {
        return await attemptOnce({ pool, request, answer: route.answer, credentials, signal });
      } catch (error) {
        const failure = failureIn(error);
        if (failure !== undefined) {
          if (isUnsent(failure)) sent -= 1;
          const tookMs = Math.round(performance.now() - begunAt);
          const { reason, status, retryAfterMs } = failure;
          logger?.warn({ call: name, attempt, reason, status, retryAfterMs, tookMs }, 'the bank gave no answer');
        }
        throw error;
      }
    };
    try {
      return (await resilience(once)) as Answer<Name>;
    } catch (error) {
      const failure = failureIn(error);
      throw failure === undefined ? error : unavailable(name, failure, { sent: sent > 0 });
    }
  };
  return { call, close: () => pool.close() };
}

function openPool(options: HttpBankOptions): Pool {
  const { maxInFlight, timeoutMs } = readLimits(options);
  const { ca, cert, key } = options.tls ?? {};
  return new Pool(readBaseUrl(options).origin, {
    connections: maxInFlight,
    pipelining: 1,
    // The clock of an attempt covers all of it; undici's own are only switched off.
    headersTimeout: 0,
    bodyTimeout: 0,
    maxResponseSize: MAX_ANSWER_BYTES,
    connect: {
      timeout: timeoutMs,
      ...(ca === undefined ? {} : { ca }),
      ...(cert === undefined ? {} : { cert }),
      ...(key === undefined ? {} : { key }),
    },
  });
}

function readCredentials({ token, sign }: HttpBankOptions): Pick<HttpBankOptions, 'token' | 'sign'> {
  if (typeof token === 'string' && !/^[\x21-\x7e]+$/.test(token)) {
    throw invalidInput({ path: 'token', message: 'has characters that no header can hold' });
  }
  return { token, sign };
}

/** Path and query of a call. */
function addressOf(route: Route, parameters: Parameters): string {
  let path = route.path;
  const query: string[] = [];
  for (const [name, schema] of Object.entries(route.parameters)) {
    const value = parameters[name] ?? '';
    read(schema, value, name);
    const written = encodeURIComponent(value);
    if (isInPath(route, name)) path = path.replace(`{${name}}`, () => written);
    else query.push(`${name}=${written}`);
  }
  return query.length === 0 ? path : `${path}?${query.join('&')}`;
}
