import { allocate, type ClientId, divideHalfEven, invalidInput, type Money, sumMoney } from '../../shared/index.js';

export const SPLIT_RULES = ['equal', 'weights', 'income'] as const;

/** How members share a plan: all the same, by weights they agree on, or by what each earns. */
export type SplitRule = (typeof SPLIT_RULES)[number];

/** Somebody who takes part in a plan, and how much beside the others. */
export type PlanMember = {
  readonly client: ClientId;
  /** In any unit, the same for all: a weight, or an income in tiyn. Zero: this member pays nothing. */
  readonly weight: bigint;
};

/** A member's part of a plan. Money in tiyn. */
export type MemberPart = {
  readonly client: ClientId;
  /** The part of the whole in percent with two decimals, "33.33". */
  readonly percent: string;
  /** Of one contribution. */
  readonly amount: Money;
  /** Of all contributions together. */
  readonly contributed: Money;
};

/**
 * Reads who shares a plan. They are put in the order of their ids, so that it makes no difference who is named first.
 *
 * @throws input.invalid when somebody is named twice, there are too many, or nobody pays
 */
export function readMembers(members: readonly PlanMember[], maxMembers: number): readonly PlanMember[] {
  const problem = (message: string) => invalidInput({ path: 'members', message });
  if (members.length > maxMembers) throw problem(`a goal has at most ${maxMembers} members`);
  const ids = members.map(({ client }) => client);
  const twice = ids.find((client, index) => ids.indexOf(client) !== index);
  if (twice !== undefined) throw problem(`${twice} is named twice`);
  if (members.some(({ weight }) => weight < 0n)) throw problem('nobody has a negative part');
  if (members.length > 0 && members.every(({ weight }) => weight === 0n)) throw problem('somebody has to pay');
  return [...members].sort((a, b) => (a.client < b.client ? -1 : 1));
}

/**
 * Shares a sum out among the members by largest remainders. The parts add up to it exactly; where the sum is a multiple
 * of the step, so are they.
 *
 * @returns one part for each member; of nobody, the whole sum
 */
export function splitSum(sum: Money, members: readonly PlanMember[], step: Money): readonly Money[] {
  if (members.length === 0) return [sum];
  const weights = members.map(({ weight }) => weight);
  return allocate(sum, weights, sum % step === 0n ? step : 1n);
}

/** Shares many sums out, each by itself as it is paid, and adds up what each member pays. */
export function splitAll(sums: readonly Money[], members: readonly PlanMember[], step: Money): readonly Money[] {
  const times = new Map<Money, bigint>();
  for (const sum of sums) times.set(sum, (times.get(sum) ?? 0n) + 1n);
  // A plan of a thousand contributions has two or three different ones.
  const parts = [...times].map(([sum, count]) => splitSum(sum, members, step).map((part) => part * count));
  return splitSum(0n, members, step).map((_, index) => sumMoney(parts.map((of) => of[index] ?? 0n)));
}

/** Each member's part of a plan. */
export function memberParts(
  { amount, contributions }: { readonly amount: Money; readonly contributions: readonly Money[] },
  members: readonly PlanMember[],
  step: Money,
): readonly MemberPart[] {
  const weightSum = sumMoney(members.map(({ weight }) => weight));
  const amounts = splitSum(amount, members, step);
  const contributed = splitAll(contributions, members, step);
  return members.map(({ client, weight }, index) => ({
    client,
    percent: percentText(divideHalfEven(weight * PERCENT_SCALE, weightSum)),
    amount: amounts[index] ?? 0n,
    contributed: contributed[index] ?? 0n,
  }));
}

/** A hundred percent with two decimals. */
const PERCENT_SCALE = 10_000n;

function percentText(hundredths: bigint): string {
  return `${hundredths / 100n}.${String(hundredths % 100n).padStart(2, '0')}`;
}
