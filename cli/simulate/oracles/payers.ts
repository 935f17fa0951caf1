import { formatTenge } from '../../../src/shared/index.js';
import type { PayerOracle } from './audit.js';

/** From a client's main account Jinaq takes only what they have ordered themselves, for a goal that is theirs, too. */
export const payersOracle: PayerOracle = {
  name: 'no client moves another’s money',
  find: ({ client, entries, orderOf }) =>
    entries.flatMap(({ kind, key, amount }) => {
      if (kind !== 'transfer' || amount > 0n || key === undefined) return [];
      const sum = formatTenge(-amount);
      const order = orderOf(key);
      if (order === undefined)
        return [`${sum} was taken from ${client} under the key ${key}, which nobody has ordered`];
      const { contribution, goal, members, plan } = order;
      if (contribution.client !== client) return [`${client} paid ${sum} for ${contribution.client}`];
      if (!members.some((member) => member.client === client))
        return [`${client} paid ${sum} into ${goal.id} of others`];
      if (plan === undefined || (plan.client === client && plan.goal === goal.id)) return [];
      return [`${client} paid ${sum} by plan ${plan.id} of ${plan.client}`];
    }),
};
