import { allocate, type ClientId, type Money } from '../../shared/index.js';

/** What decides who comes first when a single tiyn cannot be divided. */
export type Seniority = { readonly client: ClientId; readonly joinedAt: Date };

/** Who joined earlier comes first; of two who joined at once, the one with the smaller client id. */
export function compareSeniority(a: Seniority, b: Seniority): number {
  if (a.joinedAt.getTime() !== b.joinedAt.getTime()) return a.joinedAt.getTime() - b.joinedAt.getTime();
  return a.client < b.client ? -1 : a.client > b.client ? 1 : 0;
}

/**
 * Shares a sum out by largest remainder so that the order in which members are listed does not matter: of equal
 * remainders the more senior member gets the tiyn.
 *
 * @param weightOf none negative, at least one positive
 * @returns the parts in tiyn, in the order of `members`
 */
export function allocateBySeniority<M extends Seniority>(
  total: Money,
  members: readonly M[],
  weightOf: (member: M) => bigint,
): Money[] {
  const bySeniority = members.map((member, index) => ({ member, index }));
  bySeniority.sort((a, b) => compareSeniority(a.member, b.member));
  const sorted = allocate(
    total,
    bySeniority.map(({ member }) => weightOf(member)),
  );
  const parts = new Array<Money>(members.length).fill(0n);
  for (const [rank, { index }] of bySeniority.entries()) parts[index] = sorted[rank] ?? 0n;
  return parts;
}
