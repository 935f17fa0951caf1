import type { Clock, Digest, IdGenerator, Store } from '../../shared/index.js';
import type { Bank } from './bank.js';
import type { SavingsTx } from './savings-tx.js';

/** Everything savings need from outside. A use case names the few it uses: `Pick<SavingsPorts, 'store' | 'clock'>`. */
export type SavingsPorts = {
  readonly store: Store<SavingsTx>;
  readonly bank: Bank;
  readonly clock: Clock;
  readonly ids: IdGenerator;
  readonly digest: Digest;
};
