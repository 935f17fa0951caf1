import { describe, expect, it } from 'vitest';
import { accountClosedOn } from '../../../src/savings/domain/closing.js';
import { parseCivilDate, parseInstant } from '../../../src/shared/index.js';

const day = (text: string) => parseCivilDate(text);
const closing = { openedAt: parseInstant('2026-01-31T23:30:00+05:00') };
const on = (credits: readonly string[]) => accountClosedOn(closing, credits.map(day), day('2026-02-05'));

describe('the day on which the bank has closed an account', () => {
  it('is that of the last interest since the closing began', () => {
    expect(on(['2026-02-01', '2026-02-03'])).toBe('2026-02-03');
    expect(on(['2026-01-31'])).toBe('2026-01-31');
  });

  it('is today when nothing was credited since', () => {
    expect(on([])).toBe('2026-02-05');
    expect(on(['2026-01-01'])).toBe('2026-02-05');
  });
});
