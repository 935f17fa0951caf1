import { type CivilDate, startOfDay } from '../../../src/shared/index.js';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../durations.js';
import { isLarge } from '../large-world.js';
import type { SimulationOptions } from '../options.js';
import type { Random } from '../random.js';
import type { World } from '../world.js';

/** People act at full and half hours of their day only, so that many act in the same moment; in a large world seldomer. */
const FIRST_HOUR = 8;
const HALF_HOURS = 28;
const HALF_HOUR_MS = 30 * MINUTE_MS;
const HALF_HOURS_IN_LARGE_WORLD = 7;

/** A moment of that day at which people are awake. */
export function momentOn({ options }: World, day: CivilDate, random: Random): number {
  return awake(options, startOfDay(day).getTime(), random);
}

/** A moment at which people are awake, so many days from now; today means from now on. */
export function momentIn(world: World, days: number, random: Random): number {
  const now = world.scheduler.nowMs();
  const midnight = now - ((now - world.startMs + START_HOUR * HOUR_MS) % DAY_MS);
  const moment = awake(world.options, midnight + days * DAY_MS, random);
  return moment > now ? moment : now + HALF_HOUR_MS;
}

/** Lets time pass up to a moment, or not at all. */
export async function until(world: World, atMs: number): Promise<void> {
  const left = atMs - world.scheduler.nowMs();
  if (left > 0) await world.scheduler.sleep(left);
}

/** Lets so many days pass, up to a moment at which people are awake. */
export async function daysPass(world: World, days: number, random: Random): Promise<void> {
  await until(world, momentIn(world, days, random));
}

/** At what hour of Almaty's day a run begins. */
const START_HOUR = 7;

function awake(options: SimulationOptions, midnightMs: number, random: Random): number {
  const step = isLarge(options) ? HALF_HOURS_IN_LARGE_WORLD : 1;
  return midnightMs + FIRST_HOUR * HOUR_MS + random.int(0, HALF_HOURS / step - 1) * step * HALF_HOUR_MS;
}
