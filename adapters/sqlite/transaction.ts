import type { OutboxTx } from '../../src/outbox/index.js';
import type { Digest } from '../../src/shared/index.js';
import { createBooks } from './books.js';
import { createClients } from './clients.js';
import { createContributions } from './contributions.js';
import type { Database } from './database.js';
import { createDisputes } from './disputes.js';
import { createEventFeed, createEvents } from './events.js';
import { createExports } from './exports.js';
import { createGoalIds, createGoals } from './goals.js';
import { createHelpDesk } from './help-desk.js';
import { createInterest } from './interest.js';
import { createInvitations } from './invitations.js';
import { createKeys } from './keys.js';
import { createMembers } from './members.js';
import { createMessages } from './messages.js';
import { createOutbox } from './outbox.js';
import { createPayments } from './payments.js';
import { createClosings, createPayouts } from './payouts.js';
import { createPlans } from './plans.js';
import { createProposals } from './proposals.js';
import { createRecipients } from './recipients.js';
import { createRules } from './rules.js';
import { createStatistics } from './statistics.js';
import { createTransfers } from './transfers.js';

/** All repositories over one connection. `forget` drops what is known about rows, after one transaction was rolled back. */
export function createTransaction(
  db: Database,
  digest: Digest,
): { readonly tx: OutboxTx; readonly forget: () => void } {
  const keys = createKeys(db);
  const tx: OutboxTx = {
    clients: createClients(db, keys),
    goals: createGoals(db, keys),
    goalIds: createGoalIds(db),
    members: createMembers(db, keys),
    invitations: createInvitations(db, keys),
    contributions: createContributions(db, keys),
    books: createBooks(db, keys, digest),
    transfers: createTransfers(db, keys),
    events: createEvents(db, keys),
    rules: createRules(db),
    statistics: createStatistics(db),
    plans: createPlans(db, keys),
    payouts: createPayouts(db, keys),
    closings: createClosings(db, keys),
    interest: createInterest(db, keys),
    proposals: createProposals(db, keys),
    disputes: createDisputes(db, keys),
    exports: createExports(db),
    feed: createEventFeed(db, keys),
    messages: createMessages(db, keys),
    recipients: createRecipients(db, keys),
    payments: createPayments(db, keys),
    help: createHelpDesk(db, keys),
    outbox: createOutbox(db, keys),
    // One machine, and the jobs in the process that has it open.
    sharedRuns: null,
    jobs: null,
  };
  return { tx, forget: () => keys.reset() };
}
