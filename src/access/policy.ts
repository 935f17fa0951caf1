import type { Relation, StaffRole } from './actor.js';

export type PolicyRole = Relation | StaffRole;

/**
 * Who may do what. A client may act when one of their relations to the thing is listed; `anyone` is every registered
 * client. Staff never act for a client: money moves only by the client's own order, or by a rule the client agreed to.
 */
export const POLICY = {
  'clients.register': ['admin', 'operations'],
  'clients.show': ['self', 'admin', 'advisor', 'operations'],
  'clients.list': ['admin', 'operations'],
  'goals.create': ['anyone'],
  'goals.show': ['organiser', 'deputy', 'participant', 'invited', 'admin', 'operations'],
  'goals.show-amounts': ['admin', 'operations'],
  'goals.show-consented': ['advisor'],
  'goals.list': ['self', 'admin', 'operations'],
  'goals.history': ['organiser', 'deputy', 'participant', 'admin', 'operations'],
  'goals.edit': ['organiser'],
  'goals.consent': ['organiser', 'deputy', 'participant'],
  'goals.statistics': ['admin', 'analyst', 'operations'],
  'goals.invite': ['organiser', 'deputy'],
  'goals.contribute': ['anyone'],
  'invitations.answer': ['invited'],
  'invitations.revoke': ['organiser', 'deputy'],
  'contributions.import': ['operations'],
  'plans.start': ['self'],
  'plans.change': ['self'],
  'plans.pause': ['self', 'operations'],
  'plans.show': ['self', 'admin', 'operations'],
  'plans.import': ['operations'],
  'transfers.run': ['operations'],
  'transfers.settle': ['operations'],
  'statements.import': ['operations'],
  'transfers.list': ['admin', 'operations'],
  'ledger.verify': ['admin', 'operations'],
  'ledger.statement': ['organiser', 'deputy', 'participant', 'admin', 'operations'],
  'ledger.reverse': ['operations'],
  'receipts.issue': ['self', 'operations'],
  'goals.leave': ['organiser', 'deputy', 'participant'],
  'goals.cancel': ['organiser'],
  'goals.advance': ['operations'],
  'interest.post': ['operations'],
  'interest.expected': ['organiser', 'deputy', 'participant', 'admin', 'operations'],
  'interest.allocate': ['operations'],
  'interest.set-rate': ['admin'],
  'proposals.open': ['organiser', 'deputy', 'participant'],
  'proposals.vote': ['organiser', 'deputy', 'participant'],
  'proposals.show': ['organiser', 'deputy', 'participant', 'admin', 'operations'],
  'disputes.open': ['organiser', 'deputy', 'participant'],
  'disputes.answer': ['organiser', 'deputy', 'participant', 'admin', 'operations'],
  'disputes.resolve': ['admin'],
  'refunds.list': ['admin', 'operations'],
  'refunds.retry': ['operations'],
  'organisers.appoint': ['admin'],
  'clients.mark': ['admin'],
  'reconcile.run': ['admin', 'operations'],
  'rules.show': ['anyone', 'admin', 'advisor', 'analyst', 'operations'],
  'rules.set': ['admin'],
} as const satisfies Record<string, readonly PolicyRole[]>;

/** The name of something that can be permitted or denied. */
export type Action = keyof typeof POLICY;
