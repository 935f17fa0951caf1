import type { Pdu } from 'smpp';
import type { DeliveryReport } from '../../src/messaging/index.js';

/** What a deliver_sm says about a message that went out. */
export type Receipt = {
  /** The id that the operator gave to the part. */
  readonly id: string;
  readonly outcome: 'delivered' | Pick<Extract<DeliveryReport, { status: 'failed' }>, 'fault' | 'reason'>;
};

/** esm_class, bits 5 to 2: a receipt (SMPP 3.4, 5.2.12). */
const MESSAGE_TYPE = 0x3c;
const IS_RECEIPT = 0x04;
/** message_state by its number (SMPP 3.4, 5.2.28), as the text of a receipt calls it (appendix B). */
const STATES = ['', 'ENROUTE', 'DELIVRD', 'EXPIRED', 'DELETED', 'UNDELIV', 'ACCEPTD', 'UNKNOWN', 'REJECTD'];
/** network_error_code: the network is GSM, and its error that the subscriber is unknown (3GPP TS 29.002, 17.6.6). */
const GSM_UNKNOWN_SUBSCRIBER = Buffer.from([3, 0, 1]);

/**
 * Reads a receipt: from its optional parameters where there are some, else from its text (SMPP 3.4, appendix B).
 *
 * @param goneErrors codes of `err:` by which the operator says that the number does not exist
 * @returns undefined for what is no receipt or says nothing final
 */
export function readReceipt(pdu: Pdu, goneErrors: readonly string[]): Receipt | undefined {
  if (((pdu.esm_class ?? 0) & MESSAGE_TYPE) !== IS_RECEIPT) return undefined;
  const text = textOf(pdu);
  const id = pdu.receipted_message_id ?? /\bid:(\S+)/i.exec(text)?.[1];
  const state = STATES[pdu.message_state ?? 0] || /\bstat:(\w+)/i.exec(text)?.[1]?.toUpperCase();
  if (id === undefined || state === undefined) return undefined;
  if (state === 'DELIVRD') return { id, outcome: 'delivered' };
  const error = /\berr:(\w+)/i.exec(text)?.[1] ?? '';
  const reason = error === '' ? state : `${state} ${error}`;
  const isGone = goneErrors.includes(error) || pdu.network_error_code?.equals(GSM_UNKNOWN_SUBSCRIBER) === true;
  if (state === 'UNDELIV' && isGone) return { id, outcome: { fault: 'address', reason } };
  if (state === 'EXPIRED' || state === 'UNDELIV') return { id, outcome: { fault: 'temporary', reason } };
  return state === 'DELETED' || state === 'REJECTD' ? { id, outcome: { fault: 'message', reason } } : undefined;
}

function textOf({ short_message: content }: Pdu): string {
  return typeof content?.message === 'string' ? content.message : (content?.message.toString('latin1') ?? '');
}
