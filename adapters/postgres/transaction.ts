import type { OutboxTx } from '../../src/outbox/index.js';
import type { Digest } from '../../src/shared/index.js';
import { createBooks } from './books.js';
import { createClients } from './clients.js';
import { createContributions } from './contributions.js';
import { createDisputes } from './disputes.js';
import { createEventFeed, createEvents } from './events.js';
import { createExports } from './exports.js';
import { createGoalIds, createGoals } from './goals.js';
import { createHelpDesk } from './help-desk.js';
import { createInterest } from './interest.js';
import { createInvitations } from './invitations.js';
import { createJobs } from './jobs.js';
import { createMembers } from './members.js';
import { createMessages } from './messages.js';
import { createOutbox } from './outbox.js';
import { createPayments } from './payments.js';
import { createClosings, createPayouts } from './payouts.js';
import { createPlans } from './plans.js';
import { createProposals } from './proposals.js';
import { createRecipients } from './recipients.js';
import { createRules } from './rules.js';
import type { Session } from './session.js';
import { createSharedRuns } from './shared-runs.js';
import { createStatistics } from './statistics.js';
import { createTransfers } from './transfers.js';

/** All repositories over one transaction. */
export function createTransaction(session: Session, digest: Digest): OutboxTx {
  return {
    clients: createClients(session),
    goals: createGoals(session),
    goalIds: createGoalIds(session),
    members: createMembers(session),
    invitations: createInvitations(session),
    contributions: createContributions(session),
    books: createBooks(session, digest),
    transfers: createTransfers(session),
    events: createEvents(session),
    rules: createRules(session),
    statistics: createStatistics(session),
    payouts: createPayouts(session),
    closings: createClosings(session),
    interest: createInterest(session),
    proposals: createProposals(session),
    disputes: createDisputes(session),
    exports: createExports(session),
    plans: createPlans(session),
    feed: createEventFeed(session),
    messages: createMessages(session),
    recipients: createRecipients(session),
    payments: createPayments(session),
    help: createHelpDesk(session),
    outbox: createOutbox(session),
    sharedRuns: createSharedRuns(session),
    jobs: createJobs(session),
  };
}
