import { z } from 'zod';
import {
  CLIENT_STATUSES,
  DIFFERENCE_KINDS,
  DISPUTE_STATUSES,
  type EventType,
  GOAL_KINDS,
  PAYOUT_PURPOSES,
  PLAN_KINDS,
  PROPOSAL_KINDS,
} from '../../src/savings/index.js';

/** What an event of one type says, and what its data hold. */
type EventContent = { readonly means: string; readonly data: z.ZodObject };

const id = z.uuid();
const tenge = z.string().regex(/^\d+\.\d{2}$/);
const change = z.string().regex(/^-?\d+\.\d{2}$/);
const day = z.iso.date();
const client = z.string();
/** A code of an error, for programs; it names nobody. */
const code = z.string();

const content = (means: string, fields: z.core.$ZodLooseShape = {}): EventContent => ({
  means,
  data: z.strictObject(fields),
});

const invitation = { invitation: id };
const contribution = { contribution: id, amount: tenge };
const payout = { payout: id, purpose: z.enum(PAYOUT_PURPOSES), amount: tenge };
const dispute = { dispute: id, status: z.enum(DISPUTE_STATUSES) };
const plan = { plan: id };
const unpaid = { ...plan, due: day.optional(), amount: tenge.optional(), reason: code };

/** Every type of event with what it means and the fields of its data, each with its kind. */
export const EVENT_CONTENTS: Readonly<Record<EventType, EventContent>> = {
  'goal.created': content('a goal was opened, with an account of its own at the bank', {
    ...{ title: z.string(), target: tenge, deadline: day, kind: z.enum(GOAL_KINDS) },
  }),
  'goal.edited': content('the organiser has changed its terms', {
    ...{ title: z.string(), target: tenge, deadline: day, minContribution: tenge.nullable() },
  }),
  'goal.reached': content('the target was met, one event for each member', { target: tenge }),
  'goal.closing': content('everything is on its way back or out', { purpose: z.enum(PAYOUT_PURPOSES) }),
  'goal.closed': content('everybody has been paid, and the account is closed'),
  'goal.expired': content('the deadline went by before the target was met', { deadline: day }),
  'goal.changed': content('the members have changed its terms by a vote', { target: tenge, deadline: day }),
  'invitation.sent': content('somebody was invited', invitation),
  'invitation.resent': content('an invitation was sent again, with a new token', invitation),
  'invitation.accepted': content('the invited client is a member now', invitation),
  'invitation.declined': content('the invited client does not want to', invitation),
  'invitation.revoked': content('an invitation was taken back', invitation),
  'member.consented': content('a member says what others may see', {
    ...{ shareAmounts: z.boolean(), shareWithAdvisor: z.boolean() },
  }),
  'member.leaving': content('a member leaves and is owed their money'),
  'member.removed': content('a member was removed by a vote and is owed their money'),
  'member.left': content('a member who was leaving has been paid everything'),
  'contribution.requested': content('a contribution is on its way to the bank', contribution),
  'contribution.completed': content('the money is on the account of the goal', contribution),
  'contribution.refused': content('the bank refused it, and nothing moved', { ...contribution, reason: code }),
  'payout.opened': content('money is on its way out, one event for each member whose money it is', payout),
  'payout.completed': content('the money has arrived', payout),
  'payout.unclaimed': content('the bank could not pay it out', { ...payout, reason: code }),
  'payout.retried': content('it is on its way again', payout),
  'interest.posted': content('interest that the bank has credited was booked', {
    ...{ on: day, credited: change, due: tenge, correction: change },
  }),
  'interest.allocated': content('interest that lay unallocated was shared out', { on: day, amount: change }),
  'proposal.opened': content('a vote has begun', { proposal: id, kind: z.enum(PROPOSAL_KINDS) }),
  'proposal.voted': content('a member has voted', { proposal: id, choice: z.enum(['yes', 'no']) }),
  'proposal.withdrawn': content('who had opened the vote took it back', { proposal: id }),
  'proposal.decided': content('the vote is over', { proposal: id, status: z.enum(['passed', 'rejected']) }),
  'proposal.failed': content('what was decided could not be carried out', { proposal: id, code }),
  'dispute.opened': content('a member disputes something; outflows are frozen', dispute),
  'dispute.answered': content('the other side has answered', dispute),
  'dispute.resolved': content('the bank has decided', dispute),
  'dispute.withdrawn': content('who had opened it took it back', dispute),
  'organiser.replaced': content('somebody else is organiser now', { before: client, after: client }),
  'client.marked': content('the bank has marked a member', { status: z.enum(CLIENT_STATUSES) }),
  'books.corrected': content('the books were brought to what the bank has', {
    ...{ kind: z.enum(DIFFERENCE_KINDS), action: z.string(), reference: z.string().nullable() },
    ...{ amount: change, reason: z.string() },
  }),
  'plan.started': content('a plan of automatic transfers has begun', { ...plan, kind: z.enum(PLAN_KINDS) }),
  'plan.changed': content('its terms have changed', plan),
  'plan.paused': content('it pays nothing until it is resumed', plan),
  'plan.resumed': content('it goes on', plan),
  'plan.stopped': content('it has ended before its time', { ...plan, reason: code.optional() }),
  'plan.finished': content('it has come to its end', { ...plan, reason: code.optional() }),
  'plan.postponed': content('a date was not paid and is tried again', unpaid),
  'plan.skipped': content('a date was not paid and is not tried again', unpaid),
};
