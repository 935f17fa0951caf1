import type { SandboxBank } from '../../adapters/bank-sandbox/index.js';
import type { Asked } from './asked.js';
import type { FaultBoard } from './fault-board.js';
import type { Scheduler } from './scheduler.js';
import type { Tally } from './tally.js';

/** What a process finds around it. */
export type Surroundings = {
  /** Its own name. */
  readonly name: string;
  readonly bank: SandboxBank;
  readonly scheduler: Scheduler;
  readonly faults: FaultBoard;
  readonly asked: Asked;
  readonly tally: Tally;
};
