export type { VapidKeys, WebPushOptions } from './options.js';
export { openWebPushChannel } from './webpush-channel.js';
