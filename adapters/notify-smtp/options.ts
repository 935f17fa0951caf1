import type { ChannelLogger } from '../../src/messaging/index.js';
import { type Clock, invalidInput, isThisMachine } from '../../src/shared/index.js';

/** How to reach the bank's mail server, and in whose name. */
export type SmtpOptions = {
  readonly host: string;
  /** 587 when absent, with `secure` 465. */
  readonly port?: number | undefined;
  /** TLS from the first byte. Otherwise STARTTLS, which any host but this machine must offer. */
  readonly secure?: boolean | undefined;
  readonly user?: string | undefined;
  readonly password?: string | undefined;
  /** `savings@bank.example` or `Savings <savings@bank.example>`. */
  readonly from: string;
  /** PEM of the authority that the server's certificate is checked against; the machine's authorities when absent. */
  readonly ca?: string | undefined;
  /** Signs every message, so that receivers trust its sender and its unsubscribe header (RFC 6376). */
  readonly dkim?: { readonly domain: string; readonly selector: string; readonly privateKey: string } | undefined;
  /** Connections at once; 5 when absent. */
  readonly maxConnections?: number | undefined;
  /** How long connecting, and each silence of the server, may take; 30,000 ms when absent. */
  readonly timeoutMs?: number | undefined;
  /** The machine's clock when absent. */
  readonly clock?: Clock | undefined;
  readonly logger?: ChannelLogger | undefined;
};

/** Name and address of a sender. */
export type Sender = { readonly name: string; readonly address: string };

/** One address and nothing else: no list, no comment, no quoted part, no line break. */
const ADDRESS = /^[^\s@<>()[\]\\,;:"\p{Cc}]{1,64}@[^\s@<>()[\]\\,;:"\p{Cc}]{1,253}$/u;

export function isMailAddress(text: string): boolean {
  return ADDRESS.test(text);
}

/** @throws input.invalid when it is no sender */
export function readSender(from: string): Sender {
  const match = /^(?:([^<>\p{Cc}]*)<([^<>]+)>|([^<>]+))$/u.exec(from.trim());
  const address = (match?.[2] ?? match?.[3] ?? '').trim();
  if (isMailAddress(address)) return { name: (match?.[1] ?? '').trim(), address };
  throw invalidInput({ path: 'from', message: 'is a mail address, such as Savings <savings@bank.example>' });
}

/**
 * The options in the words of nodemailer. Certificates are always checked; a server on this machine may do without TLS.
 *
 * @throws input.invalid naming the option, never its value
 */
export function transportOptions(options: SmtpOptions) {
  const { host, secure = false, user, password, ca, dkim, maxConnections = 5, timeoutMs = 30_000 } = options;
  const wrong = (path: string, message: string) => invalidInput({ path, message });
  if ((user === undefined) !== (password === undefined)) throw wrong('password', 'comes together with user');
  if (!Number.isInteger(maxConnections) || maxConnections < 1) throw wrong('maxConnections', 'is above zero');
  if (!Number.isInteger(timeoutMs) || timeoutMs < 1) throw wrong('timeoutMs', 'is above zero');
  const isPlain = !secure && ca === undefined && isThisMachine(host);
  return {
    pool: true as const,
    ...{ host, port: options.port ?? (secure ? 465 : 587), secure },
    ...(isPlain ? { ignoreTLS: true } : { requireTLS: !secure }),
    tls: { rejectUnauthorized: true, ...(ca === undefined ? {} : { ca }) },
    ...(user === undefined ? {} : { auth: { user, pass: password ?? '' } }),
    ...(dkim === undefined
      ? {}
      : { dkim: { domainName: dkim.domain, keySelector: dkim.selector, privateKey: dkim.privateKey } }),
    ...{ maxConnections, connectionTimeout: timeoutMs, greetingTimeout: timeoutMs, socketTimeout: timeoutMs },
    // A message is text from our templates: nothing in it may name a file or an address to be fetched.
    ...{ disableFileAccess: true, disableUrlAccess: true },
  };
}
