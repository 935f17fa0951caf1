import type { Locale } from '../../savings/index.js';
import type { ChannelName } from '../domain/channel-name.js';

/** One message to one person on one channel, rendered and ready to go. */
export type OutgoingMessage = {
  /** The key of the message, the same however often it is sent: what the channel recognises a repetition by. */
  readonly key: string;
  /** Phone in E.164, e-mail address, push subscription as JSON; for webhook and console the id of the client. */
  readonly to: string;
  /** Title of a push message, subject of an e-mail; an SMS has none. */
  readonly subject?: string | undefined;
  readonly text: string;
  /** The same as HTML, already escaped; only e-mail shows it. */
  readonly html?: string | undefined;
  readonly locale: Locale;
  /** From then on it is of no use: the channel gives it up instead of delivering it late. */
  readonly expiresAt?: Date | undefined;
  /** Where one click ends messages of this class (RFC 8058); e-mail carries it in its header. */
  readonly unsubscribeUrl?: string | undefined;
  /** What a program at the other end acts on (template, goal, …); push and webhook carry it, people never see it. */
  readonly data?: Readonly<Record<string, string>> | undefined;
};

/**
 * What a failure means for the next attempt.
 *
 * - `temporary`: nothing was delivered; the same message may be sent again later.
 * - `unknown`: the connection broke before the answer; sending it again may deliver it twice where the channel cannot
 *   recognise its key (SMS).
 * - `message`: this message is never accepted there; others may be.
 * - `address`: nobody is reached there any more (bad number, gone subscription); the address is to be turned off.
 */
export const SEND_FAULTS = ['temporary', 'unknown', 'message', 'address'] as const;
export type SendFault = (typeof SEND_FAULTS)[number];

export type SendFailure = {
  readonly status: 'failed';
  readonly fault: SendFault;
  /** A short word or code of the channel, such as `ESME_RINVDSTADR`; never the text or the address. */
  readonly reason: string;
  /** How long the other end asked to be left alone, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
};

/** `sent`: accepted on the way; a report may follow. `delivered`: it is there and no report will follow. */
export type SendResult = { readonly status: 'sent' | 'delivered'; readonly reference: string } | SendFailure;

/** A report about a message that was accepted earlier, perhaps by a process that is gone. */
export type DeliveryReport = {
  /** The `reference` of the send result. */
  readonly reference: string;
  /** The key of the message, while the channel remembers it; a report may overtake its own send result. */
  readonly key?: string | undefined;
  readonly at: Date;
} & (
  | { readonly status: 'delivered' }
  | { readonly status: 'failed'; readonly fault: Exclude<SendFault, 'unknown'>; readonly reason: string }
);

/**
 * Is told reports, one by one. It stores them by `key` or else by channel and `reference`, and ignores what it does not
 * know. When it rejects, the channel asks for the same report again later, where its protocol can.
 */
export type ReportListener = (report: DeliveryReport) => Promise<void>;

/**
 * A way on which messages leave. The same key may be sent more than once (after a crash, after `unknown`): a channel
 * does what its protocol allows so that it arrives once, and says in its documentation where that ends.
 */
export type Channel = {
  readonly name: ChannelName;
  /**
   * Sends what is given and waits for each answer, at its own pace.
   *
   * @returns one result for each message, in their order; a channel that is down answers `temporary`, it does not reject
   */
  send(messages: readonly OutgoingMessage[]): Promise<readonly SendResult[]>;
  /** @returns a function that ends the subscription */
  onReport(listener: ReportListener): () => void;
  /** Lets what is under way come to its end and lets go of connections; what is sent later fails as `temporary`. */
  close(): Promise<void>;
};

/**
 * Where a channel tells what goes wrong with the way itself; a pino logger fits. It never gets a text, an address of a
 * person or a secret.
 */
export type ChannelLogger = {
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
};
