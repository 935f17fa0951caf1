import { createHash } from 'node:crypto';
import { formatTenge, parseMoney } from '../../../src/shared/index.js';
import { FAULT_KINDS } from '../fault-plan.js';
import type { SimulationOptions } from '../options.js';
import {
  type Details,
  costOf,
  type SimulationReport,
  sortedRecord,
  toldByCalls,
  toldByDetails,
} from '../report/report.js';
import { memberTotals, metShareOf } from '../report/totals.js';
import { byKey, everyDay, everyDayMoney, sumOf, summedRecord } from './sums.js';

/** What a world has come to, as far as it goes into the report of all. */
export type PlayedWorld = { readonly report: SimulationReport; readonly details: Details };

/** One report of all worlds, in their order. Those that were played end with the first that found what must not be. */
export function mergeReports(run: SimulationOptions, worlds: readonly PlayedWorld[]): SimulationReport {
  const reports = worlds.map(({ report }) => report);
  const [first] = reports;
  if (first === undefined) throw new Error('a run has at least one world');
  const { months, faults, rules, people, from, to } = first;
  const steps = sumOf(reports, (report) => report.steps);
  const contributions = byKey(
    reports.flatMap((report) => report.contributions),
    ({ by, status, reason }) => [by, status, reason],
    (same, one) => ({ ...one, count: sumOf(same, countOf), amount: moneyOf(same, ({ amount }) => amount) }),
  );
  const cost = { steps, bankCalls: 0, transactions: 0, reads: 0 };
  for (const name of ['bankCalls', 'transactions', 'reads'] as const) {
    cost[name] = sumOf(reports, (report) => report.cost[name]);
  }
  return {
    ...{ seed: run.seed, population: run.goals, months, faults, rules, people, from, to, steps },
    violations: reports.flatMap(({ violations }) => violations),
    ...mergeTotals(reports),
    contributions,
    faultsByKind: mergeFaults(reports),
    cost: costOf(cost, { contributions }),
    looks: summedRecord(reports.map(({ looks }) => looks)),
    series: mergeSeries(reports),
    ...toldByDetails(mergeDetails(worlds), { share: run.sample, population: run.goals }),
    ...toldByCalls(mergeOutcomes(reports)),
    worlds: reports.flatMap((report) => report.worlds),
    stateHash: createHash('sha256')
      .update(reports.map(({ stateHash }) => stateHash).join('\n'))
      .digest('hex'),
  };
}

type Reports = readonly SimulationReport[];

function mergeTotals(reports: Reports): Pick<SimulationReport, 'goals' | 'members' | 'plans' | 'messages'> {
  const goals = {
    opened: sumOf(reports, (report) => report.goals.opened),
    met: sumOf(reports, (report) => report.goals.met),
    failed: sumOf(reports, (report) => report.goals.failed),
    open: sumOf(reports, (report) => report.goals.open),
  };
  return {
    goals: {
      ...{ ...goals, metShare: metShareOf(goals) },
      byStatus: summedRecord(reports.map((report) => report.goals.byStatus)),
    },
    // People of two worlds are never the same ones, whatever they are called.
    members: memberTotals({
      places: sumOf(reports, ({ members }) => members.places),
      clients: sumOf(reports, ({ members }) => members.clients),
      saved: parseMoney(moneyOf(reports, ({ members }) => members.saved)),
    }),
    plans: {
      started: sumOf(reports, ({ plans }) => plans.started),
      unpaid: byKey(
        reports.flatMap(({ plans }) => plans.unpaid),
        ({ outcome, reason }) => [outcome, reason],
        (same, one) => ({ ...one, count: sumOf(same, countOf) }),
      ),
    },
    messages: byKey(
      reports.flatMap(({ messages }) => messages),
      ({ template, status, reason }) => [template, status, reason],
      (same, one) => ({ ...one, count: sumOf(same, countOf) }),
    ),
  };
}

function mergeFaults(reports: Reports): SimulationReport['faultsByKind'] {
  const all = reports.flatMap(({ faultsByKind }) => faultsByKind);
  return FAULT_KINDS.flatMap((kind) => {
    const same = all.filter((total) => total.kind === kind);
    if (same.length === 0) return [];
    return [{ kind, planned: sumOf(same, ({ planned }) => planned), met: sumOf(same, ({ met }) => met) }];
  });
}

function mergeSeries(reports: Reports): SimulationReport['series'] {
  const all = reports.map(({ series }) => series);
  const [first] = all;
  if (first === undefined) throw new Error('a run has at least one world');
  return {
    ...{ from: first.from, days: Math.max(...all.map(({ days }) => days)) },
    goals: everyDay(all.map(({ goals }) => goals)),
    balances: everyDayMoney(all.map(({ balances }) => balances)),
    contributions: everyDay(all.map(({ contributions }) => contributions)),
    plans: everyDay(all.map(({ plans }) => plans)),
  };
}

function mergeDetails(worlds: readonly PlayedWorld[]): Details {
  const all = worlds.map(({ details }) => details);
  const success = all.map((details) => details.success);
  const met = (name: 'shared' | 'automatic') => summedRecord(success.map((counts) => counts[name]));
  const perGoal = Object.entries(all[0]?.perGoal ?? {}).map(([name]) => [
    name,
    all.flatMap((details) => details.perGoal[name as keyof Details['perGoal']]),
  ]);
  return {
    success: {
      ...{ shared: met('shared'), automatic: met('automatic') },
      opened: sumOf(success, ({ opened }) => opened),
      members: sumOf(success, ({ members }) => members),
      target: sumOf(success, ({ target }) => target),
    },
    reminded: all.flatMap(({ reminded }) => reminded),
    perGoal: Object.fromEntries(perGoal) as Details['perGoal'],
  };
}

function mergeOutcomes(reports: Reports): SimulationReport['outcomes'] {
  const names = new Set(reports.flatMap(({ outcomes }) => Object.keys(outcomes)));
  const merged = [...names].map((name): [string, Readonly<Record<string, number>>] => [
    name,
    summedRecord(reports.map(({ outcomes }) => outcomes[name] ?? {})),
  ]);
  return sortedRecord(new Map(merged));
}

function countOf({ count }: { readonly count: number }): number {
  return count;
}

function moneyOf<Item>(items: readonly Item[], amountOf: (item: Item) => string): string {
  return formatTenge(items.reduce((sum, item) => sum + parseMoney(amountOf(item)), 0n));
}
