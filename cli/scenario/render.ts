import type { Json } from '../../adapters/operations/index.js';
import type { Style } from '../render/style.js';
import { printable } from '../render/text.js';
import type { Difference } from './expectation.js';
import type { CheckReport, Failure, StepReport } from './report.js';
import type { Scenario } from './scenario.js';

const MAX_DIFFERENCES = 20;

/** The heading of a scenario. */
export function scenarioText({ title, file }: Scenario, style: Style): string {
  return `${style.bold(printable(title))} ${style.dim(printable(file))}`;
}

/** One step with a tick or a cross; below a cross, what differs. */
export function stepText({ number, line, title, jobs, failure }: StepReport, style: Style): string {
  const ran = Object.entries(jobs).map(([name, count]) => `${name} ${count}×`);
  const head = `${mark(failure === null, style)} ${String(number).padStart(3)} ${printable(title)}`;
  const after = ran.length === 0 ? '' : style.dim(`  ${ran.join(', ')}`);
  return failure === null
    ? `${head}${after}`
    : `${head} ${style.dim(`(line ${line})`)}${after}\n${failureText(failure, style)}`;
}

/** One of the runner's own checks; nothing is said of one that found nothing. */
export function checkText({ name, problems }: CheckReport, style: Style): string | undefined {
  if (problems.length === 0) return undefined;
  return [`${mark(false, style)}     ${name}`, ...problems.map((problem) => `        ${printable(problem)}`)].join(
    '\n',
  );
}

/** The last line of a run. */
export function summaryText(passed: number, failed: readonly string[], style: Style): string {
  const counts = `${passed + failed.length} scenarios: ${passed} as told`;
  if (failed.length === 0) return style.green(counts);
  return [style.red(`${counts}, ${failed.length} not:`), ...failed.map((file) => `  ${printable(file)}`)].join('\n');
}

function failureText({ problem, differences }: Failure, style: Style): string {
  const lines = differences.slice(0, MAX_DIFFERENCES).flatMap((difference) => differenceLines(difference, style));
  const rest = differences.length - MAX_DIFFERENCES;
  const more = rest > 0 ? [`and ${rest} more differences`] : [];
  const problemLines = problem.split('\n').map((line) => style.red(printable(line)));
  return [...problemLines, ...lines, ...more].map((line) => `        ${line}`).join('\n');
}

function differenceLines({ path, expected, actual }: Difference, { red, green, bold }: Style): string[] {
  return [
    bold(path === '' ? 'the result' : printable(path)),
    red(`  - expected ${valueText(expected)}`),
    green(`  + actual   ${actual === undefined ? '(nothing)' : valueText(actual)}`),
  ];
}

/** Numbers as they are, whether JSON carries them as text or not. */
function valueText(value: Json): string {
  const isNumber = typeof value === 'string' && /^-?\d+(?:\.\d+)?$/.test(value);
  return printable(isNumber ? value : JSON.stringify(value));
}

function mark(isGood: boolean, { red, green }: Style): string {
  return isGood ? green('✓') : red('✗');
}
