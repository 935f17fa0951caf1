import { proposePlan, type PlanProposal, type PlanWish } from '../../../src/savings/index.js';
import { DEFAULT_RULES, type PlanMember, type Rules } from '../../../src/savings/index.js';
import { asClientId, type CivilDate, parseCivilDate } from '../../../src/shared/index.js';
import { tenge, TODAY } from './family.js';

/** 1,200,000 in a year, unless something else is asked; the bank pays 14 %. */
export function propose(
  changes: Partial<PlanWish> = {},
  { rules = {}, today = TODAY }: { readonly rules?: Partial<Rules>; readonly today?: CivilDate } = {},
): PlanProposal {
  const isTermGiven = 'months' in changes || 'deadline' in changes || 'amount' in changes;
  const request = { target: tenge(1_200_000), ...(isTermGiven ? {} : { months: 12 }), ...changes };
  return proposePlan(request, { ...DEFAULT_RULES, ...rules }, today);
}

export const day = parseCivilDate;

export const member = (client: string, weight: bigint): PlanMember => ({ client: asClientId(client), weight });

/** A proposal in short: how often, how much, until when. */
export const gist = ({ count, amount, end }: PlanProposal) => ({ count, amount, end });
