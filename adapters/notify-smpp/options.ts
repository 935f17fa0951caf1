import { type Clock, invalidInput, isThisMachine } from '../../src/shared/index.js';
import type { ChannelLogger } from '../../src/messaging/index.js';

/** How to reach the operator's message centre (SMSC), and how patient to be. */
export type SmppOptions = {
  readonly host: string;
  /** 2775 when absent, with TLS 3550. */
  readonly port?: number | undefined;
  readonly systemId: string;
  readonly password: string;
  readonly systemType?: string | undefined;
  /**
   * Whom the SMS is from: a name of at most 11 characters, a short number, or a number in E.164, as agreed with the
   * operator.
   */
  readonly sender: string;
  /** PEM. The certificate is always checked: against `ca` when given, else against the machine's authorities. */
  readonly tls?: { readonly ca?: string | undefined; readonly cert?: string; readonly key?: string } | undefined;
  /** SMPP without TLS is for this machine alone, unless the way there is private (a VPN to the operator). */
  readonly allowPlain?: boolean | undefined;
  /** Messages that may wait for an answer at once; 64 when absent. */
  readonly window?: number | undefined;
  /** How long an answer may take; 30,000 ms when absent. Without one the outcome of a message is unknown. */
  readonly answerTimeoutMs?: number | undefined;
  /** How often the link is proved alive; 30,000 ms when absent. */
  readonly enquireMs?: number | undefined;
  /** How long messages wait for a lost link before they fail as temporary; 30,000 ms when absent. */
  readonly linkWaitMs?: number | undefined;
  /** The first wait before connecting again, doubled each time up to 30,000 ms; 250 ms when absent. */
  readonly reconnectMs?: number | undefined;
  /** The first rest when the operator says it is too much (throttling), doubled each time up to twenty times; 250 ms when absent. */
  readonly throttleMs?: number | undefined;
  /** Network error codes in receipts (`err:`) that mean that the number does not exist, as the operator lists them. */
  readonly goneErrors?: readonly string[] | undefined;
  /** The machine's clock when absent. */
  readonly clock?: Clock | undefined;
  readonly logger?: ChannelLogger | undefined;
};

type Numbers = 'window' | 'answerTimeoutMs' | 'enquireMs' | 'linkWaitMs' | 'reconnectMs' | 'throttleMs';

/** The options with every default filled in. */
export type SmppSettings = Pick<
  SmppOptions,
  'host' | 'systemId' | 'password' | 'systemType' | 'sender' | 'tls' | 'logger'
> &
  Readonly<Record<Numbers | 'port', number>> & { readonly goneErrors: readonly string[]; readonly clock: Clock };

const DEFAULTS = {
  window: 64,
  answerTimeoutMs: 30_000,
  enquireMs: 30_000,
  linkWaitMs: 30_000,
  reconnectMs: 250,
  throttleMs: 250,
} as const satisfies Record<Numbers, number>;

/**
 * Fills in the defaults.
 *
 * @throws input.invalid naming the option, never its value
 */
export function readSmppOptions(options: SmppOptions): SmppSettings {
  const { host, systemId, password, sender, tls, goneErrors = [] } = options;
  const wrong = (path: string, message: string) => invalidInput({ path, message });
  if (tls === undefined && options.allowPlain !== true && !isThisMachine(host)) {
    throw wrong('tls', 'is missing: SMPP would carry the password and every text in the open; or set allowPlain');
  }
  // Longer than SMPP 3.4 has them (15 and 8): some operators take more.
  if (!/^[\x21-\x7e]{1,64}$/.test(systemId)) throw wrong('systemId', 'has 1 to 64 visible ASCII characters');
  if (!/^[\x20-\x7e]{0,64}$/.test(password)) throw wrong('password', 'has at most 64 ASCII characters');
  if (!/^(\+?\d{1,15}|[\x20-\x7e]{1,11})$/.test(sender)) {
    throw wrong('sender', 'is a name of at most 11 ASCII characters or a number');
  }
  const numbers: Record<Numbers, number> = { ...DEFAULTS };
  for (const name of Object.keys(DEFAULTS) as Numbers[]) {
    const value = options[name] ?? DEFAULTS[name];
    if (!Number.isInteger(value) || value < 1) throw wrong(name, 'is a whole number above zero');
    numbers[name] = value;
  }
  const port = options.port ?? (tls === undefined ? 2775 : 3550);
  const { logger, clock = { now: () => new Date() }, systemType } = options;
  return { host, port, systemId, password, systemType, sender, tls, goneErrors, clock, logger, ...numbers };
}
