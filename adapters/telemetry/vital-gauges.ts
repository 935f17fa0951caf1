import { Gauge, type OpenMetricsContentType, type Registry } from 'prom-client';
import type { Vitals } from '../../src/operating/index.js';

/** How many connections a pool has, and how many callers wait for one. */
export type PoolUse = { readonly busy: number; readonly idle: number; readonly waiting: number };

/** Where gauges come from. */
export type MetricsSource = {
  readonly vitals: () => Promise<Vitals>;
  /** Absent where a database has no pool. */
  readonly pool?: (() => PoolUse) | undefined;
};

const SECOND_MS = 1_000;

/** Gauges of what the database says; they show the moment at which they were read. */
export function createVitalGauges(registry: Registry<OpenMetricsContentType>) {
  const registers = [registry as unknown as Registry];
  const gauge = (name: string, help: string, ...labelNames: readonly string[]) =>
    new Gauge({ name, help, labelNames: [...labelNames], registers });
  const contributions = gauge(
    'jinaq_contributions_last_day',
    'Contributions begun in the last 24 hours, by what has become of them.',
    'status',
  );
  const pending = gauge('jinaq_pending_oldest_seconds', 'Age of the oldest pending transfer; 0 without one.', 'kind');
  const untold = gauge('jinaq_outbox_events', 'Events that a reader was not told yet.', 'reader');
  const lag = gauge('jinaq_outbox_oldest_seconds', 'Age of the oldest of them; 0 without one.', 'reader');
  const goals = gauge('jinaq_outbox_goals', 'Goals with such events, by state.', 'reader', 'state');
  const pool = gauge('jinaq_pool_connections', 'Connections to the database of this process, by state.', 'state');
  const waiting = gauge('jinaq_pool_waiting', 'Callers of this process that wait for a connection.');
  return {
    read: async (source: MetricsSource): Promise<void> => {
      const { now, contributions: counts, pendingSince, readers } = await source.vitals();
      const age = (since: Date | null) => (since === null ? 0 : (now.getTime() - since.getTime()) / SECOND_MS);
      for (const [status, count] of Object.entries(counts)) contributions.set({ status }, count);
      for (const [kind, since] of Object.entries(pendingSince)) pending.set({ kind }, age(since));
      for (const { reader, events, oldestAt, goals: all, failing, parked } of readers) {
        untold.set({ reader }, events);
        lag.set({ reader }, age(oldestAt));
        goals.set({ reader, state: 'waiting' }, all - failing);
        goals.set({ reader, state: 'failing' }, failing - parked);
        goals.set({ reader, state: 'parked' }, parked);
      }
      const use = source.pool?.();
      if (use === undefined) return;
      pool.set({ state: 'busy' }, use.busy);
      pool.set({ state: 'idle' }, use.idle);
      waiting.set(use.waiting);
    },
  };
}
