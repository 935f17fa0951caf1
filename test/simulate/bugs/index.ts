import { BANK_BUGS } from './bank-bugs.js';
import type { Bug } from './bug.js';
import { STORE_BUGS } from './store-bugs.js';

export type { Bug } from './bug.js';

/** Everything that the simulator must find. */
export const BUGS: readonly Bug[] = [...BANK_BUGS, ...STORE_BUGS];
