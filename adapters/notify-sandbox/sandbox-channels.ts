import type { Channel, ChannelName, SendResult } from '../../src/messaging/index.js';

/** What a channel of the sandbox does: deliver, take without ever a word, be down, know no such address, refuse. */
export const CHANNEL_MODES = ['delivers', 'silent', 'down', 'address-gone', 'refuses'] as const;
export type ChannelMode = (typeof CHANNEL_MODES)[number];

/** The channels that the sandbox has. */
export const SANDBOX_CHANNELS = ['push', 'sms', 'email'] as const satisfies readonly ChannelName[];
export type SandboxChannelName = (typeof SANDBOX_CHANNELS)[number];

/** Channels that send nothing to anybody, and what a tester makes them do. */
export type SandboxChannels = {
  readonly channels: readonly Channel[];
  set(channel: SandboxChannelName, mode: ChannelMode): void;
  modes(): Readonly<Record<SandboxChannelName, ChannelMode>>;
};

/** Channels for scenarios and trials, which all deliver until they are told otherwise. */
export function createSandboxChannels(): SandboxChannels {
  const modes: Record<SandboxChannelName, ChannelMode> = { push: 'delivers', sms: 'delivers', email: 'delivers' };
  const channel = (name: SandboxChannelName): Channel => ({
    name,
    send: async (messages) => messages.map(({ key }) => answerOf(modes[name], key)),
    onReport: () => () => undefined,
    close: () => Promise.resolve(),
  });
  return {
    channels: SANDBOX_CHANNELS.map(channel),
    set: (name, mode) => {
      modes[name] = mode;
    },
    modes: () => ({ ...modes }),
  };
}

function answerOf(mode: ChannelMode, key: string): SendResult {
  switch (mode) {
    case 'delivers':
      return { status: 'delivered', reference: key };
    case 'silent':
      return { status: 'sent', reference: key };
    case 'down':
      return { status: 'failed', fault: 'temporary', reason: 'down' };
    case 'address-gone':
      return { status: 'failed', fault: 'address', reason: 'gone' };
    case 'refuses':
      return { status: 'failed', fault: 'message', reason: 'refused' };
  }
}
