import type { Notifier, SavingsEvent } from '../../src/savings/index.js';
import { formatInstant } from '../../src/shared/index.js';

/** Writes one line for each event: when, what, whom it concerns and by whom it was caused. */
export function consoleNotifier(write: (line: string) => void): Notifier {
  return {
    notify: (events) => {
      for (const event of events) write(lineOf(event));
      return Promise.resolve();
    },
  };
}

function lineOf({ at, type, goal, client, actor, data }: SavingsEvent): string {
  const details = Object.entries(data).map(([name, value]) => `${name}=${String(value)}`);
  const who = client === null ? [] : [`member=${client}`];
  return [formatInstant(at), type, `goal=${goal}`, ...who, `by=${actor}`, ...details].join(' ');
}
