import type { EChartsOption } from 'echarts';
import { COLOURS, STILL, TEXT } from './chart.js';
import { groupedNumber } from './figures.js';

type Colour = keyof typeof COLOURS;

/** One line or one kind of bar. */
export type Trace = {
  readonly name: string;
  readonly values: readonly number[];
  readonly colour: Colour;
  readonly isDashed?: boolean;
};

const LEGEND = {
  left: 0,
  top: 0,
  icon: 'roundRect',
  itemWidth: 14,
  itemHeight: 9,
  itemGap: 18,
  textStyle: TEXT,
} as const;
const GRID = {
  left: 8,
  right: 16,
  top: 40,
  bottom: 8,
  outerBoundsMode: 'same',
  outerBoundsContain: 'axisLabel',
} as const;
const AXIS_LINE = { lineStyle: { color: COLOURS.grid } } as const;
const SPLIT_LINE = AXIS_LINE;

/** Numbers over days, each line staying where it is until the day it changes. */
export function lineChart(days: readonly string[], traces: readonly Trace[]): EChartsOption {
  return {
    legend: LEGEND,
    grid: GRID,
    xAxis: { ...dayAxis(days), boundaryGap: false },
    yAxis: numberAxis(),
    series: traces.map(({ name, values, colour, isDashed = false }) => ({
      ...STILL,
      ...{ type: 'line', step: 'end', showSymbol: false, name, data: [...values] },
      itemStyle: { color: COLOURS[colour] },
      lineStyle: { color: COLOURS[colour], width: 2, type: isDashed ? [2, 5] : 'solid' },
    })),
  };
}

/** Numbers of each day or week, one on top of the other. */
export function stackedBars(days: readonly string[], traces: readonly Trace[]): EChartsOption {
  return {
    legend: LEGEND,
    grid: GRID,
    xAxis: dayAxis(days),
    yAxis: numberAxis(),
    series: traces.map(({ name, values, colour }) => ({
      ...STILL,
      ...{ type: 'bar', stack: 'all', barCategoryGap: days.length > 60 ? '0%' : '20%', name, data: [...values] },
      itemStyle: { color: COLOURS[colour] },
    })),
  };
}

/** Numbers of things that have names, the first on top; stacked, or side by side. */
export function namedBars(names: readonly string[], traces: readonly Trace[], isStacked: boolean): EChartsOption {
  const isOne = traces.length === 1;
  return {
    ...(isOne ? {} : { legend: LEGEND }),
    grid: { ...GRID, top: isOne ? 8 : 40, right: 48 },
    xAxis: numberAxis(),
    yAxis: {
      ...{ type: 'category', data: [...names], inverse: true },
      ...{ axisTick: { show: false }, axisLine: AXIS_LINE, axisLabel: TEXT },
    },
    series: traces.map(({ name, values, colour }, index) => ({
      ...STILL,
      ...{ type: 'bar', name, data: [...values], barMaxWidth: 18, ...(isStacked ? { stack: 'all' } : {}) },
      itemStyle: { color: COLOURS[colour] },
      label: {
        ...TEXT,
        show: !isStacked || index === traces.length - 1,
        position: 'right',
        formatter: endLabel(traces, index, isStacked),
      },
    })),
  };
}

/** How much room so many named bars need. */
export function namedBarsHeight(names: number, perName: number): number {
  return 70 + names * (10 + 18 * perName);
}

/** A number as an axis can hold it: 1,500 is 1.5 k, 2,000,000 is 2 M. */
export function shortNumber(value: number): string {
  const [unit, size] = UNITS.find(([, from]) => Math.abs(value) >= from) ?? ['', 1];
  return `${Number((value / size).toFixed(2))}${unit}`;
}

const UNITS = [
  [' bn', 1e9],
  [' M', 1e6],
  [' k', 1e3],
] as const;

/** An axis of numbers; of things that are counted, unless it is told otherwise. */
export function numberAxis() {
  return {
    type: 'value',
    minInterval: 1,
    axisLabel: { ...TEXT, formatter: shortNumber },
    splitLine: SPLIT_LINE,
    axisLine: { show: false },
  } as const;
}

function dayAxis(days: readonly string[]) {
  return {
    type: 'category' as const,
    data: [...days],
    axisTick: { show: false },
    axisLine: AXIS_LINE,
    axisLabel: { ...TEXT, hideOverlap: true, interval: Math.max(0, Math.ceil(days.length / 8) - 1) },
  };
}

/** The number beside a bar; of stacked ones that of all of them together. */
function endLabel(traces: readonly Trace[], own: number, isStacked: boolean) {
  return ({ dataIndex }: { readonly dataIndex: number }): string => {
    const shown = isStacked ? traces : traces.slice(own, own + 1);
    return groupedNumber(shown.reduce((sum, { values }) => sum + (values[dataIndex] ?? 0), 0));
  };
}
