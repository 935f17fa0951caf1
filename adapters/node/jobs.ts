import type { Actor } from '../../src/access/index.js';
import {
  addDays,
  civilDateOf,
  type Job,
  type Month,
  monthOf,
  previousMonth,
  startOfMonth,
} from '../../src/shared/index.js';
import type { OperationContext } from '../operations/index.js';

const SYSTEM: Actor = { kind: 'system' };
const DISPATCH_MS = 45_000;
/** In how many nights of a month the interest of the month before is posted. */
const POSTING_DAYS = 7;

/** Interest is credited by the bank before Jinaq books it. */
const INTEREST = 'interest';
/** What the bank has not answered is asked before more is sent. */
const TRANSFERS = 'transfers';
/** What is to be told is planned before it is sent. */
const MESSAGES = 'messages';

/**
 * What Jinaq does of its own accord. Of jobs of a line that are due at the same moment, the one that stands first runs
 * first; in one process none runs beside another.
 */
export function defaultJobs({
  useCases,
  sandbox,
  subscribers,
}: Pick<OperationContext, 'useCases' | 'sandbox' | 'subscribers'>): readonly Job[] {
  return [
    ...bankJobs(sandbox),
    {
      name: 'transfers.settle',
      line: TRANSFERS,
      schedule: { every: 'minutes', minutes: 15 },
      run: () => useCases.settleTransfers.execute({ actor: SYSTEM }),
    },
    {
      // In the morning, when the salaries of the day before are there.
      name: 'transfers.run',
      line: TRANSFERS,
      schedule: { every: 'day', at: '08:00' },
      run: () => useCases.runTransfers.execute({ actor: SYSTEM }),
    },
    {
      // After the bank's own run: what it has credited is there to be booked. Again for a week, for the goals of which
      // the bank gave no statement in the first night or credited late; later than that somebody has to look.
      name: 'interest.post',
      line: INTEREST,
      schedule: { every: 'day', at: '01:00' },
      run: async (now) => {
        const month = monthToPost(now);
        if (month !== undefined) await useCases.postInterest.execute({ actor: SYSTEM, month });
      },
    },
    {
      name: 'goals.advance',
      schedule: { every: 'minutes', minutes: 60 },
      run: () => useCases.advanceGoals.execute({ actor: SYSTEM }),
    },
    ...messageJobs(useCases),
    ...dispatchJobs(useCases, subscribers),
  ];
}

/** The month whose interest is posted tonight, if it is one of the nights. */
export function monthToPost(now: Date): Month | undefined {
  const today = civilDateOf(now);
  return today < addDays(startOfMonth(today), POSTING_DAYS) ? previousMonth(monthOf(today)) : undefined;
}

function messageJobs(useCases: OperationContext['useCases']): readonly Job[] {
  return [
    {
      // In one process after everything above: what it has brought about is told in the same run.
      name: 'messages.plan',
      line: MESSAGES,
      schedule: { every: 'minutes', minutes: 15 },
      run: () => useCases.planMessages.execute({ actor: SYSTEM, isEventsOnly: true }),
    },
    {
      name: 'messages.remind',
      line: MESSAGES,
      schedule: { every: 'day', at: '08:45' },
      run: () => useCases.planMessages.execute({ actor: SYSTEM }),
    },
    {
      name: 'messages.send',
      line: MESSAGES,
      schedule: { every: 'minutes', minutes: 15 },
      run: () => useCases.sendMessages.execute({ actor: SYSTEM }),
    },
  ];
}

function bankJobs(sandbox: OperationContext['sandbox']): readonly Job[] {
  if (sandbox === undefined) return [];
  return [
    {
      name: 'bank.run-interest',
      line: INTEREST,
      schedule: { every: 'month', at: '00:30' },
      run: (now) => sandbox.runInterest(civilDateOf(now)),
    },
  ];
}

function dispatchJobs(
  { dispatchEvents }: OperationContext['useCases'],
  subscribers: OperationContext['subscribers'] = [],
): readonly Job[] {
  if (subscribers.length === 0) return [];
  return [
    {
      // Not longer than until its next run: a slow subscriber holds up no other job.
      name: 'events.dispatch',
      schedule: { every: 'minutes', minutes: 1 },
      run: (now) => dispatchEvents.execute({ actor: SYSTEM, until: new Date(now.getTime() + DISPATCH_MS) }),
    },
  ];
}
