import { addDays, civilDateOf, startOfDay } from '../../shared/index.js';
import type { MessagingSettings } from './settings.js';

const MINUTE_MS = 60_000;

type QuietHours = Pick<MessagingSettings, 'quietFromMinute' | 'quietToMinute'>;

/**
 * Moves a moment that lies in the quiet hours to their end: an evening's to the next morning, a night's to the same
 * morning. Any other moment stays as it is.
 */
export function afterQuietHours(at: Date, { quietFromMinute: from, quietToMinute: to }: QuietHours): Date {
  const today = civilDateOf(at);
  const minute = (at.getTime() - startOfDay(today).getTime()) / MINUTE_MS;
  const endOn = (days: number) => new Date(startOfDay(addDays(today, days)).getTime() + to * MINUTE_MS);
  if (from <= to) return minute >= from && minute < to ? endOn(0) : at;
  if (minute >= from) return endOn(1);
  return minute < to ? endOn(0) : at;
}

/** The first moment of the next day that is not quiet. */
export function nextMorning(at: Date, quiet: QuietHours): Date {
  return afterQuietHours(startOfDay(addDays(civilDateOf(at), 1)), quiet);
}
