import { describe, expect, it } from 'vitest';
import {
  hasElectionFailed,
  organiserDuties,
  organiserVacancy,
  replaceOrganiser,
  successionOf,
} from '../../../src/savings/domain/succession.js';
import { answerDispute, openDispute } from '../../../src/savings/domain/dispute.js';
import { openProposal } from '../../../src/savings/domain/open-proposal.js';
import { castVote, decideProposal } from '../../../src/savings/domain/vote.js';
import { asDisputeId, asProposalId } from '../../../src/shared/index.js';
import { refusal } from '../shared/refusal.js';
import { aGoal, aMember, client, daysLater, NOW, someMembers } from './fixtures.js';

const organiser = aMember('A', 'organiser');
const deputy = aMember('B', 'deputy');
const participant = aMember('C');
const goal = aGoal({ deputy: client('B') });
const members = [organiser, deputy, participant];
const none = new Set<never>();

describe('a goal has lost its organiser', () => {
  it('when the bank marks the client blocked or deceased', () => {
    expect(organiserVacancy(organiser, 'blocked', [], NOW)).toBe('blocked');
    expect(organiserVacancy(organiser, 'deceased', [], NOW)).toBe('deceased');
  });

  it('when the organiser leaves', () => {
    expect(organiserVacancy({ ...organiser, status: 'leaving' }, 'active', [], NOW)).toBe('left');
    expect(organiserVacancy(undefined, 'active', [], NOW)).toBe('left');
  });

  it('when a duty has waited for 60 days, not a day earlier', () => {
    expect(organiserVacancy(organiser, 'active', [NOW], daysLater(59))).toBeNull();
    expect(organiserVacancy(organiser, 'active', [daysLater(30), NOW], daysLater(60))).toBe('inactive');
  });

  it('not when nothing waits, however long that lasts', () => {
    expect(organiserVacancy(organiser, 'active', [], daysLater(1000))).toBeNull();
  });
});

describe('a duty of the organiser', () => {
  const ID = asProposalId('0195f2d4-0000-7000-8000-0000000000aa');
  const dispute = (by: string) =>
    openDispute({ goal: goal.id, openedBy: client(by), text: 'Why?' }, { id: asDisputeId(ID), now: NOW });
  const ask = (by: string, at: Date) => {
    const terms = { kind: 'replace-organiser', client: client('C') } as const;
    const request = { terms, proposedBy: client(by), ...someMembers(1, 1, 1), unable: none };
    return openProposal(aGoal(), request, { id: ID, now: at });
  };

  it.each(['expired', 'reached'] as const)('is to ask the members of a goal that is %s', (status) => {
    expect(organiserDuties(aGoal({ status }), [], [], daysLater(3))).toEqual([NOW]);
    expect(organiserDuties(aGoal({ status, statusSince: daysLater(2) }), [], [], daysLater(3))).toEqual([daysLater(2)]);
  });

  it('waits since the organiser last proposed or voted, whatever the others do meanwhile', () => {
    const reached = aGoal({ status: 'reached' });
    const proposals = [ask('A', daysLater(5)), ask('B', daysLater(9))];
    expect(organiserDuties(reached, proposals, [], daysLater(20))).toEqual([daysLater(5)]);
    const voted = castVote(ask('B', daysLater(9)), client('A'), 'no', daysLater(10));
    expect(organiserDuties(reached, [voted], [], daysLater(20))).toEqual([daysLater(10)]);
    const earlier = aGoal({ status: 'reached', statusSince: daysLater(15) });
    expect(organiserDuties(earlier, [voted], [], daysLater(20))).toEqual([daysLater(15)]);
  });

  it('is to answer a dispute, once its five working days are over', () => {
    // Opened on Monday 2 March; 9 March is a day off.
    expect(organiserDuties(aGoal(), [], [dispute('B')], daysLater(8))).toEqual([]);
    expect(organiserDuties(aGoal(), [], [dispute('B')], daysLater(9))).toEqual([NOW]);
    const answered = answerDispute(dispute('B'), 'Because', 'client:A', NOW);
    expect(organiserDuties(aGoal(), [], [answered, dispute('A')], daysLater(9))).toEqual([]);
  });

  it('is nothing else in a goal that goes on', () => {
    expect(organiserDuties(aGoal(), [ask('B', NOW)], [], daysLater(100))).toEqual([]);
  });

  it('is no reason to vote twice: an election that excluded the organiser and failed is over, one with them is not', () => {
    const terms = { kind: 'replace-organiser', client: client('C') } as const;
    const request = { terms, proposedBy: client('B'), ...someMembers(1, 1, 1) };
    const without = openProposal(aGoal(), { ...request, unable: new Set([client('A')]) }, { id: ID, now: NOW });
    const rejected = decideProposal(without, daysLater(3));
    expect(hasElectionFailed(aGoal(), [without])).toBe(false);
    expect(hasElectionFailed(aGoal(), [rejected])).toBe(true);
    expect(hasElectionFailed(aGoal({ organiser: client('B') }), [rejected])).toBe(false);
    expect(hasElectionFailed(aGoal(), [decideProposal(ask('B', NOW), daysLater(3))])).toBe(false);
  });
});

describe('who takes over', () => {
  it('is the deputy', () => {
    expect(successionOf(goal, members, { unable: none, hasVoteFailed: false })).toEqual({ by: 'deputy', client: 'B' });
  });

  it('else whom the other members elect, when the deputy cannot act or never joined', () => {
    const unable = new Set([client('B')]);
    const vote = { by: 'vote', electors: ['C'] };
    expect(successionOf(goal, members, { unable, hasVoteFailed: false })).toEqual(vote);
    expect(successionOf(goal, [organiser, participant], { unable: none, hasVoteFailed: false })).toEqual(vote);
    const left = [organiser, { ...deputy, status: 'left' as const }, participant];
    expect(successionOf(goal, left, { unable: none, hasVoteFailed: false })).toEqual(vote);
    expect(successionOf(aGoal(), members, { unable: none, hasVoteFailed: false })).toEqual({
      by: 'vote',
      electors: ['B', 'C'],
    });
  });

  it('else whom an admin appoints: after a vote that elected nobody, or when nobody is left to vote', () => {
    expect(successionOf(aGoal(), members, { unable: none, hasVoteFailed: true })).toEqual({ by: 'admin' });
    expect(successionOf(aGoal(), [organiser], { unable: none, hasVoteFailed: false })).toEqual({ by: 'admin' });
    const unable = new Set([client('B'), client('C')]);
    expect(successionOf(goal, members, { unable, hasVoteFailed: false })).toEqual({ by: 'admin' });
  });
});

describe('a new organiser', () => {
  it('takes the role, and the former one stays a participant', () => {
    const change = replaceOrganiser(goal, members, client('C'));
    expect(change.goal).toEqual({ ...goal, organiser: 'C' });
    expect(change.members).toEqual([
      { ...organiser, role: 'participant' },
      { ...participant, role: 'organiser' },
    ]);
  });

  it('who was the deputy leaves that place free', () => {
    const change = replaceOrganiser(goal, members, client('B'));
    expect(change.goal).toMatchObject({ organiser: 'B', deputy: null });
    expect(change.members.map(({ client: id, role }) => [id, role])).toEqual([
      ['A', 'participant'],
      ['B', 'organiser'],
    ]);
  });

  it('changes nothing for who is the organiser already', () => {
    expect(replaceOrganiser(goal, members, client('A'))).toEqual({ goal, members: [] });
  });

  it('is an active member', () => {
    expect(refusal(() => replaceOrganiser(goal, members, client('Z'))).code).toBe('savings.not-a-member');
    const left = [organiser, { ...participant, status: 'left' as const }];
    expect(refusal(() => replaceOrganiser(goal, left, client('C'))).code).toBe('savings.not-a-member');
  });
});
