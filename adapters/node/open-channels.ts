import type { Channel, ChannelLogger } from '../../src/messaging/index.js';
import { type Clock, DomainError, type InputProblem, invalidInput } from '../../src/shared/index.js';
import { consoleChannel } from '../notify-console/index.js';
import { openSmppChannel, type SmppOptions } from '../notify-smpp/index.js';
import { openSmtpChannel, type SmtpOptions } from '../notify-smtp/index.js';
import { openWebhookChannel, type WebhookOptions } from '../notify-webhook/index.js';
import { openWebPushChannel, type WebPushOptions } from '../notify-webpush/index.js';

type Own<Options> = Omit<Options, 'clock' | 'logger'> | undefined;

/** The channels that a bank has, each with what it needs; what is absent is not opened. */
export type ChannelsConfig = {
  /** Needs the peer `nodemailer`. */
  readonly email?: Own<SmtpOptions>;
  /** Needs the peer `smpp`. */
  readonly sms?: Own<SmppOptions>;
  /** Needs the peer `web-push`. */
  readonly push?: Own<WebPushOptions>;
  readonly webhook?: Own<WebhookOptions>;
  /** Takes lines of text, for trying things out. */
  readonly console?: ((line: string) => void) | undefined;
  /** The one that Jinaq is opened with: what is of no use any more by it is not sent. */
  readonly clock?: Clock | undefined;
  readonly logger?: ChannelLogger | undefined;
};

/**
 * Opens the channels for `openJinaq({ channels })`, which closes them. The connections are made when they are needed.
 *
 * @throws input.invalid naming the channel and the option
 */
export async function openChannels(config: ChannelsConfig): Promise<readonly Channel[]> {
  const { email, sms, push, webhook, console, clock, logger } = config;
  const common = { clock, logger };
  const opened: Channel[] = [];
  const add = async (name: string, open: () => Channel | Promise<Channel>): Promise<void> => {
    try {
      opened.push(await open());
    } catch (error) {
      await Promise.all(opened.map((channel) => channel.close()));
      throw within(name, error);
    }
  };
  if (webhook !== undefined) await add('webhook', () => openWebhookChannel({ ...webhook, ...common }));
  if (push !== undefined) await add('push', () => openWebPushChannel({ ...push, ...common }));
  if (sms !== undefined) await add('sms', () => openSmppChannel({ ...sms, ...common }));
  if (email !== undefined) await add('email', () => openSmtpChannel({ ...email, ...common }));
  if (console !== undefined) await add('console', () => consoleChannel(console));
  return opened;
}

/** The same error with the channel in the path of each problem; a missing peer is told as what it is. */
function within(channel: string, error: unknown): unknown {
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (code === 'ERR_MODULE_NOT_FOUND') {
    const [, name = 'a package'] = /package '([^']+)'/.exec(String(message)) ?? [];
    return invalidInput({ path: channel, message: `needs ${name}: npm install ${name}` });
  }
  if (!(error instanceof DomainError) || error.code !== 'input.invalid') return error;
  const problems = error.details.problems as readonly InputProblem[];
  return invalidInput(...problems.map((problem) => ({ ...problem, path: `${channel}.${problem.path}` })));
}
