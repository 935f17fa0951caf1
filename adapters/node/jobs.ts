import type { Actor } from '../../src/access/index.js';
import { civilDateOf, type Job } from '../../src/shared/index.js';
import type { OperationContext } from '../operations/index.js';

const SYSTEM: Actor = { kind: 'system' };

/**
 * What Jinaq does of its own accord. Of jobs that are due at the same moment, the one that stands first runs first:
 * the bank credits before Jinaq books.
 */
export function defaultJobs({ useCases, sandbox }: Pick<OperationContext, 'useCases' | 'sandbox'>): readonly Job[] {
  const bankJobs: readonly Job[] =
    sandbox === undefined
      ? []
      : [
          {
            name: 'bank.run-interest',
            schedule: { every: 'month', at: '00:30' },
            run: (now) => sandbox.runInterest(civilDateOf(now)),
          },
        ];
  return [
    ...bankJobs,
    {
      name: 'transfers.settle',
      schedule: { every: 'minutes', minutes: 15 },
      run: () => useCases.settleTransfers.execute({ actor: SYSTEM }),
    },
  ];
}
