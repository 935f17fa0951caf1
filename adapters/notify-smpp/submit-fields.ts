import { createHash } from 'node:crypto';
import type { Fields } from 'smpp';
import { MAX_SMS_PARTS, type OutgoingMessage, smsSegments } from '../../src/messaging/index.js';
import { encodeGsm7, encodeUcs2 } from './gsm7.js';

/** Type of number and numbering plan (SMPP 3.4, 5.2.5 and 5.2.6). */
const INTERNATIONAL = { ton: 1, npi: 1 };
const NETWORK_SPECIFIC = { ton: 3, npi: 0 };
const ALPHANUMERIC = { ton: 5, npi: 0 };

const DATA_CODING = { gsm7: 0, ucs2: 8 } as const;
const WITH_HEADER = 0x40;
const REPORT_EITHER_WAY = 1;

/**
 * The submit_sm of each part of a message, with the header by which the phone joins them (3GPP TS 23.040, 9.2.3.24.1).
 * The reference in it comes from the key of the message, so that a phone can join a repeated part with the first ones.
 *
 * @returns undefined when it has too many parts
 */
export function submitFields(message: OutgoingMessage, sender: string): readonly Fields[] | undefined {
  const { encoding, parts } = smsSegments(message.text);
  if (parts.length > MAX_SMS_PARTS) return undefined;
  const encode = encoding === 'gsm7' ? encodeGsm7 : encodeUcs2;
  const source = sourceOf(sender);
  const reference = createHash('sha256').update(message.key).digest()[0] ?? 0;
  return parts.map((part, index) => {
    const header = Buffer.from([5, 0, 3, reference, parts.length, index + 1]);
    return {
      source_addr_ton: source.ton,
      source_addr_npi: source.npi,
      source_addr: sender.replace(/^\+/, ''),
      dest_addr_ton: INTERNATIONAL.ton,
      dest_addr_npi: INTERNATIONAL.npi,
      destination_addr: message.to.slice(1),
      esm_class: parts.length > 1 ? WITH_HEADER : 0,
      registered_delivery: REPORT_EITHER_WAY,
      data_coding: DATA_CODING[encoding],
      ...(message.expiresAt === undefined ? {} : { validity_period: message.expiresAt }),
      short_message: parts.length > 1 ? Buffer.concat([header, encode(part)]) : encode(part),
    };
  });
}

function sourceOf(sender: string) {
  if (sender.startsWith('+')) return INTERNATIONAL;
  return /^\d+$/.test(sender) ? NETWORK_SPECIFIC : ALPHANUMERIC;
}
