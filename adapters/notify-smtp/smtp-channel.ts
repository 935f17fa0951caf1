import {
  type Channel,
  failedAs,
  messageByMessage,
  type OutgoingMessage,
  type SendResult,
} from '../../src/messaging/index.js';
import { compose, messageIdOf } from './compose.js';
import { failureOf } from './failure.js';
import { isMailAddress, readSender, type SmtpOptions, transportOptions } from './options.js';

/**
 * Opens e-mail over SMTP with a pool of connections. The reference is the Message-ID, which is made from the key, so
 * that servers and mail programs can tell a message that was sent twice; not all of them do. A mail that the server
 * takes is `sent`: whether it is read nobody says, and bounces go to the mailbox of the sender, so there are no reports.
 *
 * @throws input.invalid when an option makes no sense
 */
export async function openSmtpChannel(options: SmtpOptions): Promise<Channel> {
  const sender = readSender(options.from);
  const settings = transportOptions(options);
  // Loaded on demand: an embedder who sends no e-mail need not install it.
  const { createTransport } = await import('nodemailer');
  const transport = createTransport(settings);

  const sendOne = async (message: OutgoingMessage): Promise<SendResult> => {
    if (!isMailAddress(message.to)) return failedAs('address', 'no-mail-address');
    try {
      await transport.sendMail(compose(message, sender));
      return { status: 'sent', reference: messageIdOf(message.key, sender) };
    } catch (error) {
      const failure = failureOf(error);
      const { fault, reason } = failure;
      if (fault !== 'address') options.logger?.warn({ fault, reason }, 'the mail server did not take a message');
      return failure;
    }
  };
  return messageByMessage({
    name: 'email',
    clock: options.clock ?? { now: () => new Date() },
    // One composed message for each connection beside the one that is being sent.
    concurrency: 2 * settings.maxConnections,
    sendOne,
    release: async () => transport.close(),
  });
}
