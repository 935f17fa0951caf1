import { sharedGoals } from './0001-shared-goals.js';
import { moneyOut } from './0002-money-out.js';
import { transferFiles } from './0003-transfer-files.js';
import { plans } from './0004-plans.js';
import { messages } from './0005-messages.js';
import { helpDesk } from './0006-help-desk.js';
import { outbox } from './0007-outbox.js';
import { awaitingGoals } from './0008-awaiting-goals.js';
import { placesUnderCaps } from './0009-places-under-caps.js';

/** The schema's steps in order, numbered from 1. A step that has been released never changes. */
export const MIGRATIONS: readonly string[] = [
  sharedGoals,
  moneyOut,
  transferFiles,
  plans,
  messages,
  helpDesk,
  outbox,
  awaitingGoals,
  placesUnderCaps,
];
