import { balanceOf } from '../../../src/ledger/index.js';
import { formatTenge, type Money } from '../../../src/shared/index.js';
import type { GoalAudit, GoalOracle } from './audit.js';

/** What one member has, by a model that knows nothing but what the bank moved and what was shared out. */
type Owned = { principal: Money; all: Money };

/**
 * Each member owns what came from their own account, and their interest, less what went out to them. Who paid is what the
 * bank says, not what Jinaq says. Of a payout that is for several the lines say whose money it was.
 */
export const ownershipOracle: GoalOracle = {
  name: 'each member owns what they put in and earned, no less and no more',
  find: (audit) => {
    const owned = modelOf(audit);
    const clients = new Set([...owned.keys(), ...audit.members.map(({ client }) => String(client))]);
    return [...clients].flatMap((client) => {
      const { principal, all } = owned.get(client) ?? { principal: 0n, all: 0n };
      const [principalInBooks, interestInBooks] = [
        balanceIn(audit, `principal:${client}`),
        balanceIn(audit, `interest:${client}`),
      ];
      return [
        ...difference(`principal of ${client}`, principal, principalInBooks),
        ...difference(`principal and interest of ${client}`, all, principalInBooks + interestInBooks),
      ];
    });
  },
};

/** Corrections are made by hand, about what the bank moved without an order: after one the model is no measure. */
function modelOf(audit: GoalAudit): Map<string, Owned> {
  const owned = new Map<string, Owned>();
  const add = (client: string, principal: Money, all: Money): void => {
    const before = owned.get(client) ?? { principal: 0n, all: 0n };
    owned.set(client, { principal: before.principal + principal, all: before.all + all });
  };
  const paidIn = new Set(
    audit.contributions.filter(({ status }) => status === 'completed').map(({ id }) => String(id)),
  );
  const payouts = new Map(audit.payouts.map((payout) => [payout.bankKey, payout]));
  for (const { kind, key = '', amount, counterparty = '' } of audit.entries) {
    if (kind !== 'transfer') continue;
    const owner = audit.ownerOf(counterparty).client ?? counterparty;
    const payout = payouts.get(key);
    if (amount > 0n && paidIn.has(key)) add(owner, amount, amount);
    if (amount > 0n || payout?.status !== 'completed') continue;
    const [line, ...others] = payout.lines;
    // What went to a member alone is theirs by the word of the bank.
    if (line?.client === owner && others.length === 0) add(owner, -line.principal, amount);
    else for (const { client, principal, interest } of payout.lines) add(client, -principal, -principal - interest);
  }
  for (const { code, credit, amount } of audit.transfers) {
    if (code === 'allocation' && 'client' in credit) add(credit.client, 0n, amount);
  }
  return owned;
}

function balanceIn({ accounts }: GoalAudit, key: string): Money {
  const account = accounts.get(key);
  return account === undefined ? 0n : balanceOf(account);
}

function difference(what: string, expected: Money, actual: Money): string[] {
  return expected === actual
    ? []
    : [`${what}: ${formatTenge(expected)} by the bank, ${formatTenge(actual)} in the books`];
}
