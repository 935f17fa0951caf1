import type { Channel } from '../ports/channel.js';

/** The inbox is Jinaq's own store, where every message that went out is found: to be stored is to be delivered. */
export const inboxChannel: Channel = {
  name: 'inbox',
  send: (messages) => Promise.resolve(messages.map(({ key }) => ({ status: 'delivered', reference: key }))),
  onReport: () => () => undefined,
  close: () => Promise.resolve(),
};
