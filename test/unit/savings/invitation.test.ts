import { describe, expect, it } from 'vitest';
import { makeClient } from '../../../src/savings/domain/client.js';
import {
  closeInvitation,
  inviteMember,
  isFor,
  isOpen,
  resendInvitation,
} from '../../../src/savings/domain/invitation.js';
import { DEFAULT_RULES, type Invitation, type Member } from '../../../src/savings/index.js';
import { asClientId, asInvitationId, type ClientId } from '../../../src/shared/index.js';
import { refusal } from '../shared/refusal.js';
import { AIGERIM, BOLAT, DANA, makeGoal, makeMember, NOW } from './family.js';

const DAY_MS = 86_400_000;
const at = (ms: number) => new Date(NOW.getTime() + ms);
const EXPIRES_AT = at(7 * DAY_MS);

const PHONE = '+77011234567';
const bolat = makeClient({ id: BOLAT, name: 'Болат', phone: PHONE }, NOW);
const organiser = makeMember(AIGERIM);

const makeInvitation = (to: Invitation['to'] = { client: BOLAT }, changes: Partial<Invitation> = {}): Invitation => ({
  ...{ id: asInvitationId('i-1'), goal: makeGoal().id, to, tokenHash: 'hash-1', status: 'open' },
  ...{ createdAt: NOW, expiresAt: EXPIRES_AT },
  ...changes,
});

type Case = {
  readonly goal?: ReturnType<typeof makeGoal>;
  readonly to?: Invitation['to'];
  readonly invitee?: typeof bolat | undefined;
  readonly members?: readonly Member[];
  readonly invitations?: readonly Invitation[];
  readonly rules?: typeof DEFAULT_RULES;
  readonly now?: Date;
};

function invite({
  goal = makeGoal(),
  to = { client: BOLAT },
  members = [organiser],
  invitations = [],
  ...rest
}: Case = {}) {
  const { rules = DEFAULT_RULES, now = NOW } = rest;
  const invitee = 'invitee' in rest ? rest.invitee : 'client' in to && to.client === BOLAT ? bolat : undefined;
  const context = { rules, now, id: asInvitationId('i-2'), tokenHash: 'hash-2' };
  return inviteMember(goal, to, invitee, members, invitations, context);
}

const numbered = (count: number) => Array.from({ length: count }, (_, index) => asClientId(`c${index}`));
const membersOf = (clients: readonly ClientId[]) => [organiser, ...clients.map((client) => makeMember(client))];
const openFor = (clients: readonly ClientId[]) => clients.map((client) => makeInvitation({ client }));

describe('an invitation', () => {
  it('is open from now on and for seven days, and knows only the hash of its token', () => {
    expect(invite()).toEqual({
      ...{ id: 'i-2', goal: makeGoal().id, to: { client: BOLAT }, tokenHash: 'hash-2', status: 'open' },
      ...{ createdAt: NOW, expiresAt: EXPIRES_AT },
    });
  });

  it('is valid for as many days as the rules of the day say', () => {
    expect(invite({ rules: { ...DEFAULT_RULES, invitationDays: 1 } }).expiresAt).toEqual(at(DAY_MS));
  });

  it('can be accepted until the last millisecond before it expires, and not at that instant', () => {
    const invitation = makeInvitation();
    const before = new Date(EXPIRES_AT.getTime() - 1);
    expect(isOpen(invitation, before)).toBe(true);
    expect(closeInvitation(invitation, 'accepted', before)).toEqual({ ...invitation, status: 'accepted' });
    expect(isOpen(invitation, EXPIRES_AT)).toBe(false);
    expect(refusal(() => closeInvitation(invitation, 'accepted', EXPIRES_AT))).toMatchObject({
      code: 'savings.invitation-expired',
      details: { invitation: invitation.id, expiresAt: EXPIRES_AT },
    });
  });

  it.each(['accepted', 'declined', 'revoked'] as const)('that was %s opens nothing any more', (status) => {
    const used = makeInvitation({ client: BOLAT }, { status });
    expect(isOpen(used, NOW)).toBe(false);
    for (const answer of ['accepted', 'declined', 'revoked'] as const) {
      expect(refusal(() => closeInvitation(used, answer, NOW))).toMatchObject({
        code: 'savings.invitation-used',
        details: { status },
      });
    }
    expect(refusal(() => resendInvitation(used, 1, { rules: DEFAULT_RULES, now: NOW, tokenHash: 'h' })).code).toBe(
      'savings.invitation-used',
    );
  });

  it('is for the client it names, or for the owner of the phone that the bank knows', () => {
    expect(isFor(makeInvitation({ client: BOLAT }), bolat)).toBe(true);
    expect(isFor(makeInvitation({ client: DANA }), bolat)).toBe(false);
    expect(isFor(makeInvitation({ phone: PHONE }), bolat)).toBe(true);
    expect(isFor(makeInvitation({ phone: '+77017654321' }), bolat)).toBe(false);
    expect(isFor(makeInvitation({ phone: PHONE }), { ...bolat, phone: null })).toBe(false);
  });
});

describe('inviting', () => {
  it('counts members and open invitations together: the tenth is invited, the eleventh is not', () => {
    const [a = [], b = []] = [numbered(5), numbered(9).slice(5, 8)];
    // The organiser, five members and three invited make nine.
    expect(invite({ members: membersOf(a), invitations: openFor(b) }).status).toBe('open');
    const tenth = { members: membersOf(a), invitations: openFor(numbered(9).slice(5)) };
    expect(refusal(() => invite(tenth))).toMatchObject({
      code: 'savings.member-limit',
      details: { limit: 10, members: 6, invited: 4 },
    });
  });

  it('counts no place for invitations that expired or were answered, nor for members who left', () => {
    const full = openFor(numbered(9));
    expect(invite({ invitations: full, now: EXPIRES_AT }).status).toBe('open');
    expect(invite({ invitations: full.map((one) => ({ ...one, status: 'declined' as const })) }).status).toBe('open');
    const left = numbered(9).map((client) => makeMember(client, { status: 'left' }));
    expect(invite({ members: [organiser, ...left] }).status).toBe('open');
  });

  it('keeps to the limit of the rules', () => {
    const rules = { ...DEFAULT_RULES, maxMembers: 2 };
    expect(invite({ rules }).status).toBe('open');
    expect(refusal(() => invite({ rules, members: membersOf(numbered(1)) })).code).toBe('savings.member-limit');
  });

  it('is refused for somebody who is in the goal, by client or by phone', () => {
    const members = [organiser, makeMember(BOLAT)];
    expect(refusal(() => invite({ members })).code).toBe('savings.already-member');
    const to = { phone: PHONE };
    expect(refusal(() => invite({ members, to, invitee: bolat })).code).toBe('savings.already-member');
  });

  it('is possible again for somebody who left', () => {
    expect(invite({ members: [organiser, makeMember(BOLAT, { status: 'left' })] }).status).toBe('open');
  });

  it.each([
    ['client', { client: BOLAT }, { client: BOLAT }],
    ['phone', { phone: PHONE }, { phone: PHONE }],
    ['phone, when the client was invited by it before', { phone: PHONE }, { client: BOLAT }],
  ] as const)('is refused while an earlier invitation to the same %s is open', (_by, earlier, to) => {
    const invitations = [makeInvitation(earlier)];
    expect(refusal(() => invite({ invitations, to }))).toMatchObject({
      code: 'savings.already-invited',
      details: { invitation: 'i-1', expiresAt: EXPIRES_AT },
    });
    expect(invite({ invitations, to, now: EXPIRES_AT }).status).toBe('open');
  });

  it('is refused in a personal goal', () => {
    expect(refusal(() => invite({ goal: makeGoal({ kind: 'personal' }) })).code).toBe('savings.personal-goal');
  });

  it('is refused in a goal that is no longer active', () => {
    expect(refusal(() => invite({ goal: { ...makeGoal(), status: 'reached' } })).code).toBe('savings.goal-not-active');
  });
});

describe('sending an invitation again', () => {
  const resend = (occupied: number, now: Date) =>
    resendInvitation(makeInvitation(), occupied, { rules: DEFAULT_RULES, now, tokenHash: 'hash-9' });

  it('gives it a new token and a new term', () => {
    expect(resend(2, at(DAY_MS))).toEqual({ ...makeInvitation(), tokenHash: 'hash-9', expiresAt: at(8 * DAY_MS) });
  });

  it('opens an expired one again, if its place is still free', () => {
    expect(isOpen(resend(9, EXPIRES_AT), EXPIRES_AT)).toBe(true);
    expect(refusal(() => resend(10, EXPIRES_AT))).toMatchObject({
      code: 'savings.member-limit',
      details: { limit: 10, occupied: 10 },
    });
  });

  it('needs no free place while it is open: it holds one', () => {
    expect(resend(10, at(DAY_MS)).status).toBe('open');
  });
});
