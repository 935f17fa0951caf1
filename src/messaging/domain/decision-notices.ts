import { PROPOSAL_KINDS, VOTE_HOURS } from '../../savings/index.js';
import {
  activeClients,
  concerned,
  DAYS_TO_ACT,
  DECISION_DAYS,
  type NoticePlanner,
  type NoticePlanners,
  noticesTo,
  wordIn,
} from './notice-facts.js';
import type { ParamsOf } from './template.js';

const HOUR_MS = 3_600_000;

const ended =
  (outcomeOf: (status: unknown) => ParamsOf<'proposal.ended'>['outcome']): NoticePlanner =>
  (facts, now) =>
    noticesTo(facts, activeClients(facts), now, () => ({
      template: 'proposal.ended',
      params: { outcome: outcomeOf(facts.event.data.status) },
      days: DECISION_DAYS,
    }));

const disputed =
  (state: ParamsOf<'dispute.changed'>['state']): NoticePlanner =>
  (facts, now) =>
    noticesTo(facts, concerned(facts), now, () => ({
      template: 'dispute.changed',
      params: { state },
      days: DAYS_TO_ACT,
    }));

/** Votes and disputes. */
export const DECISION_NOTICES: NoticePlanners = {
  'proposal.opened': (facts, now) => {
    const closesAt = new Date(facts.event.at.getTime() + VOTE_HOURS * HOUR_MS);
    // Whoever asks need not be told of the question.
    const others = activeClients(facts).filter((client) => facts.event.actor !== `client:${client}`);
    return noticesTo(facts, others, now, () => ({
      template: 'proposal.opened',
      params: { kind: wordIn(facts, 'kind', PROPOSAL_KINDS, 'change'), closesAt },
      until: closesAt,
    }));
  },
  'proposal.decided': ended((status) => (status === 'passed' ? 'passed' : 'rejected')),
  'proposal.withdrawn': ended(() => 'withdrawn'),
  'proposal.failed': ended(() => 'failed'),
  'dispute.opened': disputed('opened'),
  'dispute.answered': disputed('answered'),
  'dispute.resolved': disputed('resolved'),
  'dispute.withdrawn': disputed('withdrawn'),
};
