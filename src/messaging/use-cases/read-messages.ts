import { type Actor, authorise, relationToSelf } from '../../access/index.js';
import type { Locale } from '../../savings/index.js';
import { type ClientId, NotFound, pages } from '../../shared/index.js';
import { type DeliveryStatus, markRead } from '../domain/delivery.js';
import type { Message } from '../domain/message.js';
import { isChannelAllowed } from '../domain/preferences.js';
import { wakeAt } from '../domain/wake.js';
import type { MessagingPorts } from '../ports/index.js';
import { requireClient } from './load-client.js';

/** A message as the inbox shows it. */
export type InboxMessage = {
  readonly key: string;
  readonly goal: Message['goal'];
  readonly template: Message['template'];
  readonly at: Date;
  readonly subject: string;
  readonly text: string;
  readonly isRead: boolean;
};

const MAX_LISTED = 1_000;
/** What has not left yet, or never will, is not in the inbox. */
const NOT_OUT: readonly DeliveryStatus[] = ['planned', 'suppressed'];

export type InboxCommand = { readonly actor: Actor; readonly client: ClientId; readonly unread?: boolean | undefined };

/**
 * Shows a client's inbox, the latest first, in the client's language: every message that has left on whatever channel,
 * unless they keep its class out of the inbox.
 *
 * @throws access.denied not-found
 */
export class ShowInbox {
  readonly #deps: Pick<MessagingPorts, 'store' | 'renderer'>;

  constructor(deps: Pick<MessagingPorts, 'store' | 'renderer'>) {
    this.#deps = deps;
  }

  async execute({ actor, client: id, unread = false }: InboxCommand): Promise<readonly InboxMessage[]> {
    authorise(actor, 'messages.inbox', relationToSelf(actor, id));
    const { client, preferences, messages } = await this.#deps.store.read(async (tx) => ({
      client: await requireClient(tx, id),
      preferences: await tx.recipients.preferences([id]),
      messages: await tx.messages.ofClient(id, null, MAX_LISTED),
    }));
    return messages
      .filter(({ delivery }) => !NOT_OUT.includes(delivery.status) && !(unread && delivery.status === 'read'))
      .filter(({ messageClass }) => isChannelAllowed(preferences, 'inbox', messageClass))
      .map((message) => this.#shown(message, client.locale));
  }

  #shown({ key, goal, template, params, leftAt, plannedAt, delivery }: Message, locale: Locale): InboxMessage {
    const { subject, text } = this.#deps.renderer.render(template, params, locale);
    return { key, goal, template, at: leftAt ?? plannedAt, subject, text, isRead: delivery.status === 'read' };
  }
}

/**
 * Notes that the client has read a message; nothing more is sent of it on any channel.
 *
 * @throws access.denied not-found
 */
export class ReadMessage {
  readonly #deps: Pick<MessagingPorts, 'store' | 'clock'>;

  constructor(deps: Pick<MessagingPorts, 'store' | 'clock'>) {
    this.#deps = deps;
  }

  async execute({ actor, message: key }: { readonly actor: Actor; readonly message: string }): Promise<MessageState> {
    return this.#deps.store.transact(async (tx) => {
      const found = (await tx.messages.findMany([key])).get(key);
      // A stranger is not told whether there is such a message.
      if (found === undefined) throw new NotFound('message', key);
      authorise(actor, 'messages.inbox', relationToSelf(actor, found.client));
      const delivery = markRead(found.delivery, 'inbox', this.#deps.clock.now());
      if (delivery !== found.delivery) await tx.messages.saveMany([{ ...found, delivery }]);
      return stateOf({ ...found, delivery });
    });
  }
}

/** What became of a message, and why. */
export type MessageState = {
  readonly key: string;
  readonly template: Message['template'];
  readonly goal: Message['goal'];
  readonly class: Message['messageClass'];
  readonly status: DeliveryStatus;
  /** Why it was not sent, or did not arrive. */
  readonly reason: string | null;
  readonly channel: string | null;
  readonly plannedAt: Date;
  readonly leftAt: Date | null;
  /** When something is done about it next; null: nothing more is. */
  readonly nextAt: Date | null;
};

/**
 * Explains what a client was sent or not, and why, the latest first.
 *
 * @throws access.denied not-found
 */
export class ExplainMessages {
  readonly #deps: Pick<MessagingPorts, 'store'>;

  constructor(deps: Pick<MessagingPorts, 'store'>) {
    this.#deps = deps;
  }

  async execute({
    actor,
    client,
  }: {
    readonly actor: Actor;
    readonly client: ClientId;
  }): Promise<readonly MessageState[]> {
    authorise(actor, 'messages.explain', relationToSelf(actor, client));
    const found: MessageState[] = [];
    await this.#deps.store.read(async (tx) => {
      await requireClient(tx, client);
      const load = (before: string | null) => tx.messages.ofClient(client, before, MAX_LISTED);
      for await (const page of pages(load, ({ key }) => key)) found.push(...page.map(stateOf));
    });
    return found;
  }
}

function stateOf({ key, template, goal, messageClass, delivery, plannedAt, leftAt }: Message): MessageState {
  return {
    key,
    template,
    goal,
    class: messageClass,
    status: delivery.status,
    reason: 'reason' in delivery ? delivery.reason : null,
    channel: 'channel' in delivery ? delivery.channel : null,
    plannedAt,
    leftAt,
    nextAt: wakeAt(delivery),
  };
}
