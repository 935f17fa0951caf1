import { goalPages } from '../../../src/ledger/index.js';
import type { Sending } from '../../../src/messaging/index.js';
import type { ClientId, GoalId } from '../../../src/shared/index.js';
import type { World } from '../world.js';
import type { GoalOracle, PayerOracle } from './audit.js';
import type { AuditedGoal, Auditor, Known } from './auditor.js';
import { CELEBRATIONS, findInCelebrations } from './celebrations.js';
import { endingsOracle } from './endings.js';
import { floorsOracle } from './floors.js';
import { frozenOracle } from './frozen.js';
import { historyOracle } from './history.js';
import { interestBookedOracle } from './interest-booked.js';
import { interestSharesOracle } from './interest-shares.js';
import { CAPS, createCapWatch, findInQuietHours, QUIET_HOURS } from './messages.js';
import { movementsOracle } from './movements.js';
import { ownershipOracle } from './ownership.js';
import { payersOracle } from './payers.js';
import { planDatesOracle } from './plan-dates.js';
import { readEvents } from './read-goal.js';
import { recipientsOracle } from './recipients.js';
import { targetsOracle } from './targets.js';
import { TOLD_EVENTS, type ToldEvents } from './told-events.js';

/** What is looked at in every goal. */
export const GOAL_ORACLES: readonly GoalOracle[] = [
  movementsOracle,
  ownershipOracle,
  interestBookedOracle,
  interestSharesOracle,
  recipientsOracle,
  frozenOracle,
  planDatesOracle,
  historyOracle,
  endingsOracle,
  targetsOracle,
];
/** What is looked at on the main account of everybody who saves. */
export const PAYER_ORACLES: readonly PayerOracle[] = [payersOracle, floorsOracle];
const PAGE = 200;
const BANK = 'no money of the bank came from nowhere';
const LEDGER = 'ledger and hash chains';

/** Looks at goals, at those who save for them, and at what they are told. */
export type Examination = {
  readonly goals: (ids: readonly GoalId[], isAtRest: boolean) => Promise<void>;
  readonly messages: () => Promise<void>;
  /** Whether everything was told by now. */
  readonly events: () => Promise<void>;
  readonly everything: () => Promise<void>;
};

/** What is remembered from one look to the next. */
export type Memory = {
  readonly told: ToldEvents;
  readonly celebrations: Map<GoalId, Pick<Sending, 'client' | 'goal' | 'template' | 'key'>[]>;
  readonly findOverCaps: ReturnType<typeof createCapWatch>;
  /** The last message that left and was looked at. */
  lastSending: number;
};

/** The memory of a run that has just begun. */
export function createMemory(told: ToldEvents): Memory {
  return { told, celebrations: new Map(), findOverCaps: createCapWatch(), lastSending: 0 };
}

/** Makes an examination of a world by this auditor. */
export function createExamination(world: World, auditor: Auditor, memory: Memory): Examination {
  const report = (oracle: string, problems: readonly string[], place = ''): void => {
    for (const problem of problems) world.violate(oracle, place === '' ? problem : `${place}: ${problem}`);
  };
  const payers = async (clients: ReadonlySet<ClientId>, known: Known): Promise<void> => {
    for (const client of clients) {
      const audit = await auditor.auditPayer(client, known);
      if (audit !== undefined) for (const { name, find } of PAYER_ORACLES) report(name, find(audit));
    }
  };
  const goals: Examination['goals'] = async (ids, isAtRest) => {
    const clients = new Set<ClientId>();
    const known = new Map<GoalId, AuditedGoal['audit']>();
    for (const id of ids) {
      const audited = await auditor.auditGoal(id, isAtRest);
      const { audit } = audited;
      known.set(id, audit);
      for (const { name, find } of GOAL_ORACLES) report(name, find(audit), `goal ${id} (${audit.goal.title})`);
      report(LEDGER, audited.ledger);
      report(CELEBRATIONS, findCelebrations(memory, audited));
      for (const { client } of audit.members) clients.add(client);
    }
    if (clients.size > 0) await payers(clients, { goals: known, rules: await auditor.rules() });
  };
  const messages: Examination['messages'] = async () => {
    for (;;) {
      const sent = await auditor.sentAfter(memory.lastSending);
      if (sent.length === 0) return;
      for (const one of sent) {
        memory.lastSending = one.id;
        report(QUIET_HOURS, findInQuietHours(one));
        report(CAPS, memory.findOverCaps(one));
        rememberCelebration(memory, one);
      }
    }
  };
  const { store } = auditor.jinaq.ports;
  const events: Examination['events'] = async () => {
    for await (const page of goalPages(store, PAGE)) {
      for (const id of page) report(TOLD_EVENTS, await findUntold(auditor, memory, id));
    }
  };
  const everything: Examination['everything'] = async () => {
    await messages();
    for await (const page of goalPages(store, PAGE)) await goals(page, true);
    report(BANK, (await world.bank.check()).problems);
  };
  return { goals, messages, events, everything };
}

function rememberCelebration({ celebrations }: Memory, sending: Sending): void {
  const { goal, template } = sending;
  if (template === 'goal.reached') celebrations.set(goal, [...(celebrations.get(goal) ?? []), sending]);
}

async function findUntold({ jinaq }: Auditor, { told }: Memory, id: GoalId): Promise<readonly string[]> {
  return told.findUntold(id, await jinaq.ports.store.read((tx) => readEvents(tx, id)));
}

function findCelebrations({ celebrations }: Memory, { audit, reachable }: AuditedGoal): readonly string[] {
  return findInCelebrations(audit, celebrations.get(audit.goal.id) ?? [], (client) => reachable.has(client));
}
