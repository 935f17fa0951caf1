import type { Channel, OutgoingMessage, SendFailure, SendResult } from '../../src/messaging/index.js';
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
  const reports = makeReports(sent, settings.goneErrors, () => queue.isAwaiting);
  let isClosed = false;
  let link: Link | undefined;
  let underWay: Promise<unknown> = Promise.resolve();

  const open = (): void => {
    link ??= keepLink(smpp, settings, {
      onBound: (session) => queue.bound(session),
      onLost: () => queue.lost(),
      onFailed: (reason) => queue.failedToOpen(reason),
      onDeliver: (pdu) => reports.onDeliver(pdu),
    });
  };

  return {
    name: 'sms',
    send: async (messages) => {
      if (isClosed) return messages.map(() => failed('temporary', 'closed'));
      open();
      const results = Promise.all(messages.map((message) => sendOne(message, settings.sender, { queue, sent })));
      underWay = Promise.allSettled([underWay, results]);
      return results;
    },
    onReport: (listener) => {
      if (!isClosed) open();
      return reports.subscribe(listener);
    },
    close: async () => {
      isClosed = true;
      await underWay;
      queue.stop();
      await link?.close();
    },
  };
}

async function sendOne(
  message: OutgoingMessage,
  sender: string,
  { queue, sent }: { readonly queue: PartQueue; readonly sent: SentMessages },
): Promise<SendResult> {
  if (!/^\+\d{5,15}$/.test(message.to)) return failed('address', 'no-phone-number');
  if (message.expiresAt !== undefined && message.expiresAt.getTime() <= Date.now()) return failed('message', 'expired');
  const parts = submitFields(message, sender);
  if (parts === undefined) return failed('message', 'too-long');
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

function failed(fault: SendFailure['fault'], reason: string): SendFailure {
  return { status: 'failed', fault, reason };
}
