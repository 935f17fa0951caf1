/** One measurement, as every benchmark prints it on stdout: one JSON object a line. */
export type Measurement = {
  readonly name: string;
  readonly n: number;
  readonly perSecond: number;
  readonly floorPerSecond?: number;
  /** Ours to the bare driver of the same run. */
  readonly ratio?: number;
  readonly p50Ms?: number;
  readonly p99Ms?: number;
  /** Processor time of one, as half of them take it: what a busy neighbour does not change. */
  readonly cpuP50Ms?: number;
  readonly peakRssMb: number;
};

export function peakRssMb(): number {
  return Math.round(process.resourceUsage().maxRSS / 1024);
}

export function print(measurement: Measurement): void {
  process.stdout.write(`${JSON.stringify(measurement)}\n`);
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

export async function timed<T>(work: () => Promise<T>): Promise<{ readonly result: T; readonly seconds: number }> {
  const start = performance.now();
  const result = await work();
  return { result, seconds: (performance.now() - start) / 1000 };
}
