import fc from 'fast-check';
import { client, type SavingsWorld, staff } from '../../support/savings-world.js';
import { type Command, type Known, named, orRefusal, some, who } from './shared-goals.model.js';
import { payAtOnce, payOnce, payRest } from './shared-goals.payments.js';

const FAULTS = ['refuse', 'timeout-before-debit', 'timeout-after-debit', 'duplicate-answer', 'held'] as const;

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
