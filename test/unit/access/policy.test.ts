import { describe, expect, it } from 'vitest';
import {
  type Action,
  type Actor,
  actorName,
  authorise,
  isAllowed,
  POLICY,
  type PolicyRole,
  type Relation,
  STAFF_ROLES,
  type StaffRole,
} from '../../../src/access/index.js';
import { asClientId } from '../../../src/shared/index.js';
import { refusal } from '../shared/refusal.js';

/** What the bank has agreed to, as a person reads it: y = may, . = may not. A change of the policy is a change here. */
const MATRIX = `
action               organiser deputy participant invited self anyone admin advisor analyst operations
clients.register             .      .           .       .    .      .     y       .       .          y
clients.show                 .      .           .       .    y      .     y       y       .          y
clients.list                 .      .           .       .    .      .     y       .       .          y
clients.mark                 .      .           .       .    .      .     y       .       .          .
goals.create                 .      .           .       .    .      y     .       .       .          .
goals.show                   y      y           y       y    .      .     y       .       .          y
goals.show-amounts           .      .           .       .    .      .     y       .       .          y
goals.show-consented         .      .           .       .    .      .     .       y       .          .
goals.list                   .      .           .       .    y      .     y       .       .          y
goals.history                y      y           y       .    .      .     y       .       .          y
goals.edit                   y      .           .       .    .      .     .       .       .          .
goals.consent                y      y           y       .    .      .     .       .       .          .
goals.statistics             .      .           .       .    .      .     y       .       y          y
goals.invite                 y      y           .       .    .      .     .       .       .          .
goals.contribute             .      .           .       .    .      y     .       .       .          .
goals.leave                  y      y           y       .    .      .     .       .       .          .
goals.cancel                 y      .           .       .    .      .     .       .       .          .
goals.advance                .      .           .       .    .      .     .       .       .          y
invitations.answer           .      .           .       y    .      .     .       .       .          .
invitations.revoke           y      y           .       .    .      .     .       .       .          .
contributions.import         .      .           .       .    .      .     .       .       .          y
plans.start                  .      .           .       .    y      .     .       .       .          .
plans.change                 .      .           .       .    y      .     .       .       .          .
plans.pause                  .      .           .       .    y      .     .       .       .          y
plans.show                   .      .           .       .    y      .     y       .       .          y
plans.import                 .      .           .       .    .      .     .       .       .          y
transfers.run                .      .           .       .    .      .     .       .       .          y
transfers.settle             .      .           .       .    .      .     .       .       .          y
transfers.prune              .      .           .       .    .      .     .       .       .          y
statements.import            .      .           .       .    .      .     .       .       .          y
transfers.export             .      .           .       .    .      .     .       .       .          y
transfers.list               .      .           .       .    .      .     y       .       .          y
ledger.verify                .      .           .       .    .      .     y       .       .          y
ledger.statement             y      y           y       .    .      .     y       .       .          y
ledger.reverse               .      .           .       .    .      .     .       .       .          y
receipts.issue               .      .           .       .    y      .     .       .       .          y
interest.post                .      .           .       .    .      .     .       .       .          y
interest.expected            y      y           y       .    .      .     y       .       .          y
interest.allocate            .      .           .       .    .      .     .       .       .          y
interest.set-rate            .      .           .       .    .      .     y       .       .          .
proposals.open               y      y           y       .    .      .     .       .       .          .
proposals.vote               y      y           y       .    .      .     .       .       .          .
proposals.show               y      y           y       .    .      .     y       .       .          y
disputes.open                y      y           y       .    .      .     .       .       .          .
disputes.answer              y      y           y       .    .      .     y       .       .          y
disputes.resolve             .      .           .       .    .      .     y       .       .          .
refunds.list                 .      .           .       .    .      .     y       .       .          y
refunds.retry                .      .           .       .    .      .     .       .       .          y
organisers.appoint           .      .           .       .    .      .     y       .       .          .
reconcile.run                .      .           .       .    .      .     y       .       .          y
plans.propose                .      .           .       .    .      y     y       y       y          y
reconcile.apply              .      .           .       .    .      .     .       .       .          y
rules.show                   .      .           .       .    .      y     y       y       y          y
rules.set                    .      .           .       .    .      .     y       .       .          .
messages.plan                .      .           .       .    .      .     .       .       .          y
messages.send                .      .           .       .    .      .     .       .       .          y
messages.preview             .      .           .       .    .      .     y       .       .          y
messages.explain             .      .           .       .    y      .     y       .       .          y
messages.inbox               .      .           .       .    y      .     .       .       .          .
messages.preferences         .      .           .       .    y      .     .       .       .          y
messages.ask                 .      .           .       .    y      .     .       .       .          .
messages.handovers           .      .           .       .    .      .     y       .       .          y
messages.effect              .      .           .       .    .      .     y       .       y          y
events.dispatch              .      .           .       .    .      .     .       .       .          y
events.status                .      .           .       .    .      .     y       .       .          y
events.retry                 .      .           .       .    .      .     .       .       .          y
db.show                      .      .           .       .    .      .     y       .       .          y
db.migrate                   .      .           .       .    .      .     y       .       .          y
doctor.show                  .      .           .       .    .      .     y       .       .          y
metrics.show                 .      .           .       .    .      .     y       .       .          y
`;

const [HEADER = [], ...ROWS] = MATRIX.trim()
  .split('\n')
  .map((line) => line.trim().split(/\s+/));
const ROLES = HEADER.slice(1) as readonly PolicyRole[];
const CELLS = ROWS.flatMap(([action = '', ...marks]) =>
  ROLES.map((role, index) => [role, action as Action, marks[index]] as const),
);

const CLIENT: Actor = { kind: 'client', client: asClientId('aigerim') };
const isStaff = (role: PolicyRole): role is StaffRole => STAFF_ROLES.some((staff) => staff === role);

/** Somebody who is this and nothing else. Every registered client is `anyone` without being told so. */
function standingAs(role: PolicyRole): { readonly actor: Actor; readonly relations: readonly Relation[] } {
  if (isStaff(role)) return { actor: { kind: 'staff', role }, relations: [] };
  return { actor: CLIENT, relations: role === 'anyone' ? [] : [role] };
}

describe('the policy', () => {
  it('has a row here for every action, and a mark in every column', () => {
    expect(ROWS.map(([action]) => action).sort()).toEqual(Object.keys(POLICY).sort());
    for (const [action, ...marks] of ROWS) {
      expect(`${action} ${marks.length}`).toBe(`${action} ${ROLES.length}`);
      expect(marks.every((mark) => mark === 'y' || mark === '.')).toBe(true);
    }
  });

  it.each(CELLS)('as %s: %s %s', (role, action, mark) => {
    const { actor, relations } = standingAs(role);
    // What any client may do, an organiser may do too: the table names who is listed, not who follows from it.
    const isForAnyone = !isStaff(role) && (POLICY[action] as readonly PolicyRole[]).includes('anyone');
    expect(isAllowed(actor, action, relations)).toBe(mark === 'y' || isForAnyone);
    expect((POLICY[action] as readonly PolicyRole[]).includes(role)).toBe(mark === 'y');
  });
});

describe('who may act', () => {
  it('one relation that is listed is enough', () => {
    expect(isAllowed(CLIENT, 'goals.edit', ['participant', 'organiser'])).toBe(true);
    expect(isAllowed(CLIENT, 'goals.edit', ['participant', 'deputy', 'invited', 'self'])).toBe(false);
  });

  it('staff do not become a member by being told that they are', () => {
    for (const role of STAFF_ROLES) {
      expect(isAllowed({ kind: 'staff', role }, 'goals.edit', ['organiser'])).toBe(false);
      expect(isAllowed({ kind: 'staff', role }, 'goals.contribute', ['participant'])).toBe(false);
    }
  });

  it('nobody of the staff opens, joins, pays into or changes a goal for a client', () => {
    const ofClients = ['goals.create', 'goals.edit', 'goals.contribute', 'invitations.answer', 'goals.leave'] as const;
    const allowed = ofClients.flatMap((action) =>
      STAFF_ROLES.filter((role) => isAllowed({ kind: 'staff', role }, action)),
    );
    expect(allowed).toEqual([]);
  });

  it('Jinaq’s own jobs may do everything', () => {
    const denied = Object.keys(POLICY).filter((action) => !isAllowed({ kind: 'system' }, action as Action));
    expect(denied).toEqual([]);
  });

  it('a refusal names who asked, what for, and who may', () => {
    expect(refusal(() => authorise(CLIENT, 'rules.set'))).toMatchObject({
      code: 'access.denied',
      details: { actor: 'client:aigerim', action: 'rules.set', permitted: ['admin'] },
    });
    expect(() => authorise({ kind: 'staff', role: 'admin' }, 'rules.set')).not.toThrow();
  });

  it('the history names actors in three forms', () => {
    expect(actorName(CLIENT)).toBe('client:aigerim');
    expect(actorName({ kind: 'staff', role: 'operations' })).toBe('staff:operations');
    expect(actorName({ kind: 'system' })).toBe('system');
  });
});
