import type { Digest, Clock, IdGenerator, Store } from '../../shared/index.js';
import type { Bank } from '../../savings/index.js';
import type { OutboxTx } from '../../outbox/index.js';

/** What looking after a running Jinaq needs from outside. */
export type OperatingPorts = {
  readonly store: Store<OutboxTx>;
  readonly bank: Bank;
  readonly clock: Clock;
  readonly ids: IdGenerator;
  readonly digest: Digest;
};
