import {
  bulkhead,
  circuitBreaker,
  DelegateBackoff,
  handleWhen,
  retry,
  SamplingBreaker,
  TimeoutStrategy,
  timeout,
  wrap,
} from 'cockatiel';
import { failureIn, isSick } from './failure.js';
import type { BankLogger, Limits } from './options.js';

/** What one attempt is told: which one it is (0 is the first), and when to give up. */
export type AttemptContext = { readonly attempt: number; readonly signal: AbortSignal };

/** Runs a call: waiting for its turn, then up to `attempts` attempts, each watched by the breaker and the clock. */
export type Resilience = <T>(attempt: (context: AttemptContext) => Promise<T>) => Promise<T>;

/** One for each bank: its calls share the places, and what the breaker has seen. */
export function makeResilience(
  { maxInFlight, maxWaiting, timeoutMs, ...limits }: Limits,
  logger?: BankLogger,
): Resilience {
  const { attempts, baseDelayMs, maxDelayMs, maxRetryAfterMs } = limits.retry;
  const repeat = retry(
    handleWhen((error) => isSick(error) && (failureIn(error)?.retryAfterMs ?? 0) <= maxRetryAfterMs),
    {
      maxAttempts: attempts - 1,
      backoff: new DelegateBackoff(({ attempt, result }) => {
        const retryAfterMs = ('error' in result && failureIn(result.error)?.retryAfterMs) || 0;
        // Full jitter, also on top of what the bank asked for: 256 calls refused at once must not come back at once.
        return retryAfterMs + Math.random() * Math.min(maxDelayMs, baseDelayMs * 2 ** (attempt - 1));
      }),
    },
  );
  const policy = wrap(bulkhead(maxInFlight, maxWaiting), repeat, makeBreaker(limits.breaker, logger));
  // Apart from the others, which hand down one signal for all calls: each call under way would listen to it.
  const clock = timeout(timeoutMs, { strategy: TimeoutStrategy.Aggressive, abortOnReturn: false });
  return (attempt) => policy.execute((context) => clock.execute(({ signal }) => attempt({ ...context, signal })));
}

function makeBreaker({ failureRatio, windowMs, minAttempts, openMs }: Limits['breaker'], logger?: BankLogger) {
  const breaker = circuitBreaker(handleWhen(isSick), {
    halfOpenAfter: openMs,
    breaker: new SamplingBreaker({
      threshold: failureRatio,
      duration: windowMs,
      minimumRps: (minAttempts * 1_000) / windowMs,
    }),
  });
  breaker.onBreak(() => logger?.warn({ openMs }, 'the bank is left alone: too many calls failed'));
  breaker.onReset(() => logger?.info({}, 'the bank answers again'));
  return breaker;
}
