import fc from 'fast-check';
import { client, type SavingsWorld, staff } from '../../support/savings-world.js';
import type { CLIENTS } from './shared-goals.model.js';
import { type Known, named, orRefusal, remember, some, who } from './shared-goals.model.js';

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

export const payOnce = () =>
  payment().map((one) => named(`pay ${JSON.stringify(one)}`, (known, world) => pay(known, world, one)));

/** Whoever pays the rest meets the goal, if nobody else does meanwhile. */
export const payRest = () =>
  fc.record({ payer: who(), rival: who(), at: fc.nat() }).map(({ payer, rival, at }) =>
    named(`${payer} and ${rival} both pay what is missing in goal ${at}`, async (known, { jinaq }) => {
      const { id: goal } = some(known.goals, at);
      const { missing: amount } = await jinaq.goals.show(staff('admin'), { goal });
      if (amount === 0n) return;
      const paid = [payer, rival].map((one) => orRefusal(jinaq.goals.contribute(client(one), { goal, amount })));
      for (const contribution of await Promise.all(paid)) remember(known, contribution);
    }),
  );

export const payAtOnce = () =>
  fc
    .array(payment(), { minLength: 2, maxLength: 6 })
    .map((many) =>
      named(`at once, twice each: pay ${JSON.stringify(many)}`, (known, world) =>
        Promise.all([...many, ...many].map((one) => pay(known, world, one))),
      ),
    );
