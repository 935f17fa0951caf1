import type { EventType } from '../../../src/savings/index.js';
import type { GoalAudit, GoalOracle } from './audit.js';

/** What has happened to money and to a goal stands in its history, exactly once. */
export const historyOracle: GoalOracle = {
  name: 'the history tells what happened, once',
  find: (audit) => {
    const told = countsOf(audit);
    const expectOnce = (what: string, type: EventType, id: string): string[] => {
      const count = told.get(`${type} ${id}`) ?? 0;
      return count === 1 ? [] : [`${what} stands ${count} times in the history as ${type}`];
    };
    return [
      ...audit.contributions.flatMap(({ id, status }) =>
        status === 'pending' ? [] : expectOnce(`contribution ${id}`, `contribution.${status}`, id),
      ),
      ...audit.payouts.flatMap(({ id, status, lines }) =>
        status !== 'completed'
          ? []
          : lines.flatMap(({ client }) =>
              expectOnce(`payout ${id} to ${client}`, 'payout.completed', `${id} ${client}`),
            ),
      ),
      ...(audit.goal.status === 'closed' ? expectOnce('the end of the goal', 'goal.closed', audit.goal.id) : []),
    ];
  },
};

function countsOf({ events }: GoalAudit): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { type, goal, client, data } of events) {
    const { contribution, payout } = data;
    const id = contribution ?? (payout === undefined ? goal : `${String(payout)} ${client}`);
    const name = `${type} ${String(id)}`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}
