import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Contribution, Plan } from '../../../src/savings/index.js';
import { sumOf } from '../../../src/savings/domain/plan-amount.js';
import { dueAfter, firstDue } from '../../../src/savings/domain/plan-dates.js';
import { gatheredFrom } from '../../../src/savings/domain/plan-income.js';
import { type DueDate, watchesAccount } from '../../../src/savings/domain/plan-rule.js';
import { civilDateOf, type Money, parseCivilDate, sumMoney } from '../../../src/shared/index.js';
import { damageIn, tenge } from '../../support/savings-world.js';
import {
  CLIENTS,
  happen,
  histories,
  OPERATIONS,
  openPlanWorld,
  plansIn,
  type PlanWorld,
  resolveAll,
} from './plan-history.js';

/** A history takes databases and banks in files: fewer of them than of pure laws, and no more than there is time. */
const runs = Number(process.env.JINAQ_PROPERTY_RUNS ?? 100);
const limits = { numRuns: Math.ceil(runs / 5), interruptAfterTimeLimit: runs > 100 ? 240_000 : 12_000 };

async function inWorld(use: (world: PlanWorld) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'jinaq-plans-'));
  try {
    const world = await openPlanWorld(folder);
    try {
      await use(world);
    } finally {
      for (const jinaq of world.both) await jinaq.close();
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * What each can spend: money that is under review is on its way, and what is spent beside it is spent by its client. So
 * is what a client has paid by hand; nothing can be said of who has paid so and is not answered yet.
 */
async function cash({ both: [jinaq], sandbox }: PlanWorld): Promise<readonly Money[]> {
  const pending = await jinaq.transfers.list(OPERATIONS, { status: 'pending' });
  const byHand = new Set(pending.filter(({ plan }) => plan === null).map(({ client }) => String(client)));
  return Promise.all(CLIENTS.map(async (id) => (byHand.has(id) ? 0n : (await sandbox.show(id)).available)));
}

/** Whatever we did in a step: who has less by it has the floor left. */
async function requireFloor(world: PlanWorld, before: readonly Money[]): Promise<void> {
  for (const [index, left] of (await cash(world)).entries()) {
    if (left < (before[index] ?? 0n)) expect(left).toBeGreaterThanOrEqual(tenge(5_000));
  }
}

/** The bank works again, and everything that is under way arrives. */
async function calmDown(world: PlanWorld): Promise<readonly Contribution[]> {
  const [jinaq] = world.both;
  await world.sandbox.clearFaults();
  await resolveAll(world);
  for (const { status, key } of await jinaq.transfers.list(OPERATIONS, {})) {
    if (status !== 'pending') continue;
    if ((await world.sandbox.transferStatus(key)).status === 'held') await world.sandbox.resolveHeld(key, 'completed');
  }
  expect(await jinaq.transfers.settle(OPERATIONS)).toMatchObject({ held: 0, unanswered: 0, failed: [] });
  return jinaq.transfers.list(OPERATIONS, {});
}

function requireEachDateOnce(contributions: readonly Contribution[]): void {
  const paid = contributions.filter(({ plan, status }) => plan !== null && status !== 'refused');
  const dates = paid.map(({ plan }) => `${plan?.id} ${plan?.on}`);
  expect(dates).toHaveLength(new Set(dates).size);
}

/** Every sum that a plan has asked for was paid, is missed, or is collected, but for dates that were left out for a reason. */
async function requireAccounted(world: PlanWorld, plan: Plan, contributions: readonly Contribution[]): Promise<void> {
  const [jinaq] = world.both;
  const events = await jinaq.goals.history(OPERATIONS, { goal: world.goal });
  const skipped = events.filter(({ type, data }) => type === 'plan.skipped' && data.plan === plan.id);
  const leftOut = new Set(
    skipped.filter(({ data }) => data.reason !== 'bank.insufficient-funds').map(({ data }) => data.due),
  );
  const own = contributions.filter((one) => one.plan?.id === plan.id && one.status === 'completed');
  const asked: Money[] = [];
  const over: string[] = [];
  const first = firstDue(plan.rule, civilDateOf(plan.createdAt));
  for (let due: DueDate | null = first; due !== null && due.on !== plan.due?.on; due = dueAfter(plan.rule, due)) {
    over.push(due.on);
    if (!leftOut.has(due.on)) asked.push(sumOf(plan, due));
  }
  asked.push(await gatheredBy(world, plan));
  expect(sumMoney(own.map(({ amount }) => amount)) + plan.missed + plan.collected).toBe(sumMoney(asked));
  // Each date that is over was paid or left out, and never both.
  const ended = [...own.map((one) => one.plan?.on), ...skipped.map(({ data }) => data.due)];
  expect(ended).toHaveLength(new Set(ended).size);
  if (plan.rule.kind === 'fixed') expect(ended.sort()).toEqual(over);
  else expect(over).toEqual(expect.arrayContaining(ended));
}

async function gatheredBy({ sandbox }: PlanWorld, plan: Plan): Promise<Money> {
  if (!watchesAccount(plan.rule)) return 0n;
  const { account } = await sandbox.show(plan.client);
  const range = { account, from: parseCivilDate('2026-01-01'), to: parseCivilDate('2028-12-31') };
  return gatheredFrom(plan.rule, await sandbox.transactions(range), {
    from: civilDateOf(plan.createdAt),
    to: plan.readTo,
  });
}

describe('through any history of plans, salaries, purchases, faults, and runs that are repeated, interrupted and at once', () => {
  it('no account goes below its floor by our doing, each date is paid once, and every sum is accounted for', async () => {
    await fc.assert(
      fc.asyncProperty(histories, (history) =>
        inWorld(async (world) => {
          for (const step of history) {
            const before = await cash(world);
            await happen(world, step);
            if (step.kind === 'run' || step.kind === 'retry') await requireFloor(world, before);
          }
          const contributions = await calmDown(world);
          requireEachDateOnce(contributions);
          for (const plan of await plansIn(world)) {
            expect(plan.sending).toBeNull();
            if (!world.disturbed.has(plan.id)) await requireAccounted(world, plan, contributions);
            const own = contributions.filter((one) => one.plan?.id === plan.id);
            // What was never sent has no order; what was sent, each time, had to leave the floor.
            for (const { id } of own) expect(world.asked.get(id)?.keepAtLeast ?? plan.floor).toBe(plan.floor);
          }
          const [jinaq] = world.both;
          expect(await damageIn({ jinaq, sandbox: world.sandbox, clock: world.clock })).toEqual([]);
          expect((await jinaq.reconcile.run(OPERATIONS)).differences).toEqual([]);
        }),
      ),
      limits,
    );
  });
});
