import type { ClientId } from '../../shared/index.js';
import type { ChannelName } from '../domain/channel-name.js';
import type { QueuedDelivery } from '../domain/delivery.js';
import type { Message } from '../domain/message.js';
import { addressOn, isRefusable, type Recipient } from '../domain/preferences.js';
import { unsubscribeToken } from '../domain/unsubscribe.js';
import type { OutgoingMessage } from '../ports/channel.js';
import type { RenderedMessage } from '../ports/renderer.js';
import type { SendDeps } from './delivery-context.js';

/** A message with an attempt begun, in the words of its reader. */
export type Outgoing = {
  readonly message: Message;
  readonly begun: QueuedDelivery;
  readonly recipient: Recipient;
  readonly content: OutgoingMessage;
};

/** The message as its channel takes it; undefined when no attempt of it begins now. */
export function outgoingOf(
  deps: SendDeps,
  { message, recipient }: Pick<Outgoing, 'message' | 'recipient'>,
  secret: string,
): Outgoing | undefined {
  const { delivery, key, template, goal, expiresAt, messageClass } = message;
  if (delivery.status !== 'queued' || delivery.begunAt === null) return undefined;
  const { client } = recipient;
  const content: OutgoingMessage = {
    key,
    to: addressOn(recipient, delivery.channel) ?? client.id,
    ...wordsFor(delivery.channel, deps.renderer.render(template, message.params, client.locale)),
    locale: client.locale,
    expiresAt: expiresAt ?? undefined,
    unsubscribeUrl: isRefusable(messageClass) ? unsubscribeUrlFor(deps, client.id, secret) : undefined,
    data: { template, goal, key },
  };
  return { message, begun: delivery, recipient, content };
}

function unsubscribeUrlFor({ messaging, digest }: SendDeps, client: ClientId, secret: string): string | undefined {
  return messaging.unsubscribeUrl?.replace('{token}', unsubscribeToken(client, secret, digest));
}

/** What a channel has room for. */
function wordsFor(
  channel: ChannelName,
  { subject, text, short, html }: RenderedMessage,
): Pick<OutgoingMessage, 'subject' | 'text' | 'html'> {
  switch (channel) {
    case 'sms':
    case 'console':
      return { text: short };
    case 'push':
      return { subject, text: short };
    case 'email':
      return { subject, text, html };
    case 'webhook':
    case 'inbox':
      return { subject, text };
  }
}
