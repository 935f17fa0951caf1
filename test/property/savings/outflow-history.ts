import fc from 'fast-check';
import { DomainError, parseInstant, addDays, civilDateOf, startOfDay } from '../../../src/shared/index.js';
import {
  ADMIN,
  as,
  openSharedGoal,
  OPERATIONS,
  type SharedGoal,
  tenge,
} from '../../unit/savings/use-cases/shared-goal.js';

export const MEMBERS = ['aigerim', 'bolat', 'dana', 'erlan'] as const;
export const INITIAL = tenge(1_000_000);
const START = '2026-01-05T09:00:00+05:00';
const FAULTS = ['timeout-before-debit', 'timeout-after-debit', 'refuse', 'held', 'down', 'duplicate-answer'] as const;
const TERMS = ['early-withdrawal', 'remove-member', 'cancel', 'change', 'replace-organiser'] as const;

const who = fc.constantFrom(...MEMBERS);
const one = <Kind extends string>(kind: Kind) => fc.record({ kind: fc.constant(kind), client: who });

/** One thing that happens to a shared goal. */
export type Happening = typeof happening extends fc.Arbitrary<infer Value> ? Value : never;

const happening = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('pay' as const), client: who, tiyn: fc.bigInt(1n, 9_000_000n) }),
  },
  { weight: 2, arbitrary: one('leave' as const) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('vote' as const),
      client: who,
      subject: who,
      about: fc.constantFrom(...TERMS),
      yes: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
    }),
  },
  { weight: 1, arbitrary: one('dispute' as const) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('resolve' as const) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('fault' as const),
      fault: fc.constantFrom(...FAULTS),
      nth: fc.integer({ min: 1, max: 3 }),
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('days' as const), days: fc.integer({ min: 1, max: 25 }) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('settle' as const, 'advance' as const) }) },
);

export const histories = fc.array(happening, { minLength: 1, maxLength: 20 });

/** A goal with four members, far from its target, with these things having happened to it. */
export async function live(history: readonly Happening[]): Promise<SharedGoal> {
  const goal = await openSharedGoal(MEMBERS, { target: 5_000_000, deadline: '2026-05-20', deputy: 'bolat' }, START);
  for (const step of history) await tolerate(happen(goal, step));
  return goal;
}

async function happen(goal: SharedGoal, step: Happening): Promise<unknown> {
  switch (step.kind) {
    case 'pay':
      return goal.jinaq.goals.contribute(as(step.client), { goal: goal.goal, amount: step.tiyn });
    case 'leave':
      return goal.jinaq.goals.leave(as(step.client), { goal: goal.goal });
    case 'vote':
      return vote(goal, step);
    case 'dispute':
      return goal.dispute(step.client);
    case 'resolve':
      return resolveAll(goal);
    case 'fault':
      return goal.sandbox.injectFault({ on: 'transfer', kind: step.fault, nth: step.nth });
    case 'days':
      return passDays(goal, step.days);
    case 'settle':
      return goal.settle();
    case 'advance':
      return goal.advance();
  }
}

async function vote(goal: SharedGoal, step: Extract<Happening, { readonly kind: 'vote' }>): Promise<void> {
  const { client, subject, about, yes } = step;
  const needsClient = about === 'early-withdrawal' || about === 'remove-member' || about === 'replace-organiser';
  const { id } = await goal.propose(client, {
    kind: about,
    ...(needsClient && { client: subject }),
    ...(about === 'early-withdrawal' && { amount: 1_234.56 }),
    ...(about === 'change' && { minContribution: 1 }),
  });
  for (const [index, member] of MEMBERS.entries()) await tolerate(goal.vote(member, id, yes[index] ?? true));
}

export async function resolveAll(goal: SharedGoal): Promise<void> {
  for (const { id, status } of await goal.jinaq.disputes.list(ADMIN, { goal: goal.goal })) {
    if (status === 'open' || status === 'answered') await goal.resolve(id);
  }
}

/** Days pass; on the first of each month the bank credits and Jinaq books. */
export async function passDays(goal: SharedGoal, days: number): Promise<void> {
  const end = addDays(civilDateOf(goal.clock.now()), days);
  for (let day = addDays(civilDateOf(goal.clock.now()), 1); day <= end; day = addDays(day, 1)) {
    goal.clock.set(new Date(Math.max(startOfDay(day).getTime() + 3_600_000, goal.clock.now().getTime())));
    if (!day.endsWith('-01')) continue;
    await goal.endOfMonth(day);
  }
  goal.clock.set(parseInstant(`${end}T12:00:00+05:00`));
  await goal.advance();
}

/** Everybody gets back what is theirs: faults end, disputes are resolved, the goal expires and is refunded. */
export async function bringToAnEnd(goal: SharedGoal): Promise<void> {
  await goal.sandbox.clearFaults();
  await resolveAll(goal);
  await goal.settle();
  for (let month = 0; month < 12 && (await goal.show()).status !== 'closed'; month += 1) {
    for (const { id } of await goal.refunds('unclaimed')) {
      await tolerate(goal.jinaq.refunds.retry(OPERATIONS, { refund: id }));
    }
    await goal.settle();
    await passDays(goal, 20);
  }
}

/** A refusal by a rule is part of life; anything else is a bug. */
export async function tolerate<Result>(work: Promise<Result>): Promise<Result | undefined> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof DomainError) return undefined;
    throw error;
  }
}

/** All that can be seen of a goal's money. */
export async function moneyOf(goal: SharedGoal) {
  const cash = await Promise.all(MEMBERS.map((client) => goal.cash(client)));
  const { members, status, collected } = await goal.show();
  const { length } = await goal.jinaq.ledger.statement(OPERATIONS, { goal: goal.goal });
  const atBank = (await goal.sandbox.show(goal.account)).balance;
  return { cash, members, status, collected, entries: length, atBank, refunds: await goal.refunds() };
}
