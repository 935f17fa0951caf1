import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sha256Digest } from '../../../../adapters/system/index.js';
import { client, openGoal, staff } from '../../../support/savings-world.js';
import {
  accept,
  codeOf,
  DAY_MS,
  goal,
  invite,
  members,
  openInviting,
  PHONE,
  pass,
  speakOf,
  world,
} from './inviting.js';

beforeEach(openInviting);
afterEach(() => world.jinaq.close());

describe('an invitation to a client', () => {
  it('is accepted once, by its id, and makes them a member with the consent they gave', async () => {
    const { id } = await invite({ client: 'bolat' });
    const { member, goal: seen } = await accept('bolat', { invitation: id, shareAmounts: true });
    expect(member).toMatchObject({ client: 'bolat', role: 'participant', status: 'active', shareAmounts: true });
    expect(member.shareWithAdvisor).toBe(false);
    expect(seen.id).toBe(goal);
    expect(await members()).toEqual(['aigerim', 'bolat']);
    expect(await codeOf(accept('bolat', { invitation: id }))).toBe('savings.invitation-used');
  });

  it('is accepted by its token as well, and the token opens nothing a second time', async () => {
    const { token } = await invite({ client: 'bolat' });
    await accept('bolat', { token });
    expect(await codeOf(accept('bolat', { token }))).toBe('savings.invitation-used');
    expect(await codeOf(accept('dana', { token }))).toBe('access.denied');
  });

  it('is nobody else’s, by id or by token', async () => {
    const { id, token } = await invite({ client: 'bolat' });
    for (const who of ['dana', 'aigerim', 'erlan']) {
      expect(await codeOf(accept(who, { invitation: id }))).toBe('access.denied');
      expect(await codeOf(accept(who, { token }))).toBe('access.denied');
      expect(await codeOf(world.jinaq.invitations.decline(client(who), { invitation: id }))).toBe('access.denied');
    }
    expect(await codeOf(world.jinaq.invitations.accept(staff('admin'), { invitation: id }))).toBe('access.denied');
    expect(await members()).toEqual(['aigerim']);
  });

  it('accepted twice at once makes one member', async () => {
    const { id } = await invite({ client: 'bolat' });
    const both = await Promise.allSettled([accept('bolat', { invitation: id }), accept('bolat', { invitation: id })]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await members()).toEqual(['aigerim', 'bolat']);
  });

  it('makes the one who was named deputy the deputy', async () => {
    speakOf(await openGoal(world, ['aigerim'], { deputy: 'dana' }));
    const { id } = await invite({ client: 'dana' });
    expect(await codeOf(invite({ client: 'bolat' }, 'dana'))).toBe('access.denied');
    expect((await accept('dana', { invitation: id })).member.role).toBe('deputy');
    expect((await invite({ client: 'bolat' }, 'dana')).status).toBe('open');
  });

  it('needs a registered client, and a reference that is one', async () => {
    expect(await codeOf(invite({ client: 'nobody' }))).toBe('not-found');
    const { id, token } = await invite({ client: 'bolat' });
    expect(await codeOf(accept('bolat', {}))).toBe('input.invalid');
    expect(await codeOf(accept('bolat', { invitation: id, token }))).toBe('input.invalid');
    expect(await codeOf(accept('bolat', { token: 'guessed' }))).toBe('not-found');
    const both = world.jinaq.goals.invite(client('aigerim'), { goal, client: 'dana', phone: PHONE });
    expect(await codeOf(both)).toBe('input.invalid');
  });
});

describe('an invitation to a phone', () => {
  it('is for the client whose phone it is', async () => {
    const { id } = await invite({ phone: '8 (701) 123-45-67' });
    expect(await codeOf(accept('bolat', { invitation: id }))).toBe('access.denied');
    await accept('erlan', { invitation: id });
    expect(await members()).toEqual(['aigerim', 'erlan']);
  });

  it('is for whoever holds its token: the phone may be new to the bank', async () => {
    const { token } = await invite({ phone: '+77770000000' });
    expect((await accept('dana', { token })).member.client).toBe('dana');
    expect(await codeOf(accept('dana', { token }))).toBe('savings.invitation-used');
    expect(await codeOf(accept('bolat', { token }))).toBe('access.denied');
  });

  it('does not let in twice who is in already', async () => {
    const { token } = await invite({ phone: '+77770000000' });
    expect(await codeOf(accept('aigerim', { token }))).toBe('savings.already-member');
    expect((await accept('dana', { token })).member.client).toBe('dana');
  });
});

describe('the token of an invitation', () => {
  it('is stored nowhere: only its hash is, and no answer shows it again', async () => {
    const { id, token } = await invite({ client: 'bolat' });
    const stored = await world.jinaq.ports.store.read((tx) => tx.invitations.find(id));
    expect(stored?.tokenHash).toBe(sha256Digest.sha256(token));
    const told = [
      stored,
      await world.jinaq.invitations.list(client('aigerim'), { goal }),
      await world.jinaq.goals.history(client('aigerim'), { goal }),
    ];
    expect(JSON.stringify(told)).not.toContain(token);
    expect(JSON.stringify(told.slice(1))).not.toContain(sha256Digest.sha256(token));
  });

  it('has at least 128 random bits', async () => {
    const { token } = await invite({ client: 'bolat' });
    expect(Buffer.from(token, 'base64url').length).toBeGreaterThanOrEqual(16);
  });
});

describe('the term of an invitation', () => {
  it('ends exactly seven days after it was sent', async () => {
    const { id, expiresAt } = await invite({ client: 'bolat' });
    const other = await invite({ client: 'dana' });
    pass(7 * DAY_MS - 1);
    await accept('bolat', { invitation: id });
    pass(1);
    expect(world.clock.now()).toEqual(expiresAt);
    expect(await codeOf(accept('dana', { invitation: other.id }))).toBe('savings.invitation-expired');
    expect(await codeOf(world.jinaq.invitations.decline(client('dana'), { invitation: other.id }))).toBe(
      'savings.invitation-expired',
    );
    expect(await codeOf(world.jinaq.goals.show(client('dana'), { goal }))).toBe('access.denied');
  });

  it('begins anew when it is sent again, and the earlier token opens nothing', async () => {
    const first = await invite({ client: 'bolat' });
    pass(8 * DAY_MS);
    const second = await world.jinaq.invitations.resend(client('aigerim'), { invitation: first.id });
    expect(second.id).toBe(first.id);
    expect(second.token).not.toBe(first.token);
    expect(second.expiresAt.getTime()).toBe(world.clock.now().getTime() + 7 * DAY_MS);
    expect(await codeOf(accept('bolat', { token: first.token }))).toBe('not-found');
    await accept('bolat', { token: second.token });
  });
});
