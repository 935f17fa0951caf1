import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Jinaq, openJinaq } from '../../adapters/node/index.js';
import type { Actor } from '../../src/access/index.js';
import { civilDate, startOfDay } from '../../src/shared/index.js';
import { makeMessageHistory, MEMBERS } from './messages-history.js';
import { measureMessagesFloor } from './messages-floor.js';
import { type Measurement, peakRssMb, print, round, say, timed } from './report.js';

const OPERATIONS: Actor = { kind: 'staff', role: 'operations' };
const DEFAULT_GOALS = 50_000;
/** A Monday two days before everybody's due date: reminders and the weekly feedback come together. */
const NOW = new Date(startOfDay(civilDate(2026, 2, 2)).getTime() + 10 * 3_600_000);

/**
 * Plans the reminders and the weekly feedback of all members of many goals, plans them again, and sends what is due to
 * the inbox. The history is made by a process of its own, so that the memory that is measured is that of planning.
 */
export async function benchMessages(argument?: string, historyFolder?: string): Promise<void> {
  const count = argument === undefined ? DEFAULT_GOALS : Number(argument);
  if (historyFolder !== undefined) return makeMessageHistory(count, historyFolder);
  const folder = mkdtempSync(join(tmpdir(), 'jinaq-messages-'));
  try {
    say(`making ${count} goals of ${MEMBERS} members with three months of contributions`);
    const self = process.argv[1] ?? '';
    const made = spawnSync(process.execPath, [self, 'messages', String(count), folder], { stdio: 'inherit' });
    if (made.status !== 0) throw new Error('the history could not be made');
    const jinaq = await openJinaq({
      db: `sqlite:${join(folder, 'jinaq.db')}`,
      bank: 'sandbox::memory:',
      clock: { now: () => NOW },
    });
    const planning = await measurePlanning(jinaq);
    await measureSending(jinaq);
    await jinaq.close();
    // Last, since its rows are memory too.
    const path = join(folder, 'floor.db');
    const floor = measureMessagesFloor({ path, goals: count, members: MEMBERS, messages: planning.n });
    const ratio = round(planning.perSecond / floor);
    print({ ...planning, floorPerSecond: round(floor, 0), ratio });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function measurePlanning(jinaq: Jinaq): Promise<Measurement> {
  const { result, seconds } = await timed(() => jinaq.messages.plan(OPERATIONS));
  const rss = peakRssMb();
  const { goals, planned, templates } = result;
  say(`${goals} goals, ${planned} messages planned in ${round(seconds)} s: ${JSON.stringify(templates)}`);
  const again = await timed(() => jinaq.messages.plan(OPERATIONS));
  say(`planned again in ${round(again.seconds)} s: ${again.result.planned} new`);
  const members = goals * MEMBERS;
  const perSecond = (many: number) => round(many / seconds, 0);
  print({ name: 'messages plan, members looked at', n: members, perSecond: perSecond(members), peakRssMb: rss });
  return { name: 'messages plan, messages stored', n: planned, perSecond: perSecond(planned), peakRssMb: rss };
}

async function measureSending(jinaq: Jinaq): Promise<void> {
  const { result, seconds } = await timed(() => jinaq.messages.send(OPERATIONS));
  const looked = result.sent + result.suppressed + result.waiting + result.failed;
  say(`sent in ${round(seconds)} s: ${JSON.stringify(result)}`);
  print({
    name: 'messages send to the inbox, messages decided',
    n: looked,
    perSecond: round(looked / seconds, 0),
    peakRssMb: peakRssMb(),
  });
}
