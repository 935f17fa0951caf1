import type { CustomSeriesRenderItem, EChartsOption } from 'echarts';
import { countOf } from '../../render/text.js';
import { MEASURES, type Measure, type SweepEnd, type SweepReport } from '../sweep.js';
import { type Chart, type ChartPress, COLOURS, STILL, TEXT } from './chart.js';
import { numberAxis } from './chart-kinds.js';
import { element, figure, type Html, htmlPage, section, tableHtml, text } from './page.js';
import { verdict } from './run-page.js';
import { measureNames, sweepNote, SWEEP_TITLES, sweepRows } from './sweep-text.js';

/** A sweep as one page: for each measure a picture of means with their intervals, and the figures under it. */
export function sweepPage(report: SweepReport, press: ChartPress): string {
  const { name, goals, months, faults, seeds, violated } = report;
  const head = `${countOf(seeds.length, 'seed')} for each value, from ${seeds[0] ?? ''} on; ${countOf(goals, 'goal')}, ${countOf(months, 'month')}, faults ${faults}.`;
  return htmlPage(
    `Simulated savings: ${name} compared`,
    element('p class="soft"', text(head)),
    ...(violated === null ? [element('p', text(sweepNote(report)))] : foundIn(name, violated)),
    ...(violated === null ? measureNames() : []).map((measure) =>
      section(
        MEASURES[measure],
        figure(press(intervalChart(report, measure))),
        tableHtml(name, [name, ...SWEEP_TITLES], sweepRows(report, measure)),
      ),
    ),
  );
}

function foundIn(name: string, { value, report }: SweepEnd): readonly Html[] {
  return [verdict(report), element('p', text(`It ended the comparison at ${name}=${value}.`))];
}

function intervalChart(report: SweepReport, measure: Measure): Chart {
  const rows = report.rows.map(({ value, measures }) => ({ value, ...measures[measure] }));
  return {
    id: measure.toLowerCase(),
    title: `${MEASURES[measure]}, by ${report.name}`,
    description: sweepRows(report, measure)
      .map(([value, mean, range]) => `${value}: ${mean}, 95 % interval ${range}`)
      .join('; '),
    height: 60 + 44 * rows.length,
    option: intervals(rows),
  };
}

type Row = { readonly value: string; readonly mean: number; readonly low: number | null; readonly high: number | null };

/** A point for each mean on the line of its interval, the first value on top. */
function intervals(rows: readonly Row[]): EChartsOption {
  return {
    grid: { left: 8, right: 24, top: 8, bottom: 8, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    xAxis: { ...numberAxis(), minInterval: 0, scale: true },
    yAxis: {
      ...{ type: 'category', inverse: true, data: rows.map(({ value }) => value) },
      ...{ axisTick: { show: false }, axisLine: { lineStyle: { color: COLOURS.grid } }, axisLabel: TEXT },
    },
    series: [
      {
        ...{ type: 'custom', silent: true, renderItem: intervalLine },
        encode: { x: [1, 2], y: 0 },
        data: rows.map(({ mean, low, high }, index) => [index, low ?? mean, high ?? mean]),
      },
      {
        ...STILL,
        ...{ type: 'scatter', symbolSize: 12, itemStyle: { color: COLOURS.first } },
        data: rows.map(({ mean }, index) => [mean, index]),
      },
    ],
  };
}

const intervalLine: CustomSeriesRenderItem = (_params, api) => {
  const [low, high] = [1, 2].map((place) => api.coord([Number(api.value(place)), Number(api.value(0))]));
  const [x1 = 0, y1 = 0] = low ?? [];
  const [x2 = 0, y2 = 0] = high ?? [];
  return {
    type: 'group',
    children: [
      { type: 'line', shape: { x1, y1, x2, y2 }, style: { stroke: COLOURS.first, lineWidth: 2 } },
      ...[x1, x2].map((x) => ({
        type: 'line' as const,
        shape: { x1: x, y1: y1 - 7, x2: x, y2: y1 + 7 },
        style: { stroke: COLOURS.first, lineWidth: 2 },
      })),
    ],
  };
};
