import { describe, expect, it } from 'vitest';
import {
  answerDispute,
  isAnswerOverdue,
  isFrozenBy,
  MAX_DISPUTE_TEXT_LENGTH,
  openDispute,
  resolveDispute,
  withdrawDispute,
} from '../../../src/savings/domain/dispute.js';
import { asDisputeId, extendCalendar, KZ_CALENDAR, parseCivilDate, parseInstant } from '../../../src/shared/index.js';
import { refusal } from '../shared/refusal.js';
import { client, GOAL_ID, hoursLater, NOW } from './fixtures.js';

const ID = asDisputeId('0195f2d4-0000-7000-8000-0000000000bb');
const dispute = (now = NOW, text = 'The payee is not ours') =>
  openDispute({ goal: GOAL_ID, openedBy: client('B'), text }, { id: ID, now });
const DECISION = { decision: 'The payout goes to each member', reasons: 'The payee is unknown', by: 'staff:admin' };

const opened = dispute();
const answered = answerDispute(opened, 'It is the wedding hall', 'client:A', hoursLater(2));
const resolved = resolveDispute(answered, DECISION, hoursLater(3));
const withdrawn = withdrawDispute(opened, client('B'), hoursLater(3));

describe('the clock of a dispute', () => {
  it.each([
    ['2026-03-02T10:00:00+05:00', '2026-03-10', 'over the day off of 9 March'],
    ['2026-03-19T23:59:00+05:00', '2026-03-31', 'over Nauryz'],
    ['2026-01-31T10:00:00+05:00', '2026-02-06', 'from a Saturday'],
    ['2026-02-26T19:30:00Z', '2026-03-06', 'by the day that it is in Almaty'],
  ])('that is opened at %s runs five working days, to %s: %s', (now, answerBy) => {
    expect(dispute(parseInstant(now))).toMatchObject({ status: 'open', answerBy });
  });

  it('follows the calendar that the bank has extended', () => {
    const calendar = extendCalendar(KZ_CALENDAR, { holidays: [parseCivilDate('2026-03-10')] });
    const extended = openDispute({ goal: GOAL_ID, openedBy: client('B'), text: 'x' }, { id: ID, now: NOW, calendar });
    expect(extended.answerBy).toBe('2026-03-11');
  });

  it('is overdue on the day after, and stops with an answer', () => {
    expect(isAnswerOverdue(opened, parseInstant('2026-03-10T23:59:59+05:00'))).toBe(false);
    expect(isAnswerOverdue(opened, parseInstant('2026-03-11'))).toBe(true);
    expect(isAnswerOverdue(answered, parseInstant('2026-03-11'))).toBe(false);
    expect(isAnswerOverdue(withdrawn, parseInstant('2026-03-11'))).toBe(false);
  });
});

describe('a dispute stops what flows out', () => {
  it('until it is resolved or withdrawn, answered or not', () => {
    expect(isFrozenBy([])).toBe(false);
    expect(isFrozenBy([opened])).toBe(true);
    expect(isFrozenBy([answered])).toBe(true);
    expect(isFrozenBy([resolved, withdrawn])).toBe(false);
    expect(isFrozenBy([resolved, answered])).toBe(true);
  });
});

describe('a dispute ends', () => {
  it('by a decision with reasons, which keeps the answer', () => {
    expect(resolved).toMatchObject({
      status: 'resolved',
      answer: { text: 'It is the wedding hall', by: 'client:A', at: hoursLater(2) },
      resolution: { ...DECISION, at: hoursLater(3) },
    });
    expect(resolveDispute(opened, DECISION, NOW)).toMatchObject({ status: 'resolved', answer: null });
    expect(refusal(() => resolveDispute(opened, { ...DECISION, reasons: ' ' }, NOW)).code).toBe('input.invalid');
    expect(refusal(() => resolveDispute(opened, { ...DECISION, decision: '' }, NOW)).code).toBe('input.invalid');
  });

  it('by withdrawal, by the one who opened it only', () => {
    expect(withdrawn).toMatchObject({ status: 'withdrawn', answer: null, withdrawnAt: hoursLater(3) });
    expect(withdrawDispute(answered, client('B'), NOW)).toMatchObject({
      status: 'withdrawn',
      answer: { by: 'client:A' },
    });
    expect(refusal(() => withdrawDispute(opened, client('A'), NOW)).code).toBe('access.denied');
  });

  it('once', () => {
    for (const over of [resolved, withdrawn]) {
      expect(refusal(() => answerDispute(over, 'x', 'client:A', NOW)).code).toBe('disputes.not-open');
      expect(refusal(() => resolveDispute(over, DECISION, NOW)).code).toBe('disputes.not-open');
      expect(refusal(() => withdrawDispute(over, client('B'), NOW)).code).toBe('disputes.not-open');
    }
    expect(refusal(() => answerDispute(answered, 'x', 'client:A', NOW))).toMatchObject({
      code: 'disputes.not-open',
      details: { dispute: ID, status: 'answered' },
    });
  });
});

describe('the text of a dispute', () => {
  it('says something, and no novel', () => {
    expect(refusal(() => dispute(NOW, ' ')).details).toMatchObject({ problems: [{ path: 'text' }] });
    expect(dispute(NOW, 'я'.repeat(MAX_DISPUTE_TEXT_LENGTH)).status).toBe('open');
    expect(refusal(() => dispute(NOW, 'я'.repeat(MAX_DISPUTE_TEXT_LENGTH + 1))).code).toBe('input.invalid');
  });
});
