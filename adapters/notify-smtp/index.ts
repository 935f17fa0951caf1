export type { SmtpOptions } from './options.js';
export { openSmtpChannel } from './smtp-channel.js';
