import { type Money, sumMoney } from '../../shared/index.js';
import type { Elector, Proposal, Threshold, VoteChoice } from './proposal.js';

/** So many heads, with so much money in tiyn. */
export type TallySide = { readonly heads: number; readonly money: Money };

/** The count of a vote. `undecided`: what is still silent can tip it either way. */
export type Tally = {
  readonly yes: TallySide;
  readonly no: TallySide;
  readonly silent: TallySide;
  readonly all: TallySide;
  readonly threshold: Threshold;
  readonly outcome: 'passed' | 'rejected' | 'undecided';
};

/**
 * Counts a vote by heads and by money; a proposal passes when yes has enough of both. Where nobody has any money in the
 * goal yet, heads alone decide. The outcome is known as soon as the votes that are not cast cannot change it.
 */
export function tally({ electorate, votes, threshold }: Pick<Proposal, 'electorate' | 'votes' | 'threshold'>): Tally {
  const choices = new Map(votes.map(({ client, choice }) => [client, choice]));
  const side = (choice: VoteChoice | undefined) =>
    weigh(electorate.filter(({ client }) => choices.get(client) === choice));
  const [yes, no, silent, all] = [side('yes'), side('no'), side(undefined), weigh(electorate)];
  const atBest = { heads: yes.heads + silent.heads, money: yes.money + silent.money };
  const outcome = isEnough(yes, all, threshold)
    ? 'passed'
    : isEnough(atBest, all, threshold)
      ? 'undecided'
      : 'rejected';
  return { yes, no, silent, all, threshold, outcome };
}

function weigh(electors: readonly Elector[]): TallySide {
  return { heads: electors.length, money: sumMoney(electors.map(({ weight }) => weight)) };
}

function isEnough(yes: TallySide, all: TallySide, threshold: Threshold): boolean {
  const byHeads = isPartEnough(BigInt(yes.heads), BigInt(all.heads), threshold);
  return byHeads && (all.money === 0n || isPartEnough(yes.money, all.money, threshold));
}

/** Multiplied across, in whole numbers: a third of a vote has no exact decimal. */
function isPartEnough(part: bigint, whole: bigint, threshold: Threshold): boolean {
  switch (threshold) {
    case 'more-than-half':
      return 2n * part > whole;
    case 'two-thirds':
      return 3n * part >= 2n * whole;
    case 'all':
      return part === whole;
  }
}
