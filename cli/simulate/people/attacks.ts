import type { Random } from '../random.js';

/** What somebody with bad intentions aims at; the ids are real ones wherever there are any. */
export type Target = {
  readonly goal: string;
  readonly me: string;
  readonly victim: string;
  readonly plan: string;
  readonly proposal: string;
  readonly dispute: string;
  readonly invitation: string;
  /** Always the same one, so that bodies of all kinds meet under it. */
  readonly key: string;
};

export type Attack = { readonly operation: string; readonly input: object };
type MakeAttack = (target: Target, random: Random) => Attack;

export const ODD_AMOUNTS = [
  '-5000',
  '0',
  '0.001',
  '1e9',
  'NaN',
  '99999999999999999999',
  '9999999999.99',
  '12,50',
  '0x10',
  ' 7',
  '',
] as const;
const AMOUNTS = [...ODD_AMOUNTS, '0.01', '1000', '250000', '10000000'] as const;

const of =
  (operation: string, input: (target: Target, random: Random) => object): MakeAttack =>
  (target, random) => ({ operation, input: input(target, random) });
const atGoal = (operation: string, more: (target: Target, random: Random) => object = () => ({})): MakeAttack =>
  of(operation, (target, random) => ({ goal: target.goal, ...more(target, random) }));
const at = (name: 'plan' | 'proposal' | 'dispute' | 'invitation', operation: string, more: object = {}): MakeAttack =>
  of(operation, (target) => ({ [name]: target[name], ...more }));

/** What only staff may do: nobody is staff by saying so. */
const AS_IF_STAFF: readonly MakeAttack[] = [
  of('clients.mark', ({ victim }) => ({ client: victim, status: 'deceased' })),
  of('clients.register', ({ victim }) => ({ id: victim, name: 'Taken over' })),
  of('clients.list', () => ({})),
  of('rules.set', () => ({ name: 'clientLimit', value: '1' })),
  of('interest.post', () => ({ month: '2026-01' })),
  atGoal('interest.allocate'),
  atGoal('interest.set-rate', () => ({ rate: '99', from: '2026-02-01' })),
  atGoal('goals.appoint', ({ me }) => ({ client: me })),
  of('goals.advance', () => ({})),
  of('transfers.run', () => ({})),
  of('transfers.list', () => ({})),
  atGoal('refunds.list'),
  of('refunds.retry', ({ goal }) => ({ refund: goal })),
  atGoal('ledger.verify'),
  of('ledger.reverse', ({ goal }) => ({ transfer: goal, reason: 'mine' })),
  of('reconcile.run', () => ({})),
  of('messages.handovers', () => ({})),
  of('disputes.resolve', ({ dispute }) => ({ dispute, decision: 'mine', text: 'mine' })),
];

/** At a goal of others: each of these must be refused, whatever the ids. */
export const ALIEN_ATTACKS: readonly MakeAttack[] = [
  ...AS_IF_STAFF,
  atGoal('goals.show'),
  atGoal('goals.history'),
  atGoal('goals.progress'),
  atGoal('goals.edit', () => ({ title: 'Mine now' })),
  atGoal('goals.invite', ({ me }) => ({ client: me })),
  atGoal('goals.contribute', (_target, random) => ({ amount: random.pick(AMOUNTS) })),
  atGoal('goals.leave'),
  atGoal('goals.cancel'),
  atGoal('goals.consent', () => ({ shareAmounts: true })),
  atGoal('ledger.statement'),
  atGoal('receipts.issue', ({ victim }) => ({ client: victim })),
  atGoal('interest.expected'),
  atGoal('plans.start', () => ({ kind: 'fixed', amount: '5000', every: 'month', on: 1, consent: true })),
  atGoal('invitations.list'),
  atGoal('proposals.open', ({ me }) => ({ kind: 'payout', client: me })),
  atGoal('proposals.open', ({ victim }) => ({ kind: 'remove-member', client: victim })),
  atGoal('disputes.open', () => ({ text: 'Everything is mine' })),
  atGoal('disputes.list'),
  at('plan', 'plans.stop'),
  at('plan', 'plans.pause'),
  at('plan', 'plans.show'),
  at('plan', 'plans.change', { amount: '900000', consent: true }),
  at('proposal', 'proposals.vote', { yes: true }),
  at('proposal', 'proposals.withdraw'),
  at('proposal', 'proposals.show'),
  at('dispute', 'disputes.answer', { text: 'Case closed' }),
  at('dispute', 'disputes.withdraw'),
  at('invitation', 'invitations.accept'),
  at('invitation', 'invitations.decline'),
  at('invitation', 'invitations.revoke'),
  at('invitation', 'invitations.resend'),
  of('plans.list', ({ victim }) => ({ client: victim })),
  of('clients.show', ({ victim }) => ({ client: victim })),
  of('messages.preferences', ({ victim }) => ({ client: victim, channel: 'sms', class: 'legal', allowed: false })),
  of('messages.explain', ({ victim }) => ({ client: victim })),
  of('messages.unsubscribe', ({ goal }) => ({ token: goal })),
  of('messages.read', ({ goal, victim }) => ({ message: `goal.closed/${goal}/${victim}` })),
];

/** In one's own goal: some of it is anybody's right, and must do no harm. */
export const OWN_ATTACKS: readonly MakeAttack[] = [
  ...AS_IF_STAFF,
  atGoal('goals.contribute', ({ key }, random) => ({ amount: random.pick(AMOUNTS), key })),
  atGoal('goals.contribute', (_target, random) => ({ amount: random.pick(ODD_AMOUNTS) })),
  atGoal('proposals.open', ({ me }) => ({ kind: 'payout', client: me })),
  atGoal('proposals.open', ({ me }) => ({ kind: 'early-withdrawal', client: me, amount: '99999999' })),
  atGoal('proposals.open', ({ victim }, random) => ({
    ...{ kind: 'early-withdrawal', client: victim },
    amount: random.pick(AMOUNTS),
  })),
  atGoal('proposals.open', ({ me }) => ({ kind: 'replace-organiser', client: me })),
  atGoal('proposals.open', () => ({ kind: 'change', target: '1', deadline: '2020-01-01' })),
  atGoal('goals.invite', ({ me }) => ({ client: me })),
  atGoal('goals.edit', () => ({ target: '10000' })),
  atGoal('receipts.issue', ({ victim }) => ({ client: victim })),
  atGoal('plans.start', (_target, random) => ({
    ...{ kind: 'fixed', every: 'week', on: 1, consent: true, floor: '0' },
    amount: random.pick(AMOUNTS),
  })),
  at('proposal', 'proposals.withdraw'),
  at('dispute', 'disputes.withdraw'),
  at('invitation', 'invitations.accept'),
  at('plan', 'plans.change', { amount: '0', consent: true }),
];
