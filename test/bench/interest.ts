import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openJinaq } from '../../adapters/node/index.js';
import { doElsewhere } from './elsewhere.js';
import { measureInterestFloor } from './interest-floor.js';
import { HISTORY_FILES, MEASURED_AT, MEASURED_MONTH, makeInterestHistory, OPERATIONS } from './interest-history.js';
import { peakRssMb, print, round, say, timed } from './report.js';

const DEFAULT_GOALS = 50_000;

/**
 * Posts one month's interest of goals with three members and a year of history. Another process makes the history, so
 * that the memory measured here is that of posting; the floor writes the very rows that were written, into a copy of
 * the database as it was before.
 *
 * @param history a folder in which `interest-history` has made so many goals; otherwise they are made first
 */
export async function benchInterest(goals = String(DEFAULT_GOALS), history?: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'jinaq-interest-'));
  try {
    const source = history ?? folder;
    if (history === undefined) doElsewhere('interest-history', goals, folder);
    const [db, bank, before] = [join(folder, 'posted.db'), join(folder, 'posted-bank.db'), join(folder, 'floor.db')];
    copyFileSync(join(source, HISTORY_FILES.db), db);
    copyFileSync(join(source, HISTORY_FILES.db), before);
    copyFileSync(join(source, HISTORY_FILES.bank), bank);
    await post({ db, bank, before, goals: Number(goals) });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Makes the history in the folder that is named. */
export async function benchInterestHistory(goals = String(DEFAULT_GOALS), folder = '.'): Promise<void> {
  await makeInterestHistory(Number(goals), folder);
}

type Posting = { readonly db: string; readonly bank: string; readonly before: string; readonly goals: number };

async function post({ db, bank, before, goals }: Posting): Promise<void> {
  const jinaq = await openJinaq({ db: `sqlite:${db}`, bank: `sandbox:${bank}`, clock: { now: () => MEASURED_AT } });
  const { result, seconds } = await timed(() => jinaq.interest.post(OPERATIONS, { month: MEASURED_MONTH }));
  // Read now: what follows is not part of posting.
  const peakRss = peakRssMb();
  const { posted, missing, differences, failed } = result;
  say(`${posted.length} posted, ${missing.length} missing, ${differences.length} differ, ${failed.length} failed`);
  const { ok, transfers } = await jinaq.ledger.verify(OPERATIONS, {});
  say(`ledger and chains hold: ${ok} (${transfers} transfers)`);
  await jinaq.close();
  const floor = measureInterestFloor({ posted: db, before });
  print({
    name: 'interest post, goals with 3 members and 12 months of history',
    n: goals,
    perSecond: round(goals / seconds, 0),
    floorPerSecond: round(floor, 0),
    ratio: round(goals / seconds / floor),
    peakRssMb: peakRss,
  });
}
