import type { Actor } from '../../../src/access/index.js';
import type { World } from '../world.js';
import { ask } from './asking.js';
import type { Group } from './group.js';
import type { Person } from './person.js';

type Unread = { readonly key: string };

const QUESTIONS = [
  'Сколько осталось собрать?',
  'Қанша қалды?',
  'How do I leave?',
  'Кто может снять деньги?',
  'when is the next transfer',
  'I want to complain',
  'абракадабра',
] as const;
const CHANNELS = ['push', 'sms', 'email', 'inbox'] as const;
const CLASSES = ['reminder', 'feedback', 'marketing', 'service'] as const;

/** Somebody wants to have it in writing, asks a question, or has had enough of messages. */
export async function askForPapers(world: World, group: Group, { actor, random, name }: Person): Promise<void> {
  const goal = group.id;
  const asking: readonly (() => Promise<unknown>)[] = [
    () => ask(world, actor, 'receipts.issue', { goal }),
    () => ask(world, actor, 'ledger.statement', { goal }),
    () => ask(world, actor, 'goals.progress', { goal }),
    () => ask(world, actor, 'goals.history', { goal }),
    () => ask(world, actor, 'interest.expected', { goal }),
    () => ask(world, actor, 'messages.explain', {}),
    () => ask(world, actor, 'messages.ask', { text: random.pick(QUESTIONS) }),
    () => ask(world, actor, 'goals.consent', { goal, shareAmounts: random.chance(0.5) }),
    () => ask(world, actor, 'messages.preferences', { payday: random.int(1, 31) }),
    () => ask(world, actor, 'messages.preferences', { channel: 'email', address: `${name}@example.kz` }),
    () =>
      ask(world, actor, 'messages.preferences', {
        channel: random.pick(CHANNELS),
        class: random.pick(CLASSES),
        allowed: random.chance(0.3),
      }),
    () => ask(world, actor, 'plans.list', {}),
    () => ask(world, actor, 'plans.propose', { target: String(group.firstTarget), months: group.months }),
    () => readInbox(world, actor),
  ];
  await random.pick(asking)();
}

/** Somebody opens the inbox, and reads what is new. */
async function readInbox(world: World, actor: Actor): Promise<void> {
  const unread = (await ask(world, actor, 'messages.inbox', { unread: true })) as readonly Unread[] | undefined;
  for (const { key } of unread ?? []) await ask(world, actor, 'messages.read', { message: key });
}
