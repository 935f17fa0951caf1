import type { Random } from './random.js';
import type { Life } from './scheduler.js';

/** What decides at each call of a port whether the process outlives it. */
export type Hooks = { readonly life: Life; readonly isLastCall: () => boolean; readonly random: Random };
