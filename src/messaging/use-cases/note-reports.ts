import { Batcher } from '../../shared/index.js';
import type { ChannelName } from '../domain/channel-name.js';
import { applyReport } from '../domain/delivery.js';
import type { Message } from '../domain/message.js';
import type { DeliveryReport } from '../ports/channel.js';
import type { MessagingTx } from '../ports/messaging-tx.js';
import { deliveryContext, loadRecipients, type SendDeps, turnOffAddress } from './delivery-context.js';

/** What a channel reports about a message that it took earlier. */
export type ChannelReport = { readonly channel: ChannelName; readonly report: DeliveryReport };

/**
 * Makes the desk where channels hand in their reports; each is stored when its promise is kept. Receipts come by the
 * thousand, just after the messages: those that arrive together share a transaction. A report about a message that is
 * not known here is ignored.
 */
export function openReportDesk(deps: SendDeps): (reported: ChannelReport) => Promise<void> {
  const desk = new Batcher<ChannelReport, void>({
    flush: async (reports) => {
      await noteReports(deps, reports);
      return reports.map(() => ({ status: 'completed', value: undefined }));
    },
  });
  return (reported) => desk.submit(reported);
}

async function noteReports(deps: SendDeps, reports: readonly ChannelReport[]): Promise<void> {
  await deps.store.transact(async (tx) => {
    const keys = await keysOf(tx, reports);
    const messages = new Map(await tx.messages.findMany([...new Set(keys)].filter((key) => key !== undefined)));
    const recipientOf = await loadRecipients(tx, [...messages.values()]);
    const now = deps.clock.now();
    const changed = new Map<string, Message>();
    for (const [index, { channel, report }] of reports.entries()) {
      const message = messages.get(keys[index] ?? '');
      if (message === undefined) continue;
      const recipient = recipientOf(message.client);
      const context = deliveryContext(deps, message, recipient, now);
      const { delivery, turnOff } = applyReport(message.delivery, { channel, report }, context);
      const reason = report.status === 'failed' ? report.reason : '';
      if (turnOff !== null) await turnOffAddress(tx, recipient, turnOff, reason, now);
      if (delivery === message.delivery) continue;
      // The next report of the same batch may be about the same message.
      const next = { ...message, delivery };
      messages.set(message.key, next);
      changed.set(message.key, next);
    }
    await tx.messages.saveMany([...changed.values()]);
  });
}

async function keysOf(tx: MessagingTx, reports: readonly ChannelReport[]): Promise<readonly (string | undefined)[]> {
  const keys: (string | undefined)[] = [];
  for (const { channel, report } of reports) {
    keys.push(report.key ?? (await tx.messages.keyOf(channel, report.reference)));
  }
  return keys;
}
