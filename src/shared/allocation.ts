import { invariant } from './errors.js';
import { type Money, sumMoney } from './money.js';

/**
 * Shares an amount out by weights so that not one tiyn is lost or made: the parts always add up to the total,
 * and each is less than one unit away from its exact share.
 *
 * Largest remainder method (Hamilton): everyone gets the whole units of the exact share; the units left over go to
 * the largest remainders, equal remainders to the lower index. A negative total is shared as its mirror image.
 *
 * @param total in tiyn, a multiple of `unit`
 * @param weights none negative, at least one positive; a part of weight zero is zero
 * @param unit the smallest amount that may change hands, in tiyn: 1n for tiyn, 100n for whole tenge
 * @returns one part for each weight, in the same order, in tiyn
 */
export function allocate(total: Money, weights: readonly bigint[], unit: Money = 1n): Money[] {
  if (total < 0n) return allocate(-total, weights, unit).map((part) => -part);
  invariant(unit > 0n && total % unit === 0n, `${total} tiyn cannot be shared in units of ${unit}`);
  invariant(
    weights.every((weight) => weight >= 0n),
    'nobody has a negative weight',
  );
  const weightSum = sumMoney(weights);
  invariant(weightSum > 0n, 'somebody has a positive weight');

  const units = total / unit;
  const parts = weights.map((weight) => (units * weight) / weightSum);
  const leftOver = Number(units - sumMoney(parts));
  for (const index of byRemainder(units, weights, weightSum).slice(0, leftOver))
    parts[index] = (parts[index] ?? 0n) + 1n;
  return parts.map((part) => part * unit);
}

/** Indexes from the largest remainder to the smallest; the sort is stable, which keeps equal ones in index order. */
function byRemainder(units: bigint, weights: readonly bigint[], weightSum: bigint): number[] {
  return weights
    .map((weight, index) => ({ index, remainder: (units * weight) % weightSum }))
    .sort((a, b) => (a.remainder > b.remainder ? -1 : a.remainder < b.remainder ? 1 : 0))
    .map(({ index }) => index);
}
