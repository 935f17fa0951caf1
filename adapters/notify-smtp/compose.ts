import { createHash } from 'node:crypto';
import type { OutgoingMessage } from '../../src/messaging/index.js';
import type { Sender } from './options.js';

/** The Message-ID of a message, without brackets: always the same for its key, and telling nothing about it. */
export function messageIdOf(key: string, { address }: Sender): string {
  const hash = createHash('sha256').update(key).digest('hex').slice(0, 32);
  return `${hash}@${address.slice(address.lastIndexOf('@') + 1)}`;
}

/** A message in the words of nodemailer: text and HTML beside each other, and the headers of automatic mail. */
export function compose(message: OutgoingMessage, sender: Sender) {
  const { to, subject = '', text, html, locale, unsubscribeUrl } = message;
  return {
    from: { ...sender },
    to: { name: '', address: to },
    envelope: { from: sender.address, to: [to] },
    // nodemailer encodes and folds headers; a line break would only look odd in the encoded subject.
    subject: subject.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim(),
    text,
    ...(html === undefined ? {} : { html }),
    messageId: `<${messageIdOf(message.key, sender)}>`,
    headers: {
      // RFC 3834: no out-of-office replies, please.
      'Auto-Submitted': 'auto-generated',
      'Content-Language': locale,
      ...unsubscribeHeaders(unsubscribeUrl),
    },
  };
}

/** One click, without opening a page (RFC 8058), which asks for https. */
function unsubscribeHeaders(url: string | undefined): Record<string, string> {
  if (url === undefined || !URL.canParse(url)) return {};
  const { protocol, href } = new URL(url);
  if (protocol !== 'https:') return {};
  return { 'List-Unsubscribe': `<${href}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' };
}
