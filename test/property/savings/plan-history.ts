import { join } from 'node:path';
import fc from 'fast-check';
import { createManualClock } from '../../../adapters/jobs-inline/index.js';
import { type Jinaq, openJinaq } from '../../../adapters/node/index.js';
import type { SandboxBank } from '../../../adapters/bank-sandbox/index.js';
import type { BankTransferCommand, Plan } from '../../../src/savings/index.js';
import { addDays, civilDateOf, type GoalId, invariant, parseInstant, type PlanId } from '../../../src/shared/index.js';
import { client, openGoal, staff, tenge } from '../../support/savings-world.js';
import { tolerate } from './outflow-history.js';

export const CLIENTS = ['aigerim', 'bolat', 'dana'] as const;
export const OPERATIONS = staff('operations');
/** Friday: a weekend, Nauryz and a month of 31 days lie ahead. */
const START = '2026-02-27T08:00:00+05:00';
const FAULTS = ['timeout-before-debit', 'timeout-after-debit', 'refuse', 'held', 'down', 'duplicate-answer'] as const;

const who = fc.constantFrom(...CLIENTS);
const of = <Kind extends string>(kind: Kind) => fc.constant(kind);

const terms = fc.oneof(
  fc.record({
    kind: of('fixed'),
    amount: fc.integer({ min: 1_000, max: 30_000 }),
    every: fc.constantFrom('week' as const, 'week' as const, 'fortnight' as const, 'month' as const),
    on: fc.integer({ min: 1, max: 7 }),
    catchUp: fc.boolean(),
  }),
  fc.record({ kind: of('ladder'), amount: fc.integer({ min: 1, max: 1_500 }), on: fc.integer({ min: 1, max: 7 }) }),
  fc.record({ kind: of('round-up'), roundTo: fc.constantFrom(100, 500, 1_000) }),
  fc.record({ kind: of('income-share'), percent: fc.constantFrom('1', '12.5', '100') }),
);

const start = fc.record({ kind: of('start'), client: who, terms, floor: fc.constantFrom(5_000, 5_000, 20_000) });

const happening = fc.oneof(
  { weight: 1, arbitrary: start },
  {
    weight: 16,
    arbitrary: fc.record({
      kind: of('run'),
      /** So many days later, in the morning. */
      days: fc.integer({ min: 0, max: 4 }),
      /** How many runs at once, over two openings of the same database, and after how many dates each is interrupted. */
      times: fc.constantFrom(1, 1, 2, 3),
      interruptedAfter: fc.option(fc.integer({ min: 0, max: 4 }), { freq: 4 }),
      concurrency: fc.constantFrom(1, 64),
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: of('salary'), client: who, amount: fc.integer({ min: 1, max: 60_000 }) }) },
  { weight: 4, arbitrary: fc.record({ kind: of('card'), client: who, tiyn: fc.bigInt({ min: 1n, max: 4_000_000n }) }) },
  { weight: 1, arbitrary: fc.record({ kind: of('pay'), client: who, amount: fc.integer({ min: 1, max: 20_000 }) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: of('fault'),
      fault: fc.constantFrom(...FAULTS),
      on: fc.constantFrom('transfer' as const, 'transfer' as const, 'balance' as const, 'transactions' as const),
      nth: fc.integer({ min: 1, max: 3 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('retry' as const, 'settle' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constantFrom('pause' as const, 'resume' as const, 'stop' as const), at: fc.nat() }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constantFrom('dispute' as const, ...Array.from({ length: 4 }, () => 'resolve' as const)),
    }),
  },
);

type Happening = typeof happening extends fc.Arbitrary<infer One> ? One : never;

export const histories = fc
  .tuple(
    fc.array(start, { minLength: 3, maxLength: 6 }),
    fc.array(happening, { minLength: 25, maxLength: 60, size: 'max' }),
  )
  .map(([plans, history]): readonly Happening[] => [...plans, ...history]);

/** A goal of three members over files that two Jinaqs have open, and what the bank was asked to do. */
export type PlanWorld = {
  readonly both: readonly [Jinaq, Jinaq];
  readonly sandbox: SandboxBank;
  readonly clock: ReturnType<typeof createManualClock>;
  readonly goal: GoalId;
  readonly asked: Map<string, BankTransferCommand>;
  /** Plans that were held still, whose dates passed meanwhile. */
  readonly disturbed: Set<PlanId>;
};

export async function openPlanWorld(folder: string): Promise<PlanWorld> {
  const clock = createManualClock(parseInstant(START));
  const asked = new Map<string, BankTransferCommand>();
  const open = () =>
    openJinaq({
      db: `sqlite:${join(folder, 'jinaq.db')}`,
      bank: `sandbox:${join(folder, 'bank.db')}`,
      clock,
      decorate: ({ bank, ...ports }) => ({
        ...ports,
        bank: {
          ...bank,
          transfer: (command) => {
            asked.set(command.key, command);
            return bank.transfer(command);
          },
        },
      }),
    });
  const jinaq = await open();
  const { sandbox } = jinaq;
  invariant(sandbox !== undefined, 'the bank of this world is the sandbox');
  for (const id of CLIENTS) {
    await jinaq.clients.register(OPERATIONS, { id, name: id });
    await sandbox.fund(id, tenge(40_000));
  }
  // Far from its target and its deadline: what stands in the way is the money and the bank.
  const goal = await openGoal({ jinaq, sandbox, clock }, CLIENTS, { target: 9_000_000, deadline: '2027-12-31' });
  return { both: [jinaq, await open()], sandbox, clock, goal, asked, disturbed: new Set() };
}

export async function happen(world: PlanWorld, step: Happening): Promise<void> {
  const { both, sandbox, clock, goal } = world;
  const [jinaq] = both;
  switch (step.kind) {
    case 'start': {
      const { terms: input, floor } = step;
      await tolerate(jinaq.plans.start(client(step.client), { goal, ...input, floor, consent: true }));
      return;
    }
    case 'run':
      clock.set(parseInstant(`${addDays(civilDateOf(clock.now()), step.days)}T08:00:00+05:00`));
      return runAtOnce(world, step);
    case 'salary':
      await sandbox.credit((await sandbox.show(step.client)).account, tenge(step.amount), 'salary');
      return;
    case 'card':
      await tolerate(sandbox.cardPurchase(step.client, step.tiyn));
      return;
    case 'pay':
      await tolerate(jinaq.goals.contribute(client(step.client), { goal, amount: step.amount }));
      return;
    case 'fault':
      await tolerate(
        sandbox.injectFault({ on: step.fault === 'held' ? 'transfer' : step.on, kind: step.fault, nth: step.nth }),
      );
      return;
    case 'retry':
    case 'settle':
      await jinaq.transfers[step.kind](OPERATIONS, {});
      return;
    case 'dispute':
      await tolerate(jinaq.disputes.open(client('dana'), { goal, text: 'No' }));
      return;
    case 'resolve':
      return resolveAll(world);
    case 'pause':
    case 'resume':
    case 'stop':
      return manage(world, step);
  }
}

async function runAtOnce(
  { both }: PlanWorld,
  { times, interruptedAfter, concurrency }: Extract<Happening, { readonly kind: 'run' }>,
): Promise<void> {
  const runs = Array.from({ length: times }, (_, index) => {
    let asked = 0;
    const isInterrupted = () => interruptedAfter !== null && (asked += 1) > interruptedAfter;
    const { runTransfers } = (both[index % 2] ?? both[0]).context.useCases;
    return runTransfers.execute({ actor: OPERATIONS, concurrency, isInterrupted });
  });
  await Promise.all(runs);
}

async function manage(
  world: PlanWorld,
  { kind, at }: Extract<Happening, { readonly kind: 'pause' | 'resume' | 'stop' }>,
): Promise<void> {
  const plans = await plansIn(world);
  const plan = plans[at % Math.max(plans.length, 1)];
  if (plan === undefined) return;
  world.disturbed.add(plan.id);
  await tolerate(world.both[0].plans[kind](client(plan.client), { plan: plan.id }));
}

export async function resolveAll({ both: [jinaq], goal }: PlanWorld): Promise<void> {
  for (const { id, status } of await jinaq.disputes.list(staff('admin'), { goal })) {
    if (status !== 'open' && status !== 'answered') continue;
    await jinaq.disputes.resolve(staff('admin'), { dispute: id, decision: 'It goes on', text: 'All were asked' });
  }
}

export function plansIn({ both: [jinaq], goal }: PlanWorld): Promise<readonly Plan[]> {
  return jinaq.ports.store.read((tx) => tx.plans.page({ goal }, null, 1_000));
}
