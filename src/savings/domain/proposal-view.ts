import type { ClientId, Money } from '../../shared/index.js';
import type { Elector, Proposal } from './proposal.js';
import { type Tally, type TallySide, tally } from './tally.js';

/** One who may vote; the weight is null for those who may not see this member's sums. */
export type ElectorView = Pick<Elector, 'client'> & { readonly weight: Money | null };

/** One side of a vote as a reader sees it: heads always, money and its part of all money as far as nobody is betrayed. */
export type TallySideView = {
  readonly heads: number;
  readonly money: Money | null;
  /** Of all money of the electorate, in whole percent. */
  readonly percent: number | null;
};

export type TallyView = Pick<Tally, 'threshold' | 'outcome'> & {
  readonly [Side in 'yes' | 'no' | 'silent' | 'all']: TallySideView;
};

type Shown<One> = One extends Proposal
  ? Omit<One, 'electorate'> & { readonly electorate: readonly ElectorView[]; readonly tally: TallyView }
  : never;

/** A proposal with the count of its votes, as one reader may see it. */
export type ProposalView = Shown<Proposal>;

/** Fewer members with hidden sums on one side than this would be told apart by the side's sum. */
const MIN_HIDDEN = 2;

/**
 * Shows a proposal without betraying what a member has who did not agree to show it. Heads are always counted. Money is
 * shown to those who may see every elector's sum. Others see percents, and only of a vote that is over: while it goes on,
 * each vote would tell the weight of the one who cast it. A side on which a single member hides their sum tells it, too.
 *
 * @param isVisible whether the reader may see this member's sums
 */
export function viewProposal(proposal: Proposal, isVisible: (client: ClientId) => boolean): ProposalView {
  const counted = tally(proposal);
  const isAllVisible = proposal.electorate.every(({ client }) => isVisible(client));
  const isTold = isAllVisible || isSafe(proposal, isVisible);
  const side = ({ heads, money }: TallySide): TallySideView => ({
    heads,
    money: isAllVisible ? money : null,
    percent: isTold && counted.all.money > 0n ? percentOf(money, counted.all.money) : null,
  });
  return {
    ...proposal,
    electorate: proposal.electorate.map(({ client, weight }) => ({
      client,
      weight: isVisible(client) ? weight : null,
    })),
    tally: {
      yes: side(counted.yes),
      no: side(counted.no),
      silent: side(counted.silent),
      all: side(counted.all),
      threshold: counted.threshold,
      outcome: counted.outcome,
    },
  };
}

/** A proposal that is taken back could be repeated until the sums of many counts give each weight. */
function isSafe({ status, electorate, votes }: Proposal, isVisible: (client: ClientId) => boolean): boolean {
  if (status !== 'passed' && status !== 'rejected') return false;
  const choices = new Map(votes.map(({ client, choice }) => [client, choice]));
  const hidden = electorate.filter(({ client }) => !isVisible(client)).map(({ client }) => choices.get(client));
  return (['yes', 'no', undefined] as const).every((side) => {
    const count = hidden.filter((choice) => choice === side).length;
    return count === 0 || count >= MIN_HIDDEN;
  });
}

function percentOf(part: Money, whole: Money): number {
  return Number((200n * part + whole) / (2n * whole));
}
