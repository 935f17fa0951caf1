import type { AccountRef } from '../../../src/ledger/index.js';
import { addDays, type ClientId } from '../../../src/shared/index.js';
import { type Bug, storeBug } from './bug.js';

/** A plan comes back the next day, with a date that it does not have. */
const paysDateAgain = storeBug('pays a due date twice', () => ({ plans }) => ({
  plans: {
    ...plans,
    saveProgress: (saved) =>
      plans.saveProgress(
        saved.map((plan) => {
          const { due, lastOn, sending, attempts } = plan;
          if (due === null || lastOn === null || sending !== null || attempts > 0) return plan;
          const on = addDays(lastOn, 1);
          return { ...plan, due: { ...due, on }, runOn: on };
        }),
      ),
  },
}));

/** What stands at every eleventh place of the history is told to nobody. */
const losesEvent = storeBug('loses an event', () => ({ outbox }) => ({
  outbox: {
    ...outbox,
    events: async (...request) =>
      new Map(
        [...(await outbox.events(...request))].map(([goal, events]) => [
          goal,
          events.filter(({ position }) => position % 11 !== 0),
        ]),
      ),
  },
}));

/** Nobody knows of a dispute. */
const forgetsDispute = storeBug('lets a frozen goal pay out', () => ({ goals }) => ({
  goals: {
    ...goals,
    findMany: async (ids) =>
      new Map([...(await goals.findMany(ids))].map(([id, goal]) => [id, { ...goal, frozen: false }])),
  },
}));

/** What was put off to the morning goes at once. */
const disturbs = storeBug('sends in quiet hours', () => ({ messages }) => ({
  messages: {
    ...messages,
    saveMany: (saved) =>
      messages.saveMany(
        saved.map((message) => {
          if (message.delivery.status !== 'planned') return message;
          const times = { notBefore: message.plannedAt, begunAt: null, fallbackAt: null };
          return { ...message, delivery: { status: 'queued', channel: 'sms', tried: ['sms'], attempts: 0, ...times } };
        }),
      ),
  },
}));

/** Nobody remembers what was sent. */
const forgetsCaps = storeBug('forgets the caps', () => ({ messages }) => ({
  messages: { ...messages, usedPlaces: async () => [] },
}));

/** Good news comes under two names. */
const celebratesTwice = storeBug('celebrates twice', () => ({ messages }) => ({
  messages: {
    ...messages,
    insertNew: (drafts) =>
      messages.insertNew([
        ...drafts,
        ...drafts
          .filter(({ template }) => template === 'goal.reached')
          .map((draft) => ({ ...draft, key: `${draft.key}/again` })),
      ]),
  },
}));

/** The member who comes first in the alphabet and the last one are taken for each other when interest is shared out. */
const mistakesMember = storeBug('credits interest to the wrong member', () => ({ transfers }) => ({
  transfers: {
    ...transfers,
    moves: async (marks) =>
      new Map(
        [...(await transfers.moves(marks))].map(([goal, moves]) => {
          const clients = moves.flatMap(({ debit, credit }) => [debit, credit].flatMap(clientOf)).sort();
          const [first, last] = [clients[0], clients.at(-1)];
          const other = (ref: AccountRef): AccountRef => {
            if (!('client' in ref) || first === undefined || last === undefined) return ref;
            return { ...ref, client: ref.client === first ? last : ref.client === last ? first : ref.client };
          };
          return [goal, moves.map((move) => ({ ...move, debit: other(move.debit), credit: other(move.credit) }))];
        }),
      ),
  },
}));

/** Every third refund is reserved, and then forgotten. */
const dropsRefund = storeBug('drops a refund', () => {
  let opened = 0;
  return ({ payouts }) => ({
    payouts: {
      ...payouts,
      saveMany: (saved) =>
        payouts.saveMany(
          saved.filter(({ status }) => {
            if (status === 'pending') opened += 1;
            return status !== 'pending' || opened % 3 !== 0;
          }),
        ),
    },
  });
});

export const STORE_BUGS: readonly Bug[] = [
  paysDateAgain,
  losesEvent,
  forgetsDispute,
  disturbs,
  forgetsCaps,
  celebratesTwice,
  mistakesMember,
  dropsRefund,
];

function clientOf(ref: AccountRef): readonly ClientId[] {
  return 'client' in ref ? [ref.client] : [];
}
