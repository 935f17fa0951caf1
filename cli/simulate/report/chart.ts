import type { EChartsOption, SeriesOption } from 'echarts';
import { invalidInput } from '../../../src/shared/index.js';
import { escapeXml } from '../../render/svg.js';
import { printable } from '../../render/text.js';

/** A picture with what it says in words, for those who do not see it. */
export type Chart = {
  /** Unique on its page. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly height: number;
  readonly option: EChartsOption;
};

/** Draws charts as SVG, the same bytes for the same chart. */
export type ChartPress = (chart: Chart) => string;

/** Stands for a colour of the page, light or dark, until the picture is drawn: SVG can then take it from the style sheet. */
export const COLOURS = {
  ink: '#010101',
  grid: '#020202',
  first: '#030303',
  second: '#040404',
  third: '#050505',
  fourth: '#060606',
  fifth: '#070707',
} as const;

const WIDTH = 760;

/**
 * Loads the library that draws, which only this needs.
 *
 * @throws input.invalid when it is not installed
 */
export async function openChartPress(): Promise<ChartPress> {
  const { init, setPlatformAPI, use } = await loaded(() => import('echarts/core'));
  const { BarChart, CustomChart, LineChart, ScatterChart } = await import('echarts/charts');
  const { GridComponent, LegendComponent } = await import('echarts/components');
  const { SVGRenderer } = await import('echarts/renderers');
  use([BarChart, CustomChart, LineChart, ScatterChart, GridComponent, LegendComponent, SVGRenderer]);
  setPlatformAPI({ measureText });
  return (chart) => {
    const instance = init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height: chart.height });
    try {
      instance.setOption({ animation: false, ...chart.option });
      return accessible(chart, instance.renderToSVGString());
    } finally {
      instance.dispose();
    }
  };
}

/** Options that all charts have in common. */
export const TEXT = { color: COLOURS.ink, fontFamily: 'system-ui, sans-serif', fontSize: 13 } as const;

/** Which font a reader has nobody knows here: so wide that a wide one, too, finds room. */
function measureText(text: string, font?: string): { readonly width: number } {
  const [, size = TEXT.fontSize] = /([\d.]+)px/.exec(font ?? '') ?? [];
  return { width: text.length * Number(size) * 0.62 };
}

/** Nothing moves and nothing can be pointed at. */
export const STILL = { silent: true, emphasis: { disabled: true } } as const satisfies Partial<SeriesOption>;

/** The picture with its words, colours of the page, and ids that do not depend on what was drawn before. */
function accessible({ id, title, description, height }: Chart, svg: string): string {
  const label = `<title id="${id}-title">${escapeXml(title)}</title><desc id="${id}-desc">${escapeXml(description)}</desc>`;
  const open = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="${id}-title ${id}-desc">`;
  const colours = Object.entries(COLOURS).map(([name, colour]): [string, string] => [colour, `var(--${name})`]);
  const drawn = svg
    .replace(/<svg [^>]*>/, () => `${open}${label}`)
    // What would move under a pointer.
    .replaceAll(/<style[^>]*>[^]*?<\/style>\s*/g, '')
    .replaceAll(/ (ecmeta_\w+|class|pointer-events)="[^"]*"/g, '')
    .replaceAll(/\bzr\d+-/g, `${id}-`);
  const own = drawn.split('\n').map(printable).join('\n');
  return colours.reduce((text, [colour, variable]) => text.replaceAll(colour, variable), own);
}

async function loaded<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw invalidInput({ path: 'html', message: 'needs echarts: npm install echarts' });
  }
}
