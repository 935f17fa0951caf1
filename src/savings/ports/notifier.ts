import type { SavingsEvent } from '../domain/event.js';

/** Is told what has happened, after it was kept. What it does with it never breaks the operation. */
export type Notifier = { notify(events: readonly SavingsEvent[]): Promise<void> };
