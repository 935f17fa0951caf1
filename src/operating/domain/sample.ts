import { firstUuidOf } from '../../shared/index.js';

/**
 * Places from which to take a sample of what has been made between two moments: as many stretches of time of the same
 * length, each looked at where the clock's milliseconds point to, so that another run looks elsewhere.
 *
 * @param count how many places, a whole number from 1
 */
export function samplePlaces(first: Date, now: Date, count: number): readonly string[] {
  const span = Math.max(0, now.getTime() - first.getTime());
  const offset = (now.getTime() % 1_000) / 1_000;
  return Array.from({ length: count }, (_value, index) =>
    firstUuidOf(new Date(first.getTime() + Math.floor((span * (index + offset)) / count))),
  );
}
