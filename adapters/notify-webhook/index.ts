export type { WebhookOptions } from './options.js';
export { isSignedByJinaq, SIGNATURE_HEADER, type WebhookRequest } from './signature.js';
export { openWebhookChannel } from './webhook-channel.js';
