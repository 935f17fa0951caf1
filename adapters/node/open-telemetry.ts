import type { OpenedDatabase } from './open-database.js';
import type { IdGenerator } from '../../src/shared/index.js';
import type { Ports, UseCases } from '../operations/index.js';
import type { Metrics, Observer, TelemetryLogger } from '../telemetry/index.js';

export type TelemetryOptions = {
  /** What this process does and how it is, for Prometheus: see `createMetrics` of jinaq/adapters/telemetry. */
  readonly metrics?: Metrics | undefined;
  /** Is told of every use case and of each failure of bank and database, without personal data; a pino logger fits. */
  readonly logger?: TelemetryLogger | undefined;
};

/** Watches what Jinaq does where somebody has asked for it; otherwise everything is as it was. */
export type Telemetry = {
  watchPorts(ports: Pick<Ports, 'store' | 'bank'>): Pick<Ports, 'store' | 'bank'>;
  watchUseCases(useCases: UseCases): UseCases;
  /** All metrics in OpenMetrics text; those of the database alone where the process keeps none. */
  readonly readMetrics: (useCases: UseCases, database: OpenedDatabase) => Promise<MetricsText>;
};

export type MetricsText = { readonly contentType: string; readonly text: string };

const SYSTEM = { kind: 'system' } as const;

export async function openTelemetry({ metrics, logger }: TelemetryOptions, ids: IdGenerator): Promise<Telemetry> {
  const readMetrics: Telemetry['readMetrics'] = async (useCases, { pool }) => {
    const shown = metrics ?? (await import('../telemetry/index.js')).createMetrics();
    shown.follow({ vitals: () => useCases.readVitals.execute({ actor: SYSTEM }), pool });
    return { contentType: shown.contentType, text: await shown.text() };
  };
  if (metrics === undefined && logger === undefined) {
    return { watchPorts: (ports) => ports, watchUseCases: (useCases) => useCases, readMetrics };
  }
  // Loaded on demand: who watches nothing needs neither prom-client nor pino.
  const telemetry = await import('../telemetry/index.js');
  const observers: Observer[] = [];
  if (metrics !== undefined) observers.push(metrics.observer);
  if (logger !== undefined) observers.push(telemetry.logObserver(logger));
  const correlate = <T>(work: () => T): T =>
    telemetry.correlationId() === undefined ? telemetry.withCorrelation(ids.next(), work) : work();
  return {
    watchPorts: ({ store, bank }) => ({
      store: telemetry.watchStore(store, observers),
      bank: telemetry.watchBank(bank, observers),
    }),
    watchUseCases: (useCases) =>
      telemetry.watchUseCases(useCases, observers, logger === undefined ? (work) => work() : correlate),
    readMetrics,
  };
}
