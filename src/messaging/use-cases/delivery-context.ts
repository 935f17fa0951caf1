import type { Client, Goal } from '../../savings/index.js';
import { addDays, type ClientId, civilDateOf, invariant, startOfDay, startOfMonth } from '../../shared/index.js';
import type { ChannelName } from '../domain/channel-name.js';
import type { DeliveryContext } from '../domain/delivery.js';
import { routeFor } from '../domain/delivery-route.js';
import type { Message } from '../domain/message.js';
import { type Recipient, usableChannels } from '../domain/preferences.js';
import { afterQuietHours } from '../domain/quiet-hours.js';
import type { Payment } from '../domain/situation.js';
import type { SendFacts, UsedPlace } from '../domain/suppression.js';
import type { MessagingPorts } from '../ports/index.js';
import type { MessagingTx } from '../ports/messaging-tx.js';

export type SendDeps = Pick<
  MessagingPorts,
  'store' | 'clock' | 'ids' | 'digest' | 'renderer' | 'channels' | 'messaging'
>;

const HASH_DIGITS = 8;

/** What a step of a message's way looks at: the route as the person wants it now, quiet hours, the spread of retries. */
export function deliveryContext(
  { channels, messaging, digest }: SendDeps,
  { key, messageClass, expiresAt }: Message,
  recipient: Recipient,
  now: Date,
): DeliveryContext {
  const open: readonly ChannelName[] = [...channels.map(({ name }) => name), 'inbox'];
  return {
    now,
    messageClass,
    route: routeFor(messageClass, usableChannels(recipient, messageClass, open)),
    expiresAt,
    defer: (at) => afterQuietHours(at, messaging),
    // Worked out where it is asked for: few messages are tried again.
    get spread() {
      return Number.parseInt(digest.sha256(key).slice(0, HASH_DIGITS), 16) / 16 ** HASH_DIGITS;
    },
  };
}

/** The people of some messages, as they are and as they wish it now. */
export async function loadRecipients(
  tx: MessagingTx,
  messages: readonly Pick<Message, 'client'>[],
): Promise<(client: ClientId) => Recipient> {
  const ids = [...new Set(messages.map(({ client }) => client))];
  const clients = await tx.clients.findMany(ids);
  const preferences = groupBy(await tx.recipients.preferences(ids));
  const addresses = groupBy(await tx.recipients.addresses(ids));
  return (id) => {
    const client: Client | undefined = clients.get(id);
    invariant(client !== undefined, `the recipient ${id} is a client`);
    return { client, preferences: preferences.get(id) ?? [], addresses: addresses.get(id) ?? [] };
  };
}

/** Everything that the decision about each of some messages looks at; `use` notes that a place was used just now. */
export async function loadSendFacts(tx: MessagingTx, messages: readonly Message[], now: Date) {
  const capped = messages.filter(({ leftAt }) => leftAt === null);
  const clients = [...new Set(capped.map(({ client }) => client))];
  const used = groupBy(await tx.messages.usedPlaces(clients, startOfDay(startOfMonth(civilDateOf(now)))));
  const goals = await tx.goals.findMany([...new Set(messages.map(({ goal }) => goal))]);
  const members = new Set(
    (await tx.members.findMany(messages)).flatMap(({ goal, client, status }) =>
      status === 'active' ? [`${goal} ${client}`] : [],
    ),
  );
  const hasPaid = await loadPaid(tx, messages);
  const factsOf = (message: Message, recipient: Recipient): SendFacts => ({
    now,
    clientStatus: recipient.client.status,
    goalStatus: goalOf(goals.get(message.goal)).status,
    isMember: members.has(`${message.goal} ${message.client}`),
    hasPaid: hasPaid(message),
    usedPlaces: used.get(message.client) ?? [],
  });
  const use = (place: UsedPlace): void => void used.set(place.client, [...(used.get(place.client) ?? []), place]);
  return { factsOf, use };
}

async function loadPaid(tx: MessagingTx, messages: readonly Message[]): Promise<(message: Message) => boolean> {
  const asking = messages.filter(({ unlessPaidAfter }) => unlessPaidAfter !== null);
  const days = asking.flatMap(({ unlessPaidAfter }) => unlessPaidAfter ?? []).sort();
  const [first] = days;
  if (first === undefined) return () => false;
  const payments = await tx.payments.since([...new Set(asking.map(({ goal }) => goal))], addDays(first, 1));
  return ({ goal, client, unlessPaidAfter }) => {
    if (unlessPaidAfter === null) return false;
    const ofGoal: readonly Payment[] = payments.get(goal) ?? [];
    return ofGoal.some((payment) => payment.client === client && payment.on > unlessPaidAfter);
  };
}

/** Turns an address off at which nobody is reached any more. */
export async function turnOffAddress(
  tx: MessagingTx,
  { client, addresses }: Recipient,
  channel: ChannelName,
  offReason: string,
  setAt: Date,
): Promise<void> {
  const known = addresses.find((address) => address.channel === channel)?.address;
  const address = known ?? (channel === 'sms' ? client.phone : null) ?? client.id;
  await tx.recipients.saveAddress({ client: client.id, channel, address, offReason, setAt });
}

function goalOf(goal: Goal | undefined): Goal {
  invariant(goal !== undefined, 'the goal of a message exists');
  return goal;
}

function groupBy<Item extends { readonly client: ClientId }>(items: readonly Item[]): Map<ClientId, readonly Item[]> {
  const found = new Map<ClientId, Item[]>();
  for (const item of items) {
    const some = found.get(item.client);
    if (some === undefined) found.set(item.client, [item]);
    else some.push(item);
  }
  return found;
}
