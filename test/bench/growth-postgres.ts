import { type Jinaq, openJinaq } from '../../adapters/node/index.js';
import { asGoalId, type GoalId } from '../../src/shared/index.js';
import { onDatabase, type PostgresServer, startPostgres } from '../support/postgres.js';
import { migrated } from './migrated.js';
import { AMOUNT, client } from './payers.js';
import { lengthen, populate, populatedGoal } from './population.js';
import { load, peakRssMb, percentiles, print, round, say, timed } from './report.js';

const POPULATIONS = [1_000, 50_000, 500_000];
const SAMPLE = 200;
const TURNS = 20;
const PER_TURN = 25;
const LONG_HISTORY = 100_000;
const PRODUCT = { rateBps: 1400, dayCount: 'actual/365', capitalisation: 'monthly' } as const;

/** What one goal costs to show and to pay into, among few and among many, and after a long history. */
export async function benchGrowthPostgres(argument: string | undefined): Promise<void> {
  const server = await startPostgres({ isDurable: true, settings: { shared_buffers: '512MB', max_wal_size: '4GB' } });
  try {
    const places: Place[] = [];
    const populations = argument === undefined ? POPULATIONS : argument.split(',').map(Number);
    for (const goals of populations) places.push(await settle(server, goals));
    const [smallest] = places;
    if (smallest === undefined) throw new Error('there is a smallest population');
    const [old, ...others] = smallest.goals;
    if (old === undefined) throw new Error('there is a goal in the smallest population');
    await onDatabase(smallest.address, (raw) => lengthen(raw, old.number, LONG_HISTORY));
    smallest.goals = others;
    const oldGoal = { ...smallest, name: `a goal with ${LONG_HISTORY} transfers`, goals: [old], isLong: true };
    await compare([...places, oldGoal]);
    for (const { jinaq } of places) await jinaq.close();
  } finally {
    await server.close();
  }
}

type Sampled = { readonly id: GoalId; readonly number: number };
type Place = {
  readonly name: string;
  readonly jinaq: Jinaq;
  readonly address: string;
  goals: readonly Sampled[];
  readonly isLong: boolean;
};

/** Fills a database, and opens accounts at the bank for some of its goals: only these are paid into. */
async function settle(server: PostgresServer, count: number): Promise<Place> {
  const address = await migrated(server);
  const { seconds } = await timed(() => onDatabase(address, (raw) => populate(raw, count)));
  say(`${count} goals made in ${round(seconds, 0)} s`);
  const jinaq = await openJinaq({ db: address, bank: 'sandbox::memory:' });
  const goals: Sampled[] = [];
  await onDatabase(address, async (raw) => {
    for (let nth = 0; nth < Math.min(SAMPLE, count); nth += 1) {
      const number = Math.floor((nth * count) / Math.min(SAMPLE, count));
      const id = asGoalId(populatedGoal(number));
      const actor = client(number);
      if (actor.kind !== 'client') throw new Error('a client pays');
      const main = await jinaq.sandbox?.fund(actor.client, 9_000_000_00n);
      const { account } = await jinaq.ports.bank.openSavingsAccount({
        key: id,
        client: actor.client,
        product: PRODUCT,
      });
      await raw.query('UPDATE clients SET account = $2 WHERE id = $1', [actor.client, main?.account]);
      await raw.query('UPDATE goals SET account = $2 WHERE id = $1', [id, account]);
      goals.push({ id, number });
    }
  });
  return { name: `among ${count} goals`, jinaq, address, goals, isLong: false };
}

const WORK: Readonly<Record<string, (jinaq: Jinaq, goal: Sampled) => Promise<unknown>>> = {
  'goals.show': ({ context }, { id: goal, number }) =>
    context.useCases.showGoal.execute({ actor: client(number), goal }),
  'ledger.statement': ({ context }, { id: goal, number }) =>
    context.useCases.showStatement.execute({ actor: client(number), goal }),
  'goals.contribute': ({ context }, { id: goal, number }) =>
    context.useCases.contribute.execute({ actor: client(number), goal, amount: AMOUNT }),
};

/** In turns, so that a checkpoint or a busy neighbour meets all alike; before them each goal of the samples is met once. */
async function compare(places: readonly Place[]): Promise<void> {
  const latencies = new Map<string, number[]>();
  for (let turn = -1; turn < TURNS; turn += 1) {
    for (const [what, work] of Object.entries(WORK)) {
      for (const { name, jinaq, goals, isLong } of places) {
        // A statement is as long as its history.
        if (isLong && what === 'ledger.statement') continue;
        const kept = latencies.get(`${what} ${name}`) ?? [];
        latencies.set(`${what} ${name}`, kept);
        const visits = turn < 0 ? goals.length : PER_TURN;
        for (let nth = 0; nth < visits; nth += 1) {
          const goal = goals[turn < 0 ? nth : Math.floor(Math.random() * goals.length)];
          if (goal === undefined) throw new Error('there is a sample of goals');
          const { seconds } = await timed(() => work(jinaq, goal));
          if (turn >= 0) kept.push(seconds * 1000);
        }
      }
    }
  }
  const [{ name: smallest } = { name: '' }] = places;
  for (const [name, kept] of latencies) {
    const [what = ''] = name.split(' ');
    const { p50Ms = 0, ...others } = percentiles(kept);
    const base = percentiles(latencies.get(`${what} ${smallest}`) ?? []).p50Ms ?? 0;
    const perSecond = round(1000 / p50Ms, 0);
    const timesSmallest = round(p50Ms / base);
    print({ name, n: kept.length, perSecond, timesSmallest, p50Ms, ...others, load: load(), peakRssMb: peakRssMb() });
  }
}
