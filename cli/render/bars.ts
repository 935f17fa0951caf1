import type { Money } from '../../src/shared/index.js';

const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** A horizontal bar, exact to an eighth of a column. Full only when the part is the whole. */
export function bar(part: Money, whole: Money, width: number): string {
  const steps = whole <= 0n ? 0n : (part * BigInt(width) * 8n) / whole;
  const eighths = Number(steps < 0n ? 0n : steps > BigInt(width) * 8n ? BigInt(width) * 8n : steps);
  const filled = '█'.repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] ?? '');
  return filled + '░'.repeat(width - Array.from(filled).length);
}

/** Whole percent, rounded down. */
export function percentOf(part: Money, whole: Money): string {
  return whole <= 0n ? '—' : `${(part * 100n) / whole} %`;
}
