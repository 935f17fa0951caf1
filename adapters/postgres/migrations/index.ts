import { sharedGoals } from './0001-shared-goals.js';
import { moneyOut } from './0002-money-out.js';
import { transferFiles } from './0003-transfer-files.js';
import { plans } from './0004-plans.js';
import { messages } from './0005-messages.js';
import { helpDesk } from './0006-help-desk.js';
import { outbox } from './0007-outbox.js';
import { awaitingGoals } from './0008-awaiting-goals.js';
import { sharedRuns } from './0009-shared-runs.js';
import { queuedJobs } from './0010-queued-jobs.js';
import { placesUnderCaps } from './0011-places-under-caps.js';

/** One step of the schema. A step that has been released never changes. */
export type Migration = { readonly name: string; readonly sql: string };

/** The schema's steps in order, numbered from 1. */
export const MIGRATIONS: readonly Migration[] = [
  { name: 'shared-goals', sql: sharedGoals },
  { name: 'money-out', sql: moneyOut },
  { name: 'transfer-files', sql: transferFiles },
  { name: 'plans', sql: plans },
  { name: 'messages', sql: messages },
  { name: 'help-desk', sql: helpDesk },
  { name: 'outbox', sql: outbox },
  { name: 'awaiting-goals', sql: awaitingGoals },
  { name: 'shared-runs', sql: sharedRuns },
  { name: 'queued-jobs', sql: queuedJobs },
  { name: 'places-under-caps', sql: placesUnderCaps },
];
