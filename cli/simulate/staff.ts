import type { Actor } from '../../src/access/index.js';

/** Those of the bank who have a part in a run. */
export const OPERATIONS: Actor = { kind: 'staff', role: 'operations' };
export const ADMIN: Actor = { kind: 'staff', role: 'admin' };
