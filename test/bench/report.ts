import { loadavg } from 'node:os';

/** One measurement, as every benchmark prints it on stdout: one JSON object a line. */
export type Measurement = {
  readonly name: string;
  readonly n: number;
  readonly perSecond: number;
  readonly floorPerSecond?: number;
  /** Ours to the bare driver of the same run. */
  readonly ratio?: number;
  /** What half of them take, to what they take of the smallest population of the same run. */
  readonly timesSmallest?: number;
  readonly roundTrips?: number;
  /** The most connections that the server has seen at once. */
  readonly connections?: number;
  /** How many transactions met another one and were run anew, and how many callers were refused in the end. */
  readonly retries?: number;
  readonly failures?: number;
  readonly p50Ms?: number;
  readonly p95Ms?: number;
  readonly p99Ms?: number;
  /** How many processes wanted a processor, by the system's own average of a minute: others work on this machine too. */
  readonly load?: number;
  /** Processor time of one, as half of them take it: what a busy neighbour does not change. */
  readonly cpuP50Ms?: number;
  readonly peakRssMb: number;
};

export function load(): number {
  return round(loadavg()[0] ?? 0, 1);
}

export function peakRssMb(): number {
  return Math.round(process.resourceUsage().maxRSS / 1024);
}

const printed: Measurement[] = [];

export function print(measurement: Measurement): void {
  printed.push(measurement);
  process.stdout.write(`${JSON.stringify(measurement)}\n`);
}

/** Everything that was printed, as a table for the eye. */
export function printTable(): void {
  const columns = [...new Set(printed.flatMap((measurement) => Object.keys(measurement)))] as (keyof Measurement)[];
  const rows = [columns, ...printed.map((row) => columns.map((column) => String(row[column] ?? '')))];
  const widths = columns.map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  for (const row of rows) say(row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  '));
}

export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

export function round(value: number, digits = 2): number {
  return Number(value.toFixed(digits));
}

/** The value below which this share of the sorted latencies lies. */
export function percentile(latencies: readonly number[], share: number): number {
  const sorted = [...latencies].sort((a, b) => a - b);
  return round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
}

/** Milliseconds of processor time that this process has used since. */
export function cpuMsSince(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

/** The percentiles of latencies in milliseconds. */
export function percentiles(latencies: readonly number[]): Pick<Measurement, 'p50Ms' | 'p95Ms' | 'p99Ms'> {
  const [p50Ms, p95Ms, p99Ms] = [percentile(latencies, 0.5), percentile(latencies, 0.95), percentile(latencies, 0.99)];
  return { p50Ms, p95Ms, p99Ms };
}

export async function timed<T>(work: () => Promise<T>): Promise<{ readonly result: T; readonly seconds: number }> {
  const start = performance.now();
  const result = await work();
  return { result, seconds: (performance.now() - start) / 1000 };
}
