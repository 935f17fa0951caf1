/** A mean with the interval in which the truth lies with 95 % confidence; one observation alone has no interval. */
export type Interval = { readonly mean: number; readonly low: number | null; readonly high: number | null };

/**
 * The 0.975 quantile of Student's t, by degrees of freedom.
 * Source: NIST/SEMATECH e-Handbook of Statistical Methods, section 1.3.6.7.2.
 */
const T_975: readonly (readonly [freedom: number, t: number])[] = [
  ...[12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228].map(from(1)),
  ...[2.201, 2.179, 2.16, 2.145, 2.131, 2.12, 2.11, 2.101, 2.093, 2.086].map(from(11)),
  ...[2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042].map(from(21)),
  [40, 2.021],
  [60, 2.0],
  [100, 1.984],
  [Number.POSITIVE_INFINITY, 1.96],
];

/** Student's t for 95 %; between two rows of the table the wider one. */
export function studentT(freedom: number): number {
  const rows = T_975.filter(([row]) => row <= freedom);
  return (rows.at(-1) ?? [0, Number.POSITIVE_INFINITY])[1];
}

/** Mean ± t · s/√n of independent observations, s their sample deviation. */
export function intervalOf(values: readonly number[]): Interval {
  const mean = meanOf(values);
  if (values.length < 2) return { mean, low: null, high: null };
  const margin = studentT(values.length - 1) * Math.sqrt(varianceOf(values) / values.length);
  return { mean, low: mean - margin, high: mean + margin };
}

/**
 * The sum over a whole population of which some were drawn without putting back, each as likely:
 * N·ȳ ± t·N·√((1 − n/N)·s²/n). Where none has any there is no interval: that no goal of a dozen was refused anything is no
 * proof that none was. Source: W. G. Cochran, Sampling Techniques, 3rd edition, sections 2.6 and 2.8.
 */
export function totalOf(values: readonly number[], population: number): Interval {
  const [drawn, mean] = [values.length, meanOf(values)];
  const total = population * mean;
  if (drawn === population) return { mean: total, low: total, high: total };
  if (drawn < 2 || values.every((value) => value === 0)) return { mean: total, low: null, high: null };
  const error = population * Math.sqrt(((1 - drawn / population) * varianceOf(values)) / drawn);
  const margin = studentT(drawn - 1) * error;
  return { mean: total, low: total - margin, high: total + margin };
}

/** The part of an interval in which a truth can lie at all. */
export function clipped({ mean, low, high }: Interval, least: number, most: number): Interval {
  return { mean, low: low === null ? null : Math.max(least, low), high: high === null ? null : Math.min(most, high) };
}

function meanOf(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function varianceOf(values: readonly number[]): number {
  const mean = meanOf(values);
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
}

function from(first: number): (t: number, index: number) => readonly [number, number] {
  return (t, index) => [first + index, t];
}
