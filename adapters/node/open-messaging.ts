import {
  type Channel,
  DEFAULT_MESSAGING,
  type MessagingPorts,
  type MessagingSettings,
  openReportDesk,
} from '../../src/messaging/index.js';
import { createSandboxChannels, type SandboxChannels } from '../notify-sandbox/index.js';
import { CATALOGUES, createRenderer, readTemplates } from '../templates/index.js';

export type MessagingOptions = {
  /** How the bank talks to its clients, where it is not the default. */
  readonly messaging?: Partial<MessagingSettings> | undefined;
  /**
   * The ways on which messages leave; they are closed with Jinaq. Without any, all messages are found in the inbox.
   * `sandbox`: channels that send nothing to anybody and do what they are told.
   */
  readonly channels?: readonly Channel[] | 'sandbox' | undefined;
  /** A folder with texts of the bank's own: ru.yaml, kk.yaml, en.yaml. */
  readonly templates?: string | undefined;
};

export type OpenedMessaging = {
  readonly ports: Pick<MessagingPorts, 'renderer' | 'channels' | 'messaging'>;
  readonly sandboxChannels: SandboxChannels | undefined;
};

/**
 * What messages need beside the store, as the options say.
 *
 * @throws input.invalid for texts that are broken, with file, line and key
 */
export function openMessaging({ messaging, channels = [], templates }: MessagingOptions): OpenedMessaging {
  const catalogues = templates === undefined ? CATALOGUES : readTemplates(templates);
  const sandboxChannels = channels === 'sandbox' ? createSandboxChannels() : undefined;
  return {
    ports: {
      renderer: createRenderer(catalogues),
      channels: channels === 'sandbox' ? (sandboxChannels?.channels ?? []) : channels,
      messaging: { ...DEFAULT_MESSAGING, ...messaging },
    },
    sandboxChannels,
  };
}

/** Notes what channels report; the function that is returned ends it and closes the channels. */
export function listenToReports(ports: MessagingPorts): () => Promise<void> {
  const note = openReportDesk(ports);
  const ends: (() => void)[] = [];
  const endAll = () => ends.forEach((end) => end());
  try {
    for (const channel of ports.channels) {
      ends.push(channel.onReport((report) => note({ channel: channel.name, report })));
    }
  } catch (error) {
    endAll();
    throw error;
  }
  return async () => {
    const closed = await Promise.allSettled(ports.channels.map((channel) => channel.close()));
    endAll();
    for (const channel of closed) if (channel.status === 'rejected') throw channel.reason;
  };
}
