import { describe, expect, it } from 'vitest';
import type { DecisionRule, Goal } from '../../../src/savings/domain/goal.js';
import { electorateOf, openProposal, thresholdFor } from '../../../src/savings/domain/open-proposal.js';
import { PROPOSAL_KINDS, type Proposal, type ProposalTerms } from '../../../src/savings/domain/proposal.js';
import { tally } from '../../../src/savings/domain/tally.js';
import { castVote, decideProposal, markExecuted, withdrawProposal } from '../../../src/savings/domain/vote.js';
import { asProposalId, InvariantViolation, parseCivilDate, parseIban } from '../../../src/shared/index.js';
import { refusal } from '../shared/refusal.js';
import { aGoal, aMember, client, hoursLater, NOW, someMembers } from './fixtures.js';

const ID = asProposalId('0195f2d4-0000-7000-8000-0000000000aa');
const CHANGE: ProposalTerms = { kind: 'change', deadline: parseCivilDate('2026-12-31') };
const PAYOUT: ProposalTerms = { kind: 'payout', to: { client: client('A') } };

function open(tenge: readonly number[], terms: ProposalTerms = CHANGE, goal: Partial<Goal> = {}): Proposal {
  const status = terms.kind === 'payout' ? 'reached' : 'active';
  const request = { terms, proposedBy: client('A'), ...someMembers(...tenge), unable: new Set<never>() };
  return openProposal(aGoal({ status, ...goal }), request, { id: ID, now: NOW });
}

/** `'A+ B-'`: A votes yes, then B votes no; one hour after another. */
function voted(proposal: Proposal, votes: string): Proposal {
  return votes.split(' ').reduce((current, vote, index) => {
    const choice = vote.endsWith('+') ? 'yes' : 'no';
    return castVote(current, client(vote.slice(0, -1)), choice, hoursLater(index + 1));
  }, proposal);
}

describe('a proposal passes', () => {
  it.each([
    ['with more than half of the heads and of the money', [10, 10, 10], CHANGE, 'A+ B+', 'passed'],
    ['not with the money without the heads', [80, 10, 10], CHANGE, 'A+', 'open'],
    ['not with the heads without the money', [80, 10, 10], CHANGE, 'B+ C+', 'open'],
    ['not with exactly half of the heads', [10, 10, 10, 10], CHANGE, 'A+ B+', 'open'],
    ['not with exactly half of the money', [20, 30, 25, 25], CHANGE, 'A+ B+ C-', 'open'],
    ['with two thirds when all goes to one account', [10, 10, 10], PAYOUT, 'A+ B+', 'passed'],
    ['not with less than two thirds of the money when all goes to one account', [19, 14, 17], PAYOUT, 'A+ B+', 'open'],
    ['with two thirds when the goal is cancelled', [10, 10, 10], { kind: 'cancel' }, 'A+ B+', 'passed'],
    ['not with three fifths when the goal is cancelled', [10, 10, 10, 10, 10], { kind: 'cancel' }, 'A+ B+ C+', 'open'],
    ['of two members only with both', [90, 10], CHANGE, 'A+', 'open'],
    ['of two members with both', [90, 10], CHANGE, 'A+ B+', 'passed'],
    ['by the only member alone', [10], CHANGE, 'A+', 'passed'],
    ['by heads alone while nobody has paid in', [0, 0, 0], CHANGE, 'A+ B+', 'passed'],
    ['not by one head of three while nobody has paid in', [0, 0, 0], CHANGE, 'A+', 'open'],
    ['not by one head that has all the money', [100, 0, 0], CHANGE, 'A+', 'open'],
  ] as const)('%s', (_, tenge, terms, votes, status) => {
    expect(voted(open(tenge, terms), votes).status).toBe(status);
  });

  it('only with all votes where the members chose to be unanimous', () => {
    const proposal = open([10, 10, 10], CHANGE, { decision: 'unanimous' });
    expect(voted(proposal, 'A+ B+').status).toBe('open');
    expect(voted(proposal, 'A+ B+ C+').status).toBe('passed');
    expect(voted(proposal, 'A+ B-').status).toBe('rejected');
  });

  it('by the organiser alone in a goal of one', () => {
    const goal = { kind: 'personal', decision: 'organiser' } as const;
    expect(voted(open([10], { kind: 'cancel' }, goal), 'A+').status).toBe('passed');
  });

  it('never by the one who gains alone, whatever they own', () => {
    expect(voted(open([99, 1, 0], { kind: 'early-withdrawal', client: client('A'), amount: 100n }), 'A+').status).toBe(
      'open',
    );
    expect(voted(open([99, 1, 0], PAYOUT), 'A+').status).toBe('open');
    expect(voted(open([99, 1], PAYOUT), 'A+').status).toBe('open');
  });
});

describe('the threshold', () => {
  it.each([
    ['majority', 3, 'more-than-half', 'two-thirds'],
    ['majority', 2, 'all', 'all'],
    ['unanimous', 5, 'all', 'all'],
    ['organiser', 1, 'all', 'all'],
  ] as [DecisionRule, number, string, string][])(
    'of a %s goal with %i electors is %s, and %s for all the money',
    (decision, heads, usual, grave) => {
      for (const kind of PROPOSAL_KINDS) {
        const isGrave = kind === 'payout' || kind === 'cancel';
        expect(thresholdFor(kind, decision, heads)).toBe(isGrave ? grave : usual);
      }
    },
  );
});

describe('a vote is over', () => {
  it('as soon as the silent ones cannot change the outcome, either way', () => {
    expect(voted(open([10, 10, 10]), 'A-').status).toBe('open');
    expect(voted(open([10, 10, 10]), 'A- B-')).toMatchObject({ status: 'rejected', closedAt: hoursLater(2) });
    expect(voted(open([60, 20, 20]), 'A-').status).toBe('rejected');
    expect(voted(open([10, 10, 10]), 'A+ B+')).toMatchObject({
      status: 'passed',
      closedAt: hoursLater(2),
      executedAt: null,
    });
  });

  it('rejected when it is tied', () => {
    expect(voted(open([10, 10, 10, 10]), 'A+ B+ C- D-').status).toBe('rejected');
    expect(voted(open([50, 25, 25]), 'A-').status).toBe('rejected');
  });

  it('after 72 hours, silence being no, however late that is noticed', () => {
    const proposal = voted(open([10, 10, 10]), 'A+');
    expect(decideProposal(proposal, hoursLater(71.99))).toBe(proposal);
    for (const late of [72, 100]) {
      expect(decideProposal(proposal, hoursLater(late))).toMatchObject({
        status: 'rejected',
        closedAt: hoursLater(72),
      });
    }
    expect(refusal(() => castVote(proposal, client('B'), 'yes', hoursLater(72)))).toMatchObject({
      code: 'proposals.closed',
      details: { proposal: ID, status: 'rejected' },
    });
  });

  it('for good: a decided proposal takes no vote and is not taken back', () => {
    const passed = voted(open([10, 10, 10]), 'A+ B+');
    expect(refusal(() => castVote(passed, client('C'), 'no', hoursLater(3))).code).toBe('proposals.closed');
    expect(refusal(() => withdrawProposal(passed, client('A'), hoursLater(3))).code).toBe('proposals.closed');
    expect(decideProposal(passed, hoursLater(100))).toBe(passed);
  });
});

describe('voting', () => {
  it('is one vote a head: the latest counts', () => {
    const proposal = voted(open([10, 10, 10]), 'A+ A+ A-');
    expect(proposal.votes).toEqual([{ client: 'A', choice: 'no', at: hoursLater(3) }]);
    expect(voted(proposal, 'B+ A+').status).toBe('passed');
  });

  it('is for those who were members when it opened', () => {
    expect(refusal(() => castVote(open([10, 10]), client('Z'), 'yes', hoursLater(1)))).toMatchObject({
      code: 'proposals.not-in-electorate',
      details: { client: 'Z' },
    });
  });

  it('is counted by heads and by money', () => {
    const proposal = voted(open([10, 20, 30, 40]), 'A+ C-');
    expect(tally(proposal)).toEqual({
      yes: { heads: 1, money: 10_00n },
      no: { heads: 1, money: 30_00n },
      silent: { heads: 2, money: 60_00n },
      all: { heads: 4, money: 100_00n },
      threshold: 'more-than-half',
      outcome: 'undecided',
    });
  });
});

describe('taking a proposal back', () => {
  it('is for the one who made it, while it is open', () => {
    const proposal = open([10, 10]);
    expect(withdrawProposal(proposal, client('A'), hoursLater(1))).toMatchObject({
      status: 'withdrawn',
      closedAt: hoursLater(1),
    });
    expect(refusal(() => withdrawProposal(proposal, client('B'), hoursLater(1))).code).toBe('access.denied');
    expect(refusal(() => withdrawProposal(proposal, client('A'), hoursLater(72))).code).toBe('proposals.closed');
  });
});

describe('what was decided', () => {
  it('is carried out once', () => {
    const passed = voted(open([10]), 'A+');
    if (passed.status !== 'passed') throw new Error('the only member decides alone');
    const done = markExecuted(passed, hoursLater(2));
    expect(done.executedAt).toEqual(hoursLater(2));
    expect(() => markExecuted(done, hoursLater(3))).toThrow(InvariantViolation);
  });
});

describe('the electorate', () => {
  it('is the active members who can act, each with what is theirs', () => {
    const members = [
      aMember('A', 'organiser'),
      aMember('B'),
      aMember('C', 'participant', { status: 'leaving' }),
      aMember('D', 'participant', { status: 'removed' }),
      aMember('E'),
    ];
    const claims = new Map([[client('A'), 5n]]);
    expect(electorateOf(members, claims, new Set([client('E')]))).toEqual([
      { client: 'A', weight: 5n },
      { client: 'B', weight: 0n },
    ]);
  });

  it('is written down when the proposal opens: payments and departures later do not change the count', () => {
    const { members, claims } = someMembers(10, 10, 10);
    const request = { terms: CHANGE, proposedBy: client('A'), members, claims, unable: new Set<never>() };
    const proposal = openProposal(aGoal(), request, { id: ID, now: NOW });
    members.pop();
    claims.set(client('A'), 10_000_00n);
    expect(proposal.electorate).toEqual(['A', 'B', 'C'].map((id) => ({ client: id, weight: 10_00n })));
    expect(proposal).toMatchObject({ status: 'open', openedAt: NOW, closesAt: hoursLater(72) });
  });
});

describe('a proposal is refused', () => {
  const code = (terms: ProposalTerms, goal: Partial<Goal> = {}) => refusal(() => open([10, 10, 10], terms, goal)).code;

  it('when the goal is not in a state for it', () => {
    expect(code(PAYOUT, { status: 'active' })).toBe('savings.goal-not-active');
    expect(code(CHANGE, { status: 'reached' })).toBe('savings.goal-not-active');
    for (const kind of ['cancel', 'change'] as const) {
      expect(open([10, 10], kind === 'cancel' ? { kind } : CHANGE, { status: 'expired' }).status).toBe('open');
      expect(code(kind === 'cancel' ? { kind } : CHANGE, { status: 'closed' })).toBe('savings.goal-not-active');
    }
  });

  it('when it is about somebody who is not a member, or made by one', () => {
    const stranger = client('Z');
    for (const terms of [
      { kind: 'payout', to: { client: stranger } },
      { kind: 'early-withdrawal', client: stranger, amount: 1n },
      { kind: 'remove-member', client: stranger },
      { kind: 'replace-organiser', client: stranger },
    ] as const) {
      expect(code(terms, terms.kind === 'payout' ? { status: 'reached' } : {})).toBe('savings.not-a-member');
    }
    const request = { terms: CHANGE, proposedBy: stranger, ...someMembers(1, 2), unable: new Set<never>() };
    expect(refusal(() => openProposal(aGoal(), request, { id: ID, now: NOW })).code).toBe('savings.not-a-member');
  });

  it('when it asks for nothing, for too much or for what is so already', () => {
    expect(code({ kind: 'change' })).toBe('input.invalid');
    expect(code({ kind: 'early-withdrawal', client: client('B'), amount: 0n })).toBe('input.invalid');
    expect(code({ kind: 'early-withdrawal', client: client('A'), amount: 1001n })).toBe('ledger.overdrawn');
    expect(code({ kind: 'remove-member', client: client('A') })).toBe('input.invalid');
    expect(code({ kind: 'replace-organiser', client: client('A') })).toBe('input.invalid');
  });

  it('for too much of somebody else only when their sum is no secret', () => {
    const tooMuch = { kind: 'early-withdrawal', client: client('B'), amount: 1001n } as const;
    const ask = (shareAmounts: boolean) => {
      const { members, claims } = someMembers(10, 10);
      const shown = members.map((member) => ({ ...member, shareAmounts }));
      const request = { terms: tooMuch, proposedBy: client('A'), members: shown, claims, unable: new Set<never>() };
      return openProposal(aGoal(), request, { id: ID, now: NOW });
    };
    expect(refusal(() => ask(true)).code).toBe('ledger.overdrawn');
    expect(ask(false).status).toBe('open');
  });

  it('when its candidate cannot act', () => {
    const request = {
      terms: { kind: 'replace-organiser', client: client('B') } as const,
      proposedBy: client('A'),
      ...someMembers(1, 2),
      unable: new Set([client('B')]),
    };
    expect(refusal(() => openProposal(aGoal(), request, { id: ID, now: NOW })).code).toBe('clients.blocked');
  });

  it('but not when all goes to a payee, or a member takes all that is theirs', () => {
    const iban = parseIban('KZ86125KZT5004100100');
    expect(open([10, 10], { kind: 'payout', to: { iban } }).status).toBe('open');
    expect(open([10, 10], { kind: 'early-withdrawal', client: client('B'), amount: 1000n }).status).toBe('open');
  });
});
