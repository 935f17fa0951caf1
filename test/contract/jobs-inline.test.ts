import { createInlineJobs, createManualClock } from '../../adapters/jobs-inline/index.js';
import { jobsContract } from './jobs.contract.js';

jobsContract('inline', async (jobs, onRun, start) => {
  const inline = createInlineJobs({ jobs, onRun, clock: createManualClock(start) });
  return { goTo: (moment) => inline.runDue(moment), stop: () => inline.stop() };
});
