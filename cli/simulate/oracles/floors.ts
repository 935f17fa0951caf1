import { formatTenge, type Money } from '../../../src/shared/index.js';
import type { PayerAudit, PayerOracle } from './audit.js';

/** What a plan takes leaves its floor on the account at that moment. What the client spends is their own affair. */
export const floorsOracle: PayerOracle = {
  name: 'nobody is below their floor by our doing',
  find: (audit) => {
    let balance = 0n;
    return audit.entries.flatMap(({ key, amount }) => {
      balance += amount;
      if (amount > 0n || key === undefined) return [];
      const floor = floorFor(audit, key);
      if (floor === undefined || balance >= floor) return [];
      return [`${audit.client} was left ${formatTenge(balance)} by a plan that leaves ${formatTenge(floor)}`];
    });
  },
};

/** undefined where it is not a plan that pays, or the plan had another floor then, or the bank has thought it over. */
function floorFor({ orderOf, rules, heldKeys }: PayerAudit, key: string): Money | undefined {
  const order = orderOf(key);
  if (order?.plan === undefined || order.hasChanged || heldKeys.has(key)) return undefined;
  return order.plan.floor > rules.minFloor ? order.plan.floor : rules.minFloor;
}
