import type { Payout, Proposal } from '../../../src/savings/index.js';
import type { GoalAudit, GoalOracle } from './audit.js';

/** Money goes out to the account of the member whose it is, or to whom a vote that has passed, or staff, has named. */
export const recipientsOracle: GoalOracle = {
  name: 'money goes out only to its owner or to whom a passed vote names',
  find: (audit) => {
    const payouts = new Map(audit.payouts.map((payout) => [payout.bankKey, payout]));
    return audit.entries.flatMap(({ kind, amount, key = '', counterparty = '' }) => {
      const payout = payouts.get(key);
      if (kind !== 'transfer' || amount > 0n || payout === undefined) return [];
      const owner = audit.ownerOf(counterparty).client;
      if (isOwn(payout, owner) || isVoted(audit, payout, counterparty, owner)) return [];
      if (isNamedByStaff(audit, payout, counterparty)) return [];
      return [`payout ${payout.id} went to ${owner ?? 'nobody known'} (${counterparty})`];
    });
  },
};

function isOwn({ lines }: Payout, owner: string | undefined): boolean {
  return owner !== undefined && lines.length > 0 && lines.every(({ client }) => client === owner);
}

function isVoted({ proposals }: GoalAudit, payout: Payout, account: string, owner: string | undefined): boolean {
  const proposal = proposals.find(({ id }) => id === payout.proposal);
  if (proposal?.status !== 'passed' || proposal.terms.kind !== 'payout' || !hasMajority(proposal)) return false;
  const { to } = proposal.terms;
  return 'client' in to ? to.client === owner : to.iban === account;
}

/** What nobody could be paid is paid to another account when staff says so. */
function isNamedByStaff({ events }: GoalAudit, { id, to }: Payout, account: string): boolean {
  return to === account && events.some(({ type, data }) => type === 'payout.retried' && data.payout === id);
}

/** Counted again: more than half of the heads, at the least, have said yes. */
function hasMajority({ electorate, votes }: Proposal): boolean {
  const electors = new Set(electorate.map(({ client }) => client));
  const yes = new Map(votes.map(({ client, choice }) => [client, choice]));
  const heads = [...yes].filter(([client, choice]) => choice === 'yes' && electors.has(client)).length;
  return 2 * heads > electors.size;
}
