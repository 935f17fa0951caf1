import { beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_PEOPLE } from '../../cli/simulate/people/index.js';
import type { SimulationReport } from '../../cli/simulate/report/report.js';
import { reportText } from '../../cli/simulate/report/text.js';
import { simulate } from '../../cli/simulate/simulate.js';
import { createView } from '../../cli/render/style.js';

const VIEW = createView({}, 'en');

describe('the report of a run', () => {
  let report: SimulationReport;
  beforeAll(async () => {
    report = await simulate({ seed: 5, goals: 4, months: 2, faults: 'normal', people: DEFAULT_PEOPLE });
  });

  it('counts as many goals in the databases as calls were answered, and no more payments', () => {
    const own = report.contributions.filter(({ by, status }) => by === 'member' && status === 'completed');
    const { done = 0, lost = 0 } = report.outcomes['goals.contribute'] ?? {};
    expect(report.goals.opened).toBe(report.outcomes['goals.create']?.done);
    // A call that comes twice is done twice and pays once; one that was lost may have paid.
    expect(sum(own.map(({ count }) => count))).toBeLessThanOrEqual(done + lost);
    expect(report.cost.contributions).toBeGreaterThan(0);
  });

  it('ends each series where the totals are', () => {
    const { series, goals, outcomes } = report;
    expect(series.goals.opened.at(-1)).toBe(goals.opened);
    expect(series.goals.met.at(-1)).toBe(goals.met);
    expect(sum(series.contributions.done)).toBe(outcomes['goals.contribute']?.done);
    for (const line of [series.goals.opened, series.balances.books, series.plans.paid]) {
      expect(line).toHaveLength(series.days);
    }
  });

  it('holds the same money by the books and at the bank once all is at rest', () => {
    const { books, bank } = report.series.balances;
    expect(books.at(-1)).toBe(bank.at(-1));
    expect(Number(books.at(-1))).toBeGreaterThan(0);
  });

  it('tells how often each transaction, read and call of the bank was asked for', () => {
    const { bankCalls, transactions, reads, each, contributions } = report.cost;
    expect(Math.min(transactions, reads)).toBeGreaterThan(0);
    expect(each?.bankCalls).toBe(Math.round((bankCalls / contributions) * 100) / 100);
    expect(bankCalls).toBeGreaterThan(report.cost.contributions);
  });

  it('is plain JSON, and a page for the terminal that no text of others can break', () => {
    const broken = { oracle: 'evil \u001b[31m', message: 'line\nbreak\u202e', atMs: 0 };
    const text = reportText({ ...report, violations: [broken] }, VIEW);
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
    expect(text).not.toMatch(/[\u001b\u202e]/);
    expect(text).toContain(`Seed 5, step ${report.steps}: what must not be was found`);
  });
});

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
