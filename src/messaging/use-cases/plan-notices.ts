import { collectedIn, type Goal, isActiveMember, missingIn, type StoredEvent } from '../../savings/index.js';
import { type ClientId, type GoalId, invariant, pages } from '../../shared/index.js';
import type { MessageDraft } from '../domain/message.js';
import { passedMilestone, tellMilestone } from '../domain/milestone.js';
import type { NoticeFacts } from '../domain/notice-facts.js';
import { hasNotices, planNotices } from '../domain/notices.js';
import type { TemplateName } from '../domain/template.js';
import type { MessagingPorts } from '../ports/index.js';
import type { MessagingTx } from '../ports/messaging-tx.js';
import { byGoal } from './load-situations.js';

export type NoticesStep = { readonly events: number; readonly added: ReadonlyMap<TemplateName, number> };

/** How the feed of events knows those who plan messages. */
export const EVENT_READER = 'messages';
const PAGE = 500;

/** Events that bring money, after which a goal may have passed a milestone. */
const MONEY_CAME: readonly StoredEvent['type'][] = ['contribution.completed', 'interest.posted', 'interest.allocated'];

/**
 * Plans the notices of the next events, in one transaction with the note of how far the events were read: a crash at any
 * moment neither loses a notice nor plans it twice.
 */
export async function planNextNotices({
  store,
  clock,
  messaging,
}: Pick<MessagingPorts, 'store' | 'clock' | 'messaging'>): Promise<NoticesStep> {
  return store.transact(async (tx) => {
    const events = await tx.feed.next(EVENT_READER, PAGE);
    const last = events.at(-1);
    if (last === undefined) return { events: 0, added: new Map() };
    const now = clock.now();
    const told = events.filter(({ type }) => hasNotices(type) || MONEY_CAME.includes(type));
    const factsOf = await loadFacts(tx, told);
    const notices = told.flatMap((event) => planNotices(factsOf(event), now));
    const milestones = await planMilestones(tx, told.filter(({ type }) => MONEY_CAME.includes(type)).map(factsOf), {
      milestones: messaging.milestones,
      now,
    });
    const added = await tx.messages.insertNew([...notices, ...milestones]);
    await tx.feed.advance(EVENT_READER, last.position);
    return { events: events.length, added };
  });
}

async function loadFacts(
  tx: MessagingTx,
  events: readonly StoredEvent[],
): Promise<(event: StoredEvent) => NoticeFacts> {
  const ids = [...new Set(events.map(({ goal }) => goal))];
  const goals = await tx.goals.findMany(ids);
  const members = byGoal(await tx.members.ofGoals(ids));
  const books = await tx.books.load(ids.map((goal) => ({ goal, accounts: 'all' })));
  const leftBefore = await leaversOf(tx, [...goals.values()]);
  const named = events.flatMap(({ client }) => client ?? []);
  const organisers = [...goals.values()].map(({ organiser }) => organiser);
  const clients = await tx.clients.findMany([...new Set<ClientId>([...named, ...organisers])]);
  return (event) => {
    const [goal, ofGoal] = [goals.get(event.goal), books.get(event.goal)];
    invariant(goal !== undefined && ofGoal !== undefined, `the goal of event ${event.position} exists`);
    return {
      event,
      goal,
      members: members.get(goal.id) ?? [],
      leftBefore: leftBefore.get(goal.id) ?? new Set(),
      nameOf: (client) => clients.get(client)?.name ?? client,
      collected: collectedIn(ofGoal),
      missing: missingIn(goal, ofGoal),
    };
  };
}

/** Who had left a goal before it was closed, by its history; few goals are closed at a time. */
async function leaversOf(tx: MessagingTx, goals: readonly Goal[]): Promise<ReadonlyMap<GoalId, ReadonlySet<ClientId>>> {
  const found = new Map<GoalId, Set<ClientId>>();
  for (const { id } of goals.filter(({ status }) => status === 'closed')) {
    const leavers = new Set<ClientId>();
    const load = (after: number | null) => tx.events.ofGoal(id, after ?? 0, PAGE);
    for await (const page of pages(load, ({ position }) => position)) {
      for (const { type, client } of page) if (type === 'member.left' && client !== null) leavers.add(client);
    }
    found.set(id, leavers);
  }
  return found;
}

/** One look at each goal, however many payments came. */
async function planMilestones(
  tx: MessagingTx,
  facts: readonly NoticeFacts[],
  { milestones, now }: { readonly milestones: readonly number[]; readonly now: Date },
): Promise<readonly MessageDraft[]> {
  const byId = new Map<GoalId, NoticeFacts>(facts.map((one) => [one.goal.id, one]));
  const before = await tx.messages.milestones([...byId.keys()]);
  const drafts: MessageDraft[] = [];
  for (const [id, one] of byId) {
    const passed = passedMilestone(one, milestones, before.get(id) ?? 0);
    if (passed === undefined) continue;
    await tx.messages.saveMilestone(id, passed);
    drafts.push(...tellMilestone({ ...one, members: one.members.filter(isActiveMember) }, passed, now));
  }
  return drafts;
}
