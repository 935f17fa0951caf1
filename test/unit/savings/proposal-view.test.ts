import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Proposal, VoteChoice } from '../../../src/savings/domain/proposal.js';
import { viewProposal } from '../../../src/savings/domain/proposal-view.js';
import { asClientId, asGoalId, asProposalId, type ClientId } from '../../../src/shared/index.js';

const NOW = new Date('2026-01-05T04:00:00Z');
const LATER = new Date('2026-01-08T04:00:00Z');
const client = (index: number): ClientId => asClientId('ABCDEFGHIJ'[index] ?? '');

type Ballot = VoteChoice | 'silent';

/** A proposal that was rejected, of members with these weights and ballots. */
function proposalOf(ballots: readonly (readonly [weight: bigint, ballot: Ballot])[]): Proposal {
  return {
    id: asProposalId('01a20ca9-fd49-72c3-ae3c-3e24f8e316b5'),
    goal: asGoalId('01a20ca9-fd49-72c3-ae3c-3e24f8e316b6'),
    terms: { kind: 'cancel' },
    proposedBy: client(0),
    openedAt: NOW,
    closesAt: LATER,
    electorate: ballots.map(([weight], index) => ({ client: client(index), weight })),
    threshold: 'two-thirds',
    votes: ballots.flatMap(([, choice], index) =>
      choice === 'silent' ? [] : [{ client: client(index), choice, at: NOW }],
    ),
    status: 'rejected',
    closedAt: LATER,
  };
}
const seenBy = (...visible: readonly number[]) => {
  const clients = new Set(visible.map(client));
  return (one: ClientId) => clients.has(one);
};
const FIVE = proposalOf([
  [10n, 'yes'],
  [20n, 'yes'],
  [30n, 'no'],
  [15n, 'no'],
  [25n, 'no'],
]);

describe('a vote', () => {
  it('shows all money to those who may see every sum', () => {
    const { electorate, tally } = viewProposal(FIVE, () => true);
    expect(electorate.map(({ weight }) => weight)).toEqual([10n, 20n, 30n, 15n, 25n]);
    expect(tally).toMatchObject({
      yes: { heads: 2, money: 30n, percent: 30 },
      no: { heads: 3, money: 70n, percent: 70 },
      silent: { heads: 0, money: 0n, percent: 0 },
      all: { heads: 5, money: 100n, percent: 100 },
      outcome: 'rejected',
    });
  });

  it('shows the weights that the reader may see, heads, and percents where two or more on a side hide theirs', () => {
    const { electorate, tally } = viewProposal(FIVE, seenBy(2));
    expect(electorate.map(({ weight }) => weight)).toEqual([null, null, 30n, null, null]);
    expect(tally).toMatchObject({
      yes: { heads: 2, money: null, percent: 30 },
      no: { heads: 3, money: null, percent: 70 },
      all: { heads: 5, money: null, percent: 100 },
    });
  });

  it('shows no money at all where one alone on a side hides theirs', () => {
    const { tally } = viewProposal(FIVE, seenBy(0, 2));
    for (const side of [tally.yes, tally.no, tally.silent, tally.all]) {
      expect(side).toMatchObject({ money: null, percent: null });
    }
    expect([tally.yes.heads, tally.no.heads]).toEqual([2, 3]);
  });

  it('shows no money while it goes on, and none of one that was taken back', () => {
    const { closedAt, ...rest } = FIVE as Extract<Proposal, { readonly status: 'rejected' | 'withdrawn' }>;
    for (const proposal of [
      { ...rest, status: 'open' as const },
      { ...rest, status: 'withdrawn' as const, closedAt },
    ]) {
      expect(viewProposal(proposal, seenBy(2)).tally.yes).toEqual({ heads: 2, money: null, percent: null });
      expect(viewProposal(proposal, () => true).tally.yes).toEqual({ heads: 2, money: 30n, percent: 30 });
    }
  });

  it('reads the same to whom one sum is hidden, whatever that sum is', () => {
    const weights = fc.array(fc.bigInt({ min: 0n, max: 1_000n }), { minLength: 2, maxLength: 6 });
    const law = fc.property(
      weights,
      fc.array(fc.constantFrom<Ballot>('yes', 'no', 'silent'), { minLength: 6, maxLength: 6 }),
      fc.nat(),
      fc.bigInt({ min: 0n, max: 1_000n }),
      (all, ballots, pick, other) => {
        const secret = pick % all.length;
        const view = (weight: bigint) => {
          const withWeight = all.map(
            (one, index) => [index === secret ? weight : one, ballots[index] ?? 'yes'] as const,
          );
          const { tally, electorate } = viewProposal(proposalOf(withWeight), (one) => one !== client(secret));
          // The outcome is told to everybody.
          return { electorate, yes: tally.yes, no: tally.no, silent: tally.silent, all: tally.all };
        };
        expect(view(other)).toEqual(view(all[secret] ?? 0n));
      },
    );
    fc.assert(law);
  });
});
