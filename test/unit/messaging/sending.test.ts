import { describe, expect, it } from 'vitest';
import { DEFAULT_MESSAGING, type Message, type MessageClass } from '../../../src/messaging/index.js';
import { isHeldOut } from '../../../src/messaging/domain/hold-out.js';
import { addressOn, isChannelAllowed, requireRefusable } from '../../../src/messaging/domain/preferences.js';
import { afterQuietHours, nextMorning } from '../../../src/messaging/domain/quiet-hours.js';
import { decideSending, type SendFacts } from '../../../src/messaging/domain/suppression.js';
import { clientOfToken, unsubscribeToken } from '../../../src/messaging/domain/unsubscribe.js';
import { sha256Digest } from '../../../adapters/system/index.js';
import type { Client } from '../../../src/savings/index.js';
import { asClientId, asGoalId } from '../../../src/shared/index.js';
import { client, GOAL_ID } from '../savings/fixtures.js';
import { refusal } from '../shared/refusal.js';
import { at } from './situations.js';

const NOW = at('2026-02-02', '10:00');

const message = (messageClass: MessageClass, changes: Partial<Message> = {}): Message => ({
  ...{ key: 'k', client: client('A'), goal: GOAL_ID, template: 'reminder.due', messageClass, params: {} },
  ...{ plannedAt: NOW, expiresAt: at('2026-02-06'), unlessPaidAfter: null, leftAt: null },
  delivery: { status: 'planned', dueAt: NOW },
  ...changes,
});
const facts = (changes: Partial<SendFacts> = {}): SendFacts => ({
  ...{ now: NOW, clientStatus: 'active', goalStatus: 'active', isMember: true, hasPaid: false, usedPlaces: [] },
  ...changes,
});
const place = (messageClass: MessageClass, when: Date, goal = GOAL_ID) => ({
  client: client('A'),
  goal,
  messageClass,
  at: when,
});
const decide = (messageClass: MessageClass, changes: Partial<SendFacts> = {}, more: Partial<Message> = {}) =>
  decideSending(message(messageClass, more), facts(changes), DEFAULT_MESSAGING);

describe('the quiet hours', () => {
  it.each([
    ['20:59', '2026-02-02', '20:59'],
    ['21:00', '2026-02-03', '09:00'],
    ['23:59', '2026-02-03', '09:00'],
    ['00:00', '2026-02-02', '09:00'],
    ['08:59', '2026-02-02', '09:00'],
    ['09:00', '2026-02-02', '09:00'],
  ])('move %s to %s %s', (time, date, until) => {
    expect(afterQuietHours(at('2026-02-02', time), DEFAULT_MESSAGING)).toEqual(at(date, until));
  });

  it('may also lie within one day', () => {
    const lunch = { quietFromMinute: 13 * 60, quietToMinute: 14 * 60 };
    expect(afterQuietHours(at('2026-02-02', '13:30'), lunch)).toEqual(at('2026-02-02', '14:00'));
    expect(afterQuietHours(at('2026-02-02', '23:30'), lunch)).toEqual(at('2026-02-02', '23:30'));
    expect(nextMorning(at('2026-02-02', '23:30'), lunch)).toEqual(at('2026-02-03', '00:00'));
  });
});

describe('the caps', () => {
  it('let one of reminder, feedback and marketing a day through to a person; the next waits for the morning', () => {
    const usedPlaces = [place('feedback', at('2026-02-02', '09:00'), asGoalId('0195f2d4-0000-7000-8000-000000000002'))];
    for (const of of ['reminder', 'feedback', 'marketing'] as const) {
      expect(decide(of, { usedPlaces })).toEqual({ do: 'wait', until: at('2026-02-03', '09:00') });
    }
    expect(decide('reminder', { usedPlaces: [place('reminder', at('2026-02-01', '20:00'))] })).toEqual({ do: 'send' });
  });

  it('suppress what would come too late by waiting', () => {
    const usedPlaces = [place('reminder', at('2026-02-02', '09:00'))];
    const late = { expiresAt: at('2026-02-03', '00:00') };
    expect(decide('reminder', { usedPlaces }, late)).toEqual({ do: 'suppress', reason: 'cap-person-day' });
  });

  it('let two of reminder and marketing through about one goal in a month', () => {
    const usedPlaces = [place('marketing', at('2026-02-01', '00:00')), place('reminder', at('2026-02-01', '10:00'))];
    expect(decide('reminder', { usedPlaces })).toEqual({ do: 'suppress', reason: 'cap-goal-month' });
    expect(decide('marketing', { usedPlaces })).toEqual({ do: 'suppress', reason: 'cap-goal-month' });
    expect(decide('feedback', { usedPlaces })).toEqual({ do: 'send' });
    const january = usedPlaces.map((one) => ({ ...one, at: at('2026-01-31', '23:59') }));
    expect(decide('reminder', { usedPlaces: january })).toEqual({ do: 'send' });
  });

  it('never hold back what is owed to the member', () => {
    const usedPlaces = Array.from({ length: 9 }, () => place('reminder', NOW));
    expect(decide('service', { usedPlaces })).toEqual({ do: 'send' });
    expect(decide('legal', { usedPlaces })).toEqual({ do: 'send' });
  });
});

describe('in the moment of sending', () => {
  it.each([
    [{ hasPaid: true }, 'paid'],
    [{ goalStatus: 'reached' as const }, 'goal-over'],
    [{ isMember: false }, 'not-a-member'],
    [{ now: at('2026-02-06', '09:00') }, 'expired'],
    [{ clientStatus: 'deceased' as const }, 'client-deceased'],
    [{ clientStatus: 'blocked' as const }, 'client-blocked'],
  ])('a reminder is suppressed when %o', (changes, reason) => {
    expect(decide('reminder', changes)).toEqual({ do: 'suppress', reason });
  });

  it('what is owed goes to a member who left and to a blocked client, and to nobody who has died', () => {
    expect(decide('service', { isMember: false, goalStatus: 'closed', clientStatus: 'blocked' })).toEqual({
      do: 'send',
    });
    expect(decide('legal', { clientStatus: 'deceased' })).toEqual({ do: 'suppress', reason: 'client-deceased' });
  });
});

describe('preferences', () => {
  it('advertising needs a consent on every channel that leaves the app; the rest comes until it is refused', () => {
    expect(isChannelAllowed([], 'sms', 'marketing')).toBe(false);
    expect(isChannelAllowed([], 'inbox', 'marketing')).toBe(true);
    expect(isChannelAllowed([], 'sms', 'reminder')).toBe(true);
    const said = {
      client: client('A'),
      channel: 'sms',
      messageClass: 'reminder',
      isAllowed: false,
      setAt: NOW,
    } as const;
    expect(isChannelAllowed([said], 'sms', 'reminder')).toBe(false);
    expect(isChannelAllowed([said], 'push', 'reminder')).toBe(true);
  });

  it('what is owed can be kept off every channel but the inbox', () => {
    const no = { client: client('A'), isAllowed: false, setAt: NOW };
    expect(refusal(() => requireRefusable({ ...no, channel: 'inbox', messageClass: 'legal' })).code).toBe(
      'messages.owed',
    );
    expect(() => requireRefusable({ ...no, channel: 'sms', messageClass: 'legal' })).not.toThrow();
    expect(() => requireRefusable({ ...no, channel: 'inbox', messageClass: 'reminder' })).not.toThrow();
  });

  it('an address that was turned off is not used, nor is the phone behind it', () => {
    const person = { id: client('A'), phone: '+77011234567' } as Client;
    const address = {
      client: client('A'),
      channel: 'sms',
      address: '+77010000000',
      offReason: null,
      setAt: NOW,
    } as const;
    expect(addressOn({ client: person, preferences: [], addresses: [] }, 'sms')).toBe('+77011234567');
    expect(addressOn({ client: person, preferences: [], addresses: [address] }, 'sms')).toBe('+77010000000');
    const gone = { ...address, offReason: 'ESME_RINVDSTADR' };
    expect(addressOn({ client: person, preferences: [], addresses: [gone] }, 'sms')).toBeUndefined();
  });

  it('an unsubscribe token names its client and is made by nobody else', () => {
    const token = unsubscribeToken(client('A'), 'secret', sha256Digest);
    expect(clientOfToken(token, 'secret', sha256Digest)).toBe('A');
    expect(refusal(() => clientOfToken(token, 'another', sha256Digest)).code).toBe('input.invalid');
    expect(refusal(() => clientOfToken(`B${token.slice(1)}`, 'secret', sha256Digest)).code).toBe('input.invalid');
    expect(refusal(() => clientOfToken('', 'secret', sha256Digest)).code).toBe('input.invalid');
  });
});

describe('the hold-out', () => {
  const held = (holdOutBps: number, holdOutSalt = 'jinaq') =>
    Array.from({ length: 20_000 }, (_, n) => asClientId(`client-${n}`)).filter((id) =>
      isHeldOut(id, { holdOutBps, holdOutSalt }, sha256Digest),
    );

  it('is a steady share of the clients', () => {
    expect(held(500).length / 20_000).toBeCloseTo(0.05, 2);
    expect(held(500)).toEqual(held(500));
    expect(held(0)).toEqual([]);
    expect(held(10_000)).toHaveLength(20_000);
  });

  it('keeps whom it had when the share grows, and changes with the salt', () => {
    const few = new Set(held(500));
    expect(held(1_000).filter((id) => few.has(id))).toHaveLength(few.size);
    expect(held(500, 'other').filter((id) => few.has(id)).length).toBeLessThan(few.size / 4);
  });
});
