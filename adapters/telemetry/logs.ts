import { correlationId } from './correlation.js';
import { isOutage, type Observation, type Observer } from './observation.js';

type Fields = Readonly<Record<string, unknown>>;
type Log = (fields: Fields, message: string) => void;

/** Where is logged; a pino logger fits. */
export type TelemetryLogger = { readonly debug: Log; readonly info: Log; readonly warn: Log; readonly error: Log };

/**
 * Logs what was done: each use case, and whatever of bank and database went wrong or was asked for at level debug. A line
 * says what, in which role, in which goal, how it ended and how long it took, and never whose money or words it was: an
 * error is told by its code, since its sentence may name somebody.
 */
export function logObserver(logger: TelemetryLogger): Observer {
  return {
    done: (observation) => {
      const { of, name, outcome, seconds, actor, goal } = observation;
      const ms = Math.round(seconds * 1_000_000) / 1_000;
      const fields = {
        correlation: correlationId(),
        [KEYS[of]]: name,
        actor,
        goal,
        outcome,
        ms,
        ...stackOf(observation),
      };
      logger[levelOf(observation)](fields, `${name} ${outcome}`);
    },
  };
}

const KEYS = { 'use-case': 'useCase', 'bank-call': 'bankCall', transaction: 'transaction' } as const;

function levelOf({ of, outcome }: Observation): keyof TelemetryLogger {
  if (outcome === 'bug') return 'error';
  if (isOutage(outcome)) return 'warn';
  return of === 'use-case' ? 'info' : 'debug';
}

/** Of a bug its kind and the places in the code; its message may quote what it failed on. */
function stackOf({ outcome, error }: Observation): Fields {
  if (outcome !== 'bug' || !(error instanceof Error)) return {};
  const places = (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at '));
  return { bug: error.name, at: places.map((line) => line.trim()) };
}
