import type { ClientId, GoalId } from '../../src/shared/index.js';
import { pages } from '../../src/shared/index.js';
import type { GoalAudit, PayerAudit } from '../simulate/oracles/audit.js';
import { openBankSide, type BankSide } from '../simulate/oracles/bank-side.js';
import { floorsOracle } from '../simulate/oracles/floors.js';
import { movementsOracle } from '../simulate/oracles/movements.js';
import { readOrders } from '../simulate/oracles/orders.js';
import { payersOracle } from '../simulate/oracles/payers.js';
import { type GoalInBooks, readGoal } from '../simulate/oracles/read-goal.js';
import { recipientsOracle } from '../simulate/oracles/recipients.js';
import type { CheckReport } from './report.js';
import type { CheckedWorld } from './final-checks.js';

const SYSTEM = { kind: 'system' } as const;
const PAGE = 50;

/** Of the oracles of the simulator those that hold in any story, whatever its people and its bank have done. */
const GOAL_ORACLES = [movementsOracle, recipientsOracle];
const PAYER_ORACLES = [payersOracle, floorsOracle];

/** Looks at every movement at the bank: whether somebody has ordered it, and whose money went to whom. */
export async function lookAtMoney(world: CheckedWorld): Promise<readonly CheckReport[]> {
  const atBank = openBankSide({ bank: world.sandbox, clock: world.clock });
  const problems = new Map([...GOAL_ORACLES, ...PAYER_ORACLES].map(({ name }) => [name, [] as string[]]));
  const goals = new Map<GoalId, GoalInBooks>();
  const clients = new Set<ClientId>();
  const load = (after: GoalId | null) => world.store.read((tx) => tx.goals.page({}, after, PAGE));
  for await (const page of pages(load, ({ id }) => id)) {
    for (const { id } of page) {
      const audit = await auditGoal(world, atBank, id);
      goals.set(id, audit);
      for (const { client } of audit.members) clients.add(client);
      for (const { name, find } of GOAL_ORACLES) problems.get(name)?.push(...find(audit));
    }
  }
  for (const client of clients) {
    const audit = await auditPayer(world, atBank, client, goals);
    if (audit !== undefined) for (const { name, find } of PAYER_ORACLES) problems.get(name)?.push(...find(audit));
  }
  return [...problems].map(([name, found]) => ({ name, problems: found }));
}

async function auditGoal(world: CheckedWorld, atBank: BankSide, id: GoalId): Promise<GoalAudit & GoalInBooks> {
  const inBooks = await world.store.read((tx) => readGoal(tx, id));
  const entries = await atBank.entriesOf(inBooks.goal.account);
  const view = { isAtRest: false, now: world.clock.now(), askedAt: () => undefined };
  return { ...inBooks, ...view, entries, ownerOf: atBank.ownerOf };
}

async function auditPayer(
  { jinaq, store }: CheckedWorld,
  atBank: BankSide,
  client: ClientId,
  goals: ReadonlyMap<GoalId, GoalInBooks>,
): Promise<PayerAudit | undefined> {
  const account = await atBank.mainAccountOf(client);
  if (account === undefined) return undefined;
  const entries = await atBank.entriesOf(account);
  const keys = entries.flatMap(({ key, amount }) => (key !== undefined && amount < 0n ? [key] : []));
  const orders = await readOrders(store, keys, goals);
  // Time stands still in a step: what was booked later than it was ordered has been under review.
  const held = entries.flatMap(({ key = '', bookedAt }) => {
    const orderedAt = orders.get(key)?.contribution.createdAt;
    return orderedAt !== undefined && bookedAt > orderedAt ? [key] : [];
  });
  const { rules } = await jinaq.context.useCases.showRules.execute({ actor: SYSTEM });
  return { client, account, entries, rules, heldKeys: new Set(held), orderOf: (key) => orders.get(key) };
}
