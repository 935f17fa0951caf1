import { Counter, Gauge, Histogram, type OpenMetricsContentType, Registry } from 'prom-client';
import type { Observation, Observer } from './observation.js';
import { createVitalGauges, type MetricsSource } from './vital-gauges.js';

/** What a process has done and how it is, for Prometheus. */
export type Metrics = {
  /** Of `text`: OpenMetrics 1.0. */
  readonly contentType: string;
  /** All metrics now; what the database says is read for it. */
  text(): Promise<string>;
  readonly observer: Observer;
  /** Names where the gauges come from; done by `openJinaq`. */
  follow(source: MetricsSource): void;
};

const FAST = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const LONG = [...FAST, 30, 60, 300, 1_800];

/** Makes the metrics of a process; several Jinaqs in one process have one each. */
export function createMetrics(): Metrics {
  const registry = new Registry<OpenMetricsContentType>();
  registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
  const gauges = createVitalGauges(registry);
  let source: MetricsSource | undefined;
  return {
    contentType: registry.contentType,
    text: async () => {
      if (source !== undefined) await gauges.read(source);
      return registry.metrics();
    },
    observer: createObserver(registry),
    follow: (from) => {
      source = from;
    },
  };
}

function createObserver(registry: Registry<OpenMetricsContentType>): Observer {
  const registers = [registry as unknown as Registry];
  const histogram = (name: string, help: string, labelNames: readonly string[], buckets: number[]) =>
    new Histogram({ name, help, labelNames: [...labelNames], buckets, registers });
  const contributions = new Counter({
    name: 'jinaq_contributions_total',
    help: 'Contributions that this process was asked for, by what it answered.',
    labelNames: ['outcome'],
    registers,
  });
  const saga = histogram('jinaq_contribution_seconds', 'From order to answer, the bank included.', ['outcome'], FAST);
  const useCases = histogram('jinaq_use_case_seconds', 'Time of a use case.', ['use_case', 'outcome'], LONG);
  const calls = histogram('jinaq_bank_call_seconds', 'Time of a call of the bank.', ['call', 'outcome'], FAST);
  const transactions = histogram('jinaq_transaction_seconds', 'Time of a transaction.', ['kind', 'outcome'], FAST);
  const dates = new Counter({
    name: 'jinaq_plan_dates_total',
    help: 'Dates of plans in runs of this process, by outcome.',
    labelNames: ['outcome'],
    registers,
  });
  const rate = new Gauge({
    name: 'jinaq_run_dates_per_second',
    help: 'Dates of plans a second in the last or present run of this process.',
    registers,
  });
  const take: Readonly<Record<Observation['of'], (observation: Observation) => void>> = {
    'use-case': ({ name, outcome, seconds }) => {
      useCases.observe({ use_case: name, outcome }, seconds);
      if (name !== 'contribute') return;
      contributions.inc({ outcome });
      saga.observe({ outcome }, seconds);
    },
    'bank-call': ({ name, outcome, seconds }) => calls.observe({ call: name, outcome }, seconds),
    transaction: ({ name, outcome, seconds }) => transactions.observe({ kind: name, outcome }, seconds),
  };
  return {
    done: (observation) => take[observation.of](observation),
    planDate: (outcome) => dates.inc({ outcome }),
    run: (count, seconds) => rate.set(seconds > 0 ? count / seconds : 0),
  };
}
