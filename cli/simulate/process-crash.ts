import type { Crash } from '../scenario/mortal-process.js';
import type { JournalEntry } from './journal.js';
import type { Random } from './random.js';
import type { Life } from './scheduler.js';

/** What a process is asked to do: something from the journal, or a job by its name. */
export type Doing = JournalEntry | string;

/** How a process has died: at which touch of all that what it was doing has made. */
export type Death = Omit<Crash, 'during'> & { readonly during: Doing };

/** What decides at each call of a port whether the process outlives it. */
export type Hooks = {
  readonly life: Life;
  /** Undefined: it does. */
  readonly dies: (on: Crash['on'], isBefore: () => boolean) => Crash['when'] | undefined;
  readonly random: Random;
};
