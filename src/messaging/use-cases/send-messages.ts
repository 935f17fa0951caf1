import { type Actor, authorise } from '../../access/index.js';
import { invariant } from '../../shared/index.js';
import type { ChannelName } from '../domain/channel-name.js';
import type { DeliveryStatus } from '../domain/delivery.js';
import { inboxChannel } from '../domain/inbox-channel.js';
import type { Message } from '../domain/message.js';
import type { Channel, SendResult } from '../ports/channel.js';
import { isDueAgain } from '../domain/wake.js';
import { claimDue } from './claim-due.js';
import type { SendDeps } from './delivery-context.js';
import { noteAnswers } from './note-answers.js';
import type { Outgoing } from './outgoing.js';

export type SendMessagesCommand = {
  readonly actor: Actor;
  readonly onProgress?: ((done: number, failed: number) => void) | undefined;
  readonly signal?: { readonly aborted: boolean } | undefined;
};

/** What came of the messages that were due. */
export type SendReport = {
  /** Taken by a channel: on its way, or arrived. */
  readonly sent: number;
  readonly suppressed: number;
  /** Put off: to the morning, to another day, or to another attempt. */
  readonly waiting: number;
  /** Nobody could be reached on any channel. */
  readonly failed: number;
};

const PAGE = 500;
const OUTCOMES: Readonly<Record<DeliveryStatus, keyof SendReport>> = {
  ...{ planned: 'waiting', queued: 'waiting', suppressed: 'suppressed', failed: 'failed' },
  ...{ sent: 'sent', delivered: 'sent', read: 'sent' },
};

type Counts = { -readonly [Name in keyof SendReport]: number };

/**
 * Sends what is due: checks each message once more, notes that an attempt begins, calls the channel outside of any
 * transaction, and notes its answer. After a crash between the two notes it is sent again under the same key: each
 * message goes out at least once, and once where the channel recognises its key; `mayRepeat` says where that ends.
 * Several processes may send at the same time.
 *
 * @throws access.denied
 */
export class SendMessages {
  readonly #deps: SendDeps;
  readonly #channels: ReadonlyMap<ChannelName, Channel>;

  constructor(deps: SendDeps) {
    this.#deps = deps;
    this.#channels = new Map([...deps.channels, inboxChannel].map((channel) => [channel.name, channel]));
  }

  async execute({ actor, onProgress, signal }: SendMessagesCommand): Promise<SendReport> {
    authorise(actor, 'messages.send');
    const counts: Counts = { sent: 0, suppressed: 0, waiting: 0, failed: 0 };
    for (;;) {
      if (signal?.aborted) break;
      const { looked, outgoing, settled } = await claimDue(this.#deps, PAGE);
      if (looked === 0) break;
      const answered = await this.#call(outgoing);
      const now = this.#deps.clock.now();
      for (const { delivery } of [...settled, ...answered]) {
        // What the next channel takes over at once is looked at once more, and counted then.
        if (!isDueAgain(delivery, now)) counts[OUTCOMES[delivery.status]] += 1;
      }
      onProgress?.(counts.sent + counts.suppressed + counts.waiting + counts.failed, counts.failed);
    }
    return counts;
  }

  /** Each channel is called once, all of them at the same time. */
  async #call(outgoing: readonly Outgoing[]): Promise<readonly Message[]> {
    const byChannel = new Map<ChannelName, Outgoing[]>();
    for (const one of outgoing) {
      const { channel } = one.begun;
      byChannel.set(channel, [...(byChannel.get(channel) ?? []), one]);
    }
    const noted = await Promise.all(
      [...byChannel].map(async ([name, some]) => noteAnswers(this.#deps, some, await this.#sendOn(name, some))),
    );
    return noted.flat();
  }

  async #sendOn(name: ChannelName, some: readonly Outgoing[]): Promise<readonly SendResult[]> {
    const channel = this.#channels.get(name);
    invariant(channel !== undefined, `the channel ${name} is on the route because it is open`);
    return channel.send(some.map(({ content }) => content));
  }
}
