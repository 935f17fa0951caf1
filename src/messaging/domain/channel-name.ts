/** The ways to a person. `inbox` is Jinaq's own store, read in the bank's app; all others leave the house. */
export const CHANNEL_NAMES = ['push', 'sms', 'email', 'inbox', 'webhook', 'console'] as const;
export type ChannelName = (typeof CHANNEL_NAMES)[number];
