import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { thresholdFor } from '../../../src/savings/domain/open-proposal.js';
import {
  type OpenProposal,
  PROPOSAL_KINDS,
  type Proposal,
  type Threshold,
  VOTE_CHOICES,
} from '../../../src/savings/domain/proposal.js';
import { type TallySide, tally } from '../../../src/savings/domain/tally.js';
import { castVote, decideProposal } from '../../../src/savings/domain/vote.js';
import { asClientId, asGoalId, asProposalId } from '../../../src/shared/index.js';
import { shuffled } from './arbitraries.js';

const NOW = new Date('2026-03-02T10:00:00+05:00');
const CLOSES_AT = new Date('2026-03-05T10:00:00+05:00');

const weights = () =>
  fc.oneof(
    fc.array(fc.bigInt({ min: 0n, max: 10n ** 12n }), { minLength: 1, maxLength: 10 }),
    // Small and equal weights make ties and exact thirds.
    fc.array(fc.bigInt({ min: 0n, max: 2n }), { minLength: 1, maxLength: 10 }),
  );

const proposals = () =>
  fc
    .record({ weights: weights(), kind: fc.constantFrom(...PROPOSAL_KINDS), isUnanimous: fc.boolean() })
    .map(({ weights: all, kind, isUnanimous }): OpenProposal => {
      const electorate = all.map((weight, index) => ({ client: asClientId(`C${index}`), weight }));
      return {
        id: asProposalId('0195f2d4-0000-7000-8000-0000000000aa'),
        goal: asGoalId('0195f2d4-0000-7000-8000-000000000001'),
        terms: { kind: 'cancel' },
        proposedBy: asClientId('C0'),
        openedAt: NOW,
        closesAt: CLOSES_AT,
        electorate,
        threshold: thresholdFor(kind, isUnanimous ? 'unanimous' : 'majority', all.length),
        votes: [],
        status: 'open',
      };
    });

/** Everybody's choice, in the order in which they vote; null is silent. */
const elections = () =>
  proposals().chain((proposal) =>
    fc.record({
      proposal: fc.constant(proposal),
      votes: fc
        .array(fc.constantFrom(...VOTE_CHOICES, null), {
          minLength: proposal.electorate.length,
          maxLength: proposal.electorate.length,
        })
        .chain((choices) =>
          shuffled(proposal.electorate.map(({ client }, i) => ({ client, choice: choices[i] ?? null }))),
        ),
    }),
  );
type Election = ReturnType<typeof elections> extends fc.Arbitrary<infer E> ? E : never;

/** All votes that can still be cast are cast; then the 72 hours pass. */
function hold({ proposal, votes }: Election): Proposal {
  let current: Proposal = proposal;
  for (const { client, choice } of votes) {
    if (choice !== null && current.status === 'open') current = castVote(current, client, choice, NOW);
  }
  return decideProposal(current, CLOSES_AT);
}

/** The rule read aloud, on the ballots as a whole: enough of the heads and enough of the money said yes. */
function isPassedByTheBook({ proposal, votes }: Election): boolean {
  const yes = new Set(votes.filter(({ choice }) => choice === 'yes').map(({ client }) => client));
  const heads = proposal.electorate.length;
  const money = proposal.electorate.reduce((sum, { weight }) => sum + weight, 0n);
  const yesMoney = proposal.electorate.reduce((sum, { client, weight }) => (yes.has(client) ? sum + weight : sum), 0n);
  const isEnough: Record<Threshold, (part: number, whole: number) => boolean> = {
    all: (part, whole) => part === whole,
    'more-than-half': (part, whole) => part > whole / 2,
    // Up to 3 x 10^13 a double is exact.
    'two-thirds': (part, whole) => part * 3 >= whole * 2,
  };
  const test = isEnough[proposal.threshold];
  return test(yes.size, heads) && (money === 0n || test(Number(yesMoney), Number(money)));
}

describe('a vote', () => {
  it('ends as the rule says, decided early or not, in whatever order the votes come', () => {
    fc.assert(
      fc.property(elections(), (election) => {
        expect(hold(election).status).toBe(isPassedByTheBook(election) ? 'passed' : 'rejected');
      }),
    );
  });

  it('that is decided early never flips, whatever the silent ones would still have said', () => {
    fc.assert(
      fc.property(elections(), elections(), ({ proposal, votes }, { votes: later }) => {
        const cast = votes
          .filter(({ choice }) => choice !== null)
          .map(({ client, choice }) => ({ client, choice: choice ?? 'no', at: NOW }));
        const { outcome } = tally({ ...proposal, votes: cast });
        fc.pre(outcome !== 'undecided');
        const added = later
          .filter(({ client }) => proposal.electorate.some((elector) => elector.client === client))
          .filter(({ client, choice }) => choice !== null && !cast.some((vote) => vote.client === client))
          .map(({ client, choice }) => ({ client, choice: choice ?? 'no', at: NOW }));
        expect(tally({ ...proposal, votes: [...cast, ...added] }).outcome).toBe(outcome);
      }),
    );
  });

  it('is undecided only when the silent ones can tip it either way', () => {
    fc.assert(
      fc.property(elections(), ({ proposal, votes }) => {
        const cast = votes.flatMap(({ client, choice }) => (choice === null ? [] : [{ client, choice, at: NOW }]));
        fc.pre(tally({ ...proposal, votes: cast }).outcome === 'undecided');
        for (const choice of VOTE_CHOICES) {
          const rest = votes.flatMap(({ client, choice: own }) => (own === null ? [{ client, choice, at: NOW }] : []));
          expect(tally({ ...proposal, votes: [...cast, ...rest] }).outcome).toBe(
            choice === 'yes' ? 'passed' : 'rejected',
          );
        }
      }),
    );
  });

  it('is never decided by one member alone where there is another', () => {
    fc.assert(
      fc.property(proposals(), (proposal) => {
        fc.pre(proposal.electorate.length > 1);
        for (const { client } of proposal.electorate) {
          expect(castVote(proposal, client, 'yes', NOW).status).not.toBe('passed');
        }
      }),
    );
  });

  it('counts every head and every tiyn once', () => {
    fc.assert(
      fc.property(elections(), ({ proposal, votes }) => {
        const cast = votes.flatMap(({ client, choice }) => (choice === null ? [] : [{ client, choice, at: NOW }]));
        const { yes, no, silent, all } = tally({ ...proposal, votes: cast });
        const total = (of: (side: TallySide) => bigint) => of(yes) + of(no) + of(silent);
        expect(total(({ money }) => money)).toBe(all.money);
        expect(total(({ heads }) => BigInt(heads))).toBe(BigInt(proposal.electorate.length));
      }),
    );
  });
});
