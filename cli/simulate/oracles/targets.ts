import { formatTenge, sumMoney } from '../../../src/shared/index.js';
import { balanceOf } from '../../../src/ledger/index.js';
import type { GoalOracle } from './audit.js';

/** Nobody is let pay in more than what the goal is for; what the bank adds comes on top. */
export const targetsOracle: GoalOracle = {
  name: 'no goal takes more than its target',
  find: ({ goal, accounts, events }) => {
    const isChanged = events.some(({ type }) => type === 'goal.changed' || type === 'goal.edited');
    const principal = sumMoney(
      [...accounts.values()].filter(({ ref }) => ref.kind === 'principal').map((account) => balanceOf(account)),
    );
    if (isChanged || principal <= goal.target) return [];
    return [`${formatTenge(principal)} was taken for a target of ${formatTenge(goal.target)}`];
  },
};
