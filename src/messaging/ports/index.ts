import type { Clock, Digest, IdGenerator, Store } from '../../shared/index.js';
import type { MessagingSettings } from '../domain/settings.js';
import type { Channel } from './channel.js';
import type { MessagingTx } from './messaging-tx.js';
import type { Renderer } from './renderer.js';

/** Everything messages need from outside. */
export type MessagingPorts = {
  readonly store: Store<MessagingTx>;
  readonly clock: Clock;
  readonly ids: IdGenerator;
  readonly digest: Digest;
  readonly renderer: Renderer;
  /** The ways out of the house; the inbox is always there. */
  readonly channels: readonly Channel[];
  readonly messaging: MessagingSettings;
};
