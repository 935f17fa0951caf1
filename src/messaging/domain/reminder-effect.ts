import { Decimal, type Money } from '../../shared/index.js';

/** One client over the time that is looked at: how often a reminder was due, sent or held back, and what they then saved. */
export type RemindedClient = {
  readonly isHeldOut: boolean;
  readonly reminders: number;
  /** Tiyn paid into the goals in question within the days after each reminder. */
  readonly saved: Money;
};

/** One group: how many, and what a client of it saved for each reminder. Sums are tiyn. */
export type GroupEffect = {
  readonly clients: number;
  readonly reminders: number;
  readonly mean: Money;
  readonly deviation: Money;
};

/** What reminders bring, with the interval in which the truth lies with 95 % confidence. */
export type ReminderEffect = {
  readonly reminded: GroupEffect;
  readonly heldOut: GroupEffect;
  /** How much more a reminded client saved for each reminder; null when a group has fewer than two clients. */
  readonly difference: Money | null;
  readonly low: Money | null;
  readonly high: Money | null;
  /** The difference as a percentage of what those held out saved, with one decimal; null when they saved nothing. */
  readonly percent: string | null;
  /** Each group is large enough for the interval to mean what it says, and zero lies outside of it. */
  readonly isSure: boolean;
  readonly note: string;
  readonly formula: string;
};

/** From so many on the mean of a group is nearly normal, whatever its clients are like. */
export const MIN_GROUP = 30;
const Z_95 = '1.96';

/** The sums of a group, exact; clients are added one by one, so that millions need no room. */
type Sums = { clients: number; reminders: number; sum: bigint; squares: bigint };

/** Gathers clients and compares the two groups. */
export function measureEffect(clients: Iterable<RemindedClient>): ReminderEffect {
  const [reminded, heldOut] = [emptySums(), emptySums()];
  for (const client of clients) addClient(client.isHeldOut ? heldOut : reminded, client);
  return effectOf(reminded, heldOut);
}

/**
 * The difference of the means of two independent groups with Welch's standard error:
 *
 *     d ± 1.96 · √(s₁²/n₁ + s₂²/n₂)
 *
 * where an observation is one client's savings for each reminder, n the clients of a group and s² their sample variance.
 * A client with many reminders is one observation, since their months are not independent of each other.
 */
function effectOf(reminded: Sums, heldOut: Sums): ReminderEffect {
  const shown = { reminded: groupOf(reminded), heldOut: groupOf(heldOut), formula: FORMULA };
  if (reminded.clients < 2 || heldOut.clients < 2) {
    const none = { difference: null, low: null, high: null, percent: null };
    return {
      ...shown,
      ...none,
      isSure: false,
      note: 'A group has fewer than two clients: there is nothing to compare.',
    };
  }
  const difference = meanOf(reminded).minus(meanOf(heldOut));
  const error = varianceOf(reminded).div(reminded.clients).plus(varianceOf(heldOut).div(heldOut.clients)).sqrt();
  const [low, high] = [difference.minus(error.times(Z_95)), difference.plus(error.times(Z_95))];
  const isLarge = reminded.clients >= MIN_GROUP && heldOut.clients >= MIN_GROUP;
  const isSure = isLarge && (low.gt(0) || high.lt(0));
  const base = meanOf(heldOut);
  return {
    ...shown,
    difference: tiyn(difference),
    low: tiyn(low),
    high: tiyn(high),
    percent: base.isZero() ? null : difference.div(base).times(100).toFixed(1),
    isSure,
    note: isLarge ? (isSure ? SURE : UNSURE) : SMALL,
  };
}

const FORMULA =
  'd ± 1.96·√(s₁²/n₁ + s₂²/n₂), one observation a client: savings within the days after a reminder, for each';
const SURE = 'The interval does not contain zero: reminders change what is saved.';
const UNSURE = 'The interval contains zero: reminders may change nothing.';
const SMALL = `A group has fewer than ${MIN_GROUP} clients: the interval is too optimistic, and nothing is proved.`;

function emptySums(): Sums {
  return { clients: 0, reminders: 0, sum: 0n, squares: 0n };
}

function addClient(sums: Sums, { reminders, saved }: RemindedClient): void {
  if (reminders <= 0) return;
  const each = saved / BigInt(reminders);
  sums.clients += 1;
  sums.reminders += reminders;
  sums.sum += each;
  sums.squares += each * each;
}

function groupOf(sums: Sums): GroupEffect {
  const { clients, reminders } = sums;
  const [mean, deviation] = clients === 0 ? [0n, 0n] : [tiyn(meanOf(sums)), tiyn(varianceOf(sums).sqrt())];
  return { clients, reminders, mean, deviation };
}

function meanOf({ clients, sum }: Sums): Decimal {
  return new Decimal(String(sum)).div(clients);
}

/** The sample variance from exact sums: n·Σx² − (Σx)² over n·(n−1). */
function varianceOf({ clients, sum, squares }: Sums): Decimal {
  if (clients < 2) return new Decimal(0);
  const n = BigInt(clients);
  return new Decimal(String(n * squares - sum * sum)).div(String(n * (n - 1n)));
}

function tiyn(value: Decimal): Money {
  return BigInt(value.toFixed(0, Decimal.ROUND_HALF_EVEN));
}
