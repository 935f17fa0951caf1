import type { Pdu } from 'smpp';
import type { ReportListener } from '../../src/messaging/index.js';
import type { SmppSettings } from './options.js';
import { readReceipt } from './receipt.js';
import type { SentMessages } from './sent-messages.js';

/** Tells receipts to whoever listens. */
export type Reports = {
  /** @returns a function that ends the subscription */
  subscribe(listener: ReportListener): () => void;
  /** Resolves when the receipt is stored or needs no storing; rejects when the operator is to send it again. */
  onDeliver(pdu: Pdu): Promise<void>;
};

/** @param mayCome whether an answer is outstanding that could bring the id of a receipt */
export function makeReports(
  sent: SentMessages,
  { goneErrors, clock }: Pick<SmppSettings, 'goneErrors' | 'clock'>,
  mayCome: () => boolean,
): Reports {
  const listeners = new Set<ReportListener>();
  return {
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onDeliver: async (pdu) => {
      const receipt = readReceipt(pdu, goneErrors);
      if (receipt === undefined) return;
      const report = await sent.take(receipt, clock.now(), mayCome());
      if (report === undefined) return;
      try {
        // With nobody there to store it, it had better come again.
        if (listeners.size === 0) throw new Error('nobody listens');
        await Promise.all(Array.from(listeners, (listener) => listener(report)));
      } catch (error) {
        sent.restore(receipt.id);
        throw error;
      }
    },
  };
}
