import fc from 'fast-check';
import type { Contribution } from '../../../src/savings/index.js';
import { DomainError, type GoalId, type Money } from '../../../src/shared/index.js';
import { client, type SavingsWorld, staff } from '../../support/savings-world.js';

export const CLIENTS = ['aigerim', 'bolat', 'dana', 'erlan'] as const;
const FAULTS = ['refuse', 'timeout-before-debit', 'timeout-after-debit', 'duplicate-answer', 'held'] as const;
/** What a caller may be refused; anything else is a bug. */
const REFUSALS = [
  ...['savings.not-a-member', 'savings.goal-not-active', 'savings.over-target', 'savings.below-min-contribution'],
  ...['savings.client-limit', 'idempotency.key-reused', 'savings.already-member', 'savings.already-invited'],
  ...['savings.member-limit', 'bank.unavailable'],
];

/** What a caller knows: the goals there are, and what they were told of each contribution. */
export type Known = {
  readonly goals: { readonly id: GoalId; readonly target: Money }[];
  readonly told: Map<string, Contribution>;
  /** What the bank was told to pay or take beside contributions, by client. */
  readonly outside: Map<string, Money>;
};

export type Command = fc.AsyncCommand<Known, SavingsWorld>;

const named = (
  name: string,
  run: (known: Known, world: SavingsWorld) => Promise<unknown>,
  needsGoal = true,
): Command => ({
  check: ({ goals }) => !needsGoal || goals.length > 0,
  run: async (known, world) => void (await run(known, world)),
  toString: () => name,
});

async function orRefusal<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof DomainError && REFUSALS.includes(error.code)) return undefined;
    throw error;
  }
}

/** Remembers what a caller was told: a last word is never taken back, and an id never changes what it stands for. */
function remember({ told }: Known, contribution: Contribution | undefined): void {
  if (contribution === undefined) return;
  const before = told.get(contribution.id);
  if (before !== undefined && before.status !== 'pending' && before.status !== contribution.status) {
    throw new Error(`${contribution.id} was ${before.status} and is ${contribution.status}`);
  }
  if (before !== undefined && (before.amount !== contribution.amount || before.goal !== contribution.goal)) {
    throw new Error(`${contribution.id} stands for something else than before`);
  }
  told.set(contribution.id, contribution);
}

const some = <T>(list: readonly T[], at: number): T => list[at % list.length] as T;
const who = () => fc.constantFrom(...CLIENTS);

const create = () =>
  fc
    .record({
      organiser: who(),
      target: fc.integer({ min: 1_000_000, max: 3_000_000 }),
      min: fc.option(fc.integer({ min: 1, max: 300_000 })),
    })
    .map(({ organiser, target, min }) =>
      named(
        `create a goal of ${target} tiyn for ${organiser}`,
        async ({ goals }, { jinaq }) => {
          const terms = { title: 'Той', target: BigInt(target), deadline: '2026-12-31' };
          const minContribution = min === null ? {} : { minContribution: BigInt(min) };
          const goal = await orRefusal(jinaq.goals.create(client(organiser), { ...terms, ...minContribution }));
          if (goal !== undefined) goals.push({ id: goal.id, target: goal.target });
        },
        false,
      ),
    );

const join = () =>
  fc.record({ at: fc.nat(), invitee: who() }).map(({ at, invitee }) =>
    named(`${invitee} joins goal ${at}`, async ({ goals }, { jinaq }) => {
      const { id: goal } = some(goals, at);
      const { organiser } = await jinaq.goals.show(staff('admin'), { goal });
      const sent = await orRefusal(jinaq.goals.invite(client(organiser), { goal, client: invitee }));
      if (sent !== undefined) await orRefusal(jinaq.invitations.accept(client(invitee), { invitation: sent.id }));
    }),
  );

type Payment = {
  readonly payer: (typeof CLIENTS)[number];
  readonly at: number;
  readonly amount: number;
  readonly key: number;
};

const payment = (): fc.Arbitrary<Payment> =>
  fc.record({
    payer: who(),
    at: fc.nat(),
    // Few keys and few sums, so that keys are used again, rightly and wrongly.
    key: fc.integer({ min: 0, max: 20 }),
    amount: fc.oneof(fc.constantFrom(1, 100_000, 250_000), fc.integer({ min: 1, max: 400_000 })),
  });

async function pay(known: Known, { jinaq }: SavingsWorld, { payer, at, amount, key }: Payment): Promise<void> {
  const order = { goal: some(known.goals, at).id, amount: BigInt(amount), key: `key-${key}` };
  remember(known, await orRefusal(jinaq.goals.contribute(client(payer), order)));
}

const payOnce = () =>
  payment().map((one) => named(`pay ${JSON.stringify(one)}`, (known, world) => pay(known, world, one)));

/** Whoever pays the rest meets the goal, if nobody else does meanwhile. */
const payRest = () =>
  fc.record({ payer: who(), rival: who(), at: fc.nat() }).map(({ payer, rival, at }) =>
    named(`${payer} and ${rival} both pay what is missing in goal ${at}`, async (known, { jinaq }) => {
      const { id: goal } = some(known.goals, at);
      const { missing: amount } = await jinaq.goals.show(staff('admin'), { goal });
      if (amount === 0n) return;
      const paid = [payer, rival].map((one) => orRefusal(jinaq.goals.contribute(client(one), { goal, amount })));
      for (const contribution of await Promise.all(paid)) remember(known, contribution);
    }),
  );

const payAtOnce = () =>
  fc
    .array(payment(), { minLength: 2, maxLength: 6 })
    .map((many) =>
      named(`at once, twice each: pay ${JSON.stringify(many)}`, (known, world) =>
        Promise.all([...many, ...many].map((one) => pay(known, world, one))),
      ),
    );

const fault = () =>
  fc
    .record({ kind: fc.constantFrom(...FAULTS), nth: fc.integer({ min: 1, max: 3 }) })
    .map(({ kind, nth }) =>
      named(
        `the transfer ${nth} from now meets: ${kind}`,
        (_known, { sandbox }) => sandbox.injectFault({ on: 'transfer', kind, nth }),
        false,
      ),
    );

const statusFault = () =>
  fc.constant(
    named(
      'the next question is not answered',
      (_known, { sandbox }) => sandbox.injectFault({ on: 'transferStatus', kind: 'down', times: 1 }),
      false,
    ),
  );

const spend = () =>
  fc.record({ payer: who(), tenge: fc.integer({ min: 1, max: 20_000 }) }).map(({ payer, tenge }) =>
    named(
      `${payer} buys something for ${tenge}`,
      async ({ outside }, { sandbox }) => {
        const amount = BigInt(tenge) * 100n;
        if ((await sandbox.show(payer)).available < amount) return;
        await sandbox.cardPurchase(payer, amount);
        outside.set(payer, (outside.get(payer) ?? 0n) - amount);
      },
      false,
    ),
  );

const settle = () =>
  fc
    .integer({ min: 1, max: 3 })
    .map((times) =>
      named(
        `settle, ${times} at once`,
        (_known, { jinaq }) =>
          Promise.all(Array.from({ length: times }, () => jinaq.transfers.settle(staff('operations')))),
        false,
      ),
    );

const wait = () =>
  fc
    .integer({ min: 1, max: 4 })
    .map((days) =>
      named(
        `${days} days pass`,
        async (_known, { clock }) => clock.set(new Date(clock.now().getTime() + days * 86_400_000)),
        false,
      ),
    );

/** Everything that callers, the bank, operations and time may do to shared goals; `then` looks after each. */
export const commands = (then: (known: Known, world: SavingsWorld) => Promise<void>) => {
  // Mostly payments: a goal that nobody pays into tells nothing.
  const payments = [payOnce(), payOnce(), payOnce(), payAtOnce(), payAtOnce(), payRest()];
  const all = [...payments, create(), join(), fault(), fault(), statusFault(), spend(), settle(), wait()];
  const watched = all.map((arbitrary) =>
    arbitrary.map(
      (command): Command => ({
        ...command,
        run: async (known, world) => {
          await command.run(known, world);
          await then(known, world);
        },
      }),
    ),
  );
  return fc.commands(watched, { maxCommands: 40, size: 'max' });
};
