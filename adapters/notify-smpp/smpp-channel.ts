import {
  type Channel,
  failedAs,
  messageByMessage,
  type OutgoingMessage,
  type SendResult,
} from '../../src/messaging/index.js';
import { joinAnswers, type PartAnswer } from './answer.js';
import { type Link, keepLink } from './link.js';
import { readSmppOptions, type SmppOptions } from './options.js';
import { PartQueue } from './part-queue.js';
import { makeReports } from './reports.js';
import { type SentMessage, SentMessages } from './sent-messages.js';
import { submitFields } from './submit-fields.js';

/**
 * Opens SMS over SMPP 3.4: one link bound as transceiver, opened with the first message and again whenever it breaks, up
 * to `window` messages in flight, long texts in parts, delivery receipts. The reference is the operator's id of the last
 * part. SMPP does not recognise a repeated message: what was sent when the link broke is `unknown`, and sending it again
 * may deliver it twice. A message is delivered when all its parts are; after a restart, which forgets the others, when
 * the last one is.
 *
 * @throws input.invalid when an option makes no sense
 */
export async function openSmppChannel(options: SmppOptions): Promise<Channel> {
  const settings = readSmppOptions(options);
  // Loaded on demand: an embedder who sends no SMS need not install it.
  const { default: smpp } = await import('smpp');
  const queue = new PartQueue(smpp, settings);
  const sent = new SentMessages();
  const reports = makeReports(sent, settings, () => queue.isAwaiting);
  let link: Link | undefined;
  let isClosed = false;

  const open = (): void => {
    if (isClosed) return;
    link ??= keepLink(smpp, settings, {
      onBound: (session) => queue.bound(session),
      onLost: () => queue.lost(),
      onFailed: (reason) => queue.failedToOpen(reason),
      onDeliver: (pdu) => reports.onDeliver(pdu),
    });
  };

  const channel = messageByMessage({
    name: 'sms',
    clock: settings.clock,
    // The window counts parts, in the queue.
    concurrency: Number.POSITIVE_INFINITY,
    sendOne: (message) => {
      open();
      return sendOne(message, settings.sender, { queue, sent });
    },
    release: async () => {
      isClosed = true;
      queue.stop();
      await link?.close();
    },
  });
  return {
    ...channel,
    onReport: (listener) => {
      open();
      return reports.subscribe(listener);
    },
  };
}

async function sendOne(
  message: OutgoingMessage,
  sender: string,
  { queue, sent }: { readonly queue: PartQueue; readonly sent: SentMessages },
): Promise<SendResult> {
  if (!/^\+\d{5,15}$/.test(message.to)) return failedAs('address', 'no-phone-number');
  const parts = submitFields(message, sender);
  if (parts === undefined) return failedAs('message', 'too-long');
  const record: SentMessage = { key: message.key, parts: parts.length, delivered: new Set(), isOver: false };
  const answers = parts.map((fields, index) => {
    const onAccepted = (id: string): void => {
      if (index === parts.length - 1) record.reference = id;
      sent.remember(id, record);
    };
    return new Promise<PartAnswer>((settle) => queue.add({ fields, settle, onAccepted }));
  });
  const joined = joinAnswers(await Promise.all(answers));
  return joined.status === 'accepted' ? { status: 'sent', reference: joined.id } : joined;
}
