import { describe, expect, it } from 'vitest';
import { organiserVacancy, replaceOrganiser, successionOf } from '../../../src/savings/domain/succession.js';
import { refusal } from '../shared/refusal.js';
import { aGoal, aMember, client, daysLater, NOW } from './fixtures.js';

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
