export type { SmppOptions } from './options.js';
export { openSmppChannel } from './smpp-channel.js';
