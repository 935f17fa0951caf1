import type { Random } from './random.js';
import type { Life } from './scheduler.js';

/** The process died before it answered: nobody can say whether it did what it was asked. */
export class ProcessDied extends Error {}

/** What decides at each call of a port whether the process outlives it. */
export type Hooks = { readonly life: Life; readonly isLastCall: () => boolean; readonly random: Random };
