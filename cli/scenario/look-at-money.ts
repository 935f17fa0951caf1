import { goalPages } from '../../src/ledger/index.js';
import type { ClientId, GoalId } from '../../src/shared/index.js';
import type { Asked } from '../simulate/asked.js';
import type { GoalAudit } from '../simulate/oracles/audit.js';
import { openBankSide, type BankSide } from '../simulate/oracles/bank-side.js';
import { floorsOracle } from '../simulate/oracles/floors.js';
import { frozenOracle } from '../simulate/oracles/frozen.js';
import { movementsOracle } from '../simulate/oracles/movements.js';
import { type Payer, readPayer } from '../simulate/oracles/orders.js';
import { payersOracle } from '../simulate/oracles/payers.js';
import { planDatesOracle } from '../simulate/oracles/plan-dates.js';
import { type GoalInBooks, readGoal } from '../simulate/oracles/read-goal.js';
import { recipientsOracle } from '../simulate/oracles/recipients.js';
import { bugText } from '../bug-text.js';
import type { CheckReport } from './report.js';
import type { CheckedWorld } from './final-checks.js';

const SYSTEM = { kind: 'system' } as const;
const PAGE = 50;

/** Of the oracles of the simulator those that hold in any story, whatever its people and its bank have done. */
const GOAL_ORACLES = [movementsOracle, recipientsOracle, frozenOracle, planDatesOracle];
const PAYER_ORACLES = [payersOracle, floorsOracle];

/** A world in which it was noted when the bank was asked for what. */
export type WatchedWorld = CheckedWorld & { readonly asked: Pick<Asked, 'at'> };

/**
 * Looks at every movement at the bank: whether somebody has ordered it, whose money went to whom, and when. That they
 * cannot be looked at is a finding, too.
 */
export async function lookAtMoney(world: WatchedWorld): Promise<readonly CheckReport[]> {
  try {
    return await look(world);
  } catch (error) {
    return [{ name: 'every movement at the bank can be looked at', problems: [bugText(error)] }];
  }
}

async function look(world: WatchedWorld): Promise<readonly CheckReport[]> {
  const atBank = openBankSide({ bank: world.sandbox, clock: world.clock });
  const problems = new Map([...GOAL_ORACLES, ...PAYER_ORACLES].map(({ name }) => [name, [] as string[]]));
  const goals = new Map<GoalId, GoalInBooks>();
  const clients = new Set<ClientId>();
  for await (const page of goalPages(world.store, PAGE)) {
    for (const id of page) {
      const audit = await auditGoal(world, atBank, id);
      goals.set(id, audit);
      for (const { client } of audit.members) clients.add(client);
      for (const { name, find } of GOAL_ORACLES) problems.get(name)?.push(...find(audit));
    }
  }
  const { rules } = await world.jinaq.context.useCases.showRules.execute({ actor: SYSTEM });
  for (const client of clients) {
    const payer = await readPayer(world.store, atBank, client, goals);
    if (payer === undefined) continue;
    const audit = { ...payer, rules, heldKeys: heldKeysOf(payer) };
    for (const { name, find } of PAYER_ORACLES) problems.get(name)?.push(...find(audit));
  }
  return [...problems].map(([name, found]) => ({ name, problems: found }));
}

async function auditGoal(world: WatchedWorld, atBank: BankSide, id: GoalId): Promise<GoalAudit & GoalInBooks> {
  const inBooks = await world.store.read((tx) => readGoal(tx, id));
  const entries = await atBank.entriesOf(inBooks.goal.account);
  const view = { isAtRest: false, now: world.clock.now(), askedAt: world.asked.at, skewMs: 0 };
  return { ...inBooks, ...view, entries, ownerOf: atBank.ownerOf };
}

/** Time stands still in a step: what was booked later than it was ordered has been under review. */
function heldKeysOf({ entries, orderOf }: Payer): ReadonlySet<string> {
  const held = entries.flatMap(({ key = '', bookedAt }) => {
    const orderedAt = orderOf(key)?.contribution.createdAt;
    return orderedAt !== undefined && bookedAt > orderedAt ? [key] : [];
  });
  return new Set(held);
}
