import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Jinaq, openJinaq } from '../../adapters/node/index.js';
import type { Actor } from '../../src/access/index.js';
import type { GoalId } from '../../src/shared/index.js';
import { measureFloor } from './floor.js';
import { AMOUNT, client, OPERATIONS, pay, prepareGoals } from './payers.js';
import { peakRssMb, percentile, print, round, say, timed } from './report.js';

const GOALS = 1_000;
const CALLERS = 500;
const CONTRIBUTIONS = 30_000;
const LONG_HISTORY = 50_000;
const TURNS = 20;
const PER_TURN = 100;

/** 500 callers at once, everything included, beside the bare driver writing the same rows. */
export async function benchContributions(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'jinaq-bench-'));
  try {
    say('floor: the same rows by the bare driver');
    const floor = measureFloor({ path: join(folder, 'floor.db'), goals: GOALS, contributions: CONTRIBUTIONS });
    const jinaq = await openJinaq({ db: `sqlite:${join(folder, 'jinaq.db')}`, bank: 'sandbox::memory:' });
    say(`preparing ${GOALS} goals`);
    const goals = await prepareGoals(jinaq, GOALS);
    say(`${CONTRIBUTIONS} contributions by ${CALLERS} callers`);
    const { result, seconds } = await timed(() => pay(jinaq, goals, CONTRIBUTIONS, CALLERS));
    const perSecond = CONTRIBUTIONS / seconds;
    print({
      name: `contributions, ${CALLERS} callers, SQLite file, synchronous FULL`,
      n: CONTRIBUTIONS,
      perSecond: round(perSecond, 0),
      floorPerSecond: round(floor, 0),
      ratio: round(perSecond / floor),
      p50Ms: percentile(result, 0.5),
      p99Ms: percentile(result, 0.99),
      peakRssMb: peakRssMb(),
    });
    await benchLongHistory(jinaq, goals);
    const { ok } = await jinaq.ledger.verify(OPERATIONS, {});
    say(`ledger and chains verified: ${ok}`);
    await jinaq.close();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A goal with 100,000 past transfers beside a new one: contributing alone, and showing. */
async function benchLongHistory(jinaq: Jinaq, goals: readonly GoalId[]): Promise<void> {
  const [old, fresh] = [goals.slice(0, 1), goals.slice(1, 2)];
  say(`a goal with ${2 * LONG_HISTORY} transfers`);
  await pay(jinaq, old, LONG_HISTORY, CALLERS);
  const goalsOf = [
    { name: 'goal with 100,000 transfers', actor: client(0), one: old, paying: 0, showing: 0 },
    { name: 'goal with a short history', actor: client(1), one: fresh, paying: 0, showing: 0 },
  ];
  // In turns, so that a checkpoint or a busy neighbour meets both alike.
  for (let turn = 0; turn < TURNS; turn += 1) {
    for (const measured of goalsOf) {
      const { actor, one } = measured;
      measured.paying += (await timed(() => payTo(jinaq, actor, one, PER_TURN))).seconds;
      measured.showing += (await timed(() => show(jinaq, actor, one, PER_TURN))).seconds;
    }
  }
  const n = TURNS * PER_TURN;
  for (const { name, paying, showing } of goalsOf) {
    print({ name: `contribute, one caller, ${name}`, n, perSecond: round(n / paying, 0), peakRssMb: peakRssMb() });
    print({ name: `goals.show, ${name}`, n, perSecond: round(n / showing, 0), peakRssMb: peakRssMb() });
  }
}

async function payTo(jinaq: Jinaq, actor: Actor, [goal]: readonly GoalId[], n: number): Promise<void> {
  for (let turn = 0; turn < n && goal !== undefined; turn += 1) {
    await jinaq.context.useCases.contribute.execute({ actor, goal, amount: AMOUNT });
  }
}

async function show(jinaq: Jinaq, actor: Actor, [goal]: readonly GoalId[], n: number): Promise<void> {
  for (let turn = 0; turn < n && goal !== undefined; turn += 1) {
    await jinaq.context.useCases.showGoal.execute({ actor, goal });
  }
}
