import { z } from 'zod';
import { authorise } from '../../src/access/index.js';
import { InvariantViolation } from '../../src/shared/index.js';
import { operation } from './operation.js';

export const operatingOperations = [
  operation({
    name: 'doctor.show',
    summary: 'Look whether all is well: database, bank, what is pending, events, a sample of chains',
    input: z.strictObject({}),
    run: ({ useCases }, actor) => useCases.checkHealth.execute({ actor }),
    hasFailures: ({ ok }) => !ok,
  }),
  operation({
    name: 'metrics.show',
    summary: 'Show metrics in OpenMetrics text: contributions, what is pending, events, connections',
    input: z.strictObject({}),
    run: async ({ readMetrics }, actor) => {
      authorise(actor, 'metrics.show');
      if (readMetrics === undefined) throw new InvariantViolation('whoever opens Jinaq says how metrics are read');
      return readMetrics();
    },
  }),
] as const;
