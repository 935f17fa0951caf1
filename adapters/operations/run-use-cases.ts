import {
  ListRunLines,
  PayGoal,
  PayRunPage,
  PruneRuns,
  RunTransfers,
  ShareInterest,
  ShareTransfers,
  ShowSharedRun,
  StopSharedRun,
} from '../../src/savings/index.js';

/** The runs that pay what is due, in one process or shared out among workers. */
export const RUNS = {
  runTransfers: RunTransfers,
  shareTransfers: ShareTransfers,
  shareInterest: ShareInterest,
  showSharedRun: ShowSharedRun,
  stopSharedRun: StopSharedRun,
  listRunLines: ListRunLines,
  payRunPage: PayRunPage,
  payGoal: PayGoal,
  pruneRuns: PruneRuns,
} as const;
