import { createHash } from 'node:crypto';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';

/** Chance that repeats itself: the same name, the same numbers. */
export type Random = {
  /** From 0 to below 1. */
  float(): number;
  /** A whole number of an inclusive range. */
  int(from: number, to: number): number;
  chance(probability: number): boolean;
  /** One of them, each as likely. */
  pick<T>(items: readonly T[]): T;
  shuffled<T>(items: readonly T[]): T[];
  /** About the normal distribution: twelve uniform numbers added up, so that every machine gets the same one. */
  normal(mean: number, deviation: number): number;
  /** Another chance, which depends on its name and not on what was drawn before: who leaves the story disturbs no other. */
  fork(name: string): Random;
};

/** Makes the chance of this name. */
export function createRandom(name: string): Random {
  const bytes = createHash('sha256').update(name).digest();
  const source = xoroshiro128plusFromState([0, 4, 8, 12].map((offset) => bytes.readInt32LE(offset)));
  const float = () => uniformFloat64(source);
  const int = (from: number, to: number) => uniformInt(source, from, to);
  const shuffled = <T>(items: readonly T[]): T[] => {
    const cards = [...items];
    for (let last = cards.length - 1; last > 0; last -= 1) {
      const other = int(0, last);
      [cards[last], cards[other]] = [cards[other] as T, cards[last] as T];
    }
    return cards;
  };
  return {
    float,
    int,
    shuffled,
    chance: (probability) => float() < probability,
    pick: <T>(items: readonly T[]) => items[int(0, items.length - 1)] as T,
    normal: (mean, deviation) => {
      let sum = -6;
      for (let drawn = 0; drawn < 12; drawn += 1) sum += float();
      return mean + sum * deviation;
    },
    fork: (child) => createRandom(`${name}/${child}`),
  };
}
