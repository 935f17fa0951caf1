import { SaxesParser } from 'saxes';
import { beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_PEOPLE } from '../../cli/simulate/people/index.js';
import { type ChartPress, openChartPress } from '../../cli/simulate/report/chart.js';
import type { SimulationReport } from '../../cli/simulate/report/report.js';
import { runPage } from '../../cli/simulate/report/run-page.js';
import { sweepPage } from '../../cli/simulate/report/sweep-page.js';
import { simulate } from '../../cli/simulate/simulate.js';
import { compareRuns, type SweepRun } from '../../cli/simulate/sweep.js';

type Element = { readonly name: string; readonly attributes: Readonly<Record<string, string>> };

/** All elements of a page, and its text; throws where it is not well formed. */
function parsed(html: string): { readonly elements: readonly Element[]; readonly text: string } {
  const elements: Element[] = [];
  let text = '';
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => elements.push({ name, attributes }));
  parser.on('text', (part) => (text += part));
  parser.write(html).close();
  return { elements, text };
}

describe('the page of a run', () => {
  let [report, press]: [SimulationReport?, ChartPress?] = [];
  let html = '';
  beforeAll(async () => {
    press = await openChartPress();
    report = await simulate({ seed: 2, goals: 4, months: 1, faults: 'hostile', people: DEFAULT_PEOPLE });
    html = runPage(report, press);
  });

  it('is well formed, and needs nothing from anywhere', () => {
    const { elements } = parsed(html);
    const names = new Set(elements.map(({ name }) => name));
    for (const name of ['script', 'link', 'img', 'image', 'iframe', 'object', 'foreignObject']) {
      expect(names, name).not.toContain(name);
    }
    const values = elements.flatMap(({ attributes }) => Object.entries(attributes));
    const outside = values.filter(([name, value]) => !name.startsWith('xmlns') && /https?:|^\/\/|^data:/.test(value));
    expect(outside).toEqual([]);
    expect(html).not.toMatch(/@import|url\((?!#)/);
  });

  it('gives each chart a title, a description and a table, and no two elements one id', () => {
    const { elements } = parsed(html);
    const charts = elements.filter(({ name }) => name === 'svg');
    const ids = elements.flatMap(({ attributes }) => (attributes.id === undefined ? [] : [attributes.id]));
    expect(charts.length).toBeGreaterThanOrEqual(5);
    for (const { attributes } of charts) {
      for (const id of attributes['aria-labelledby']?.split(' ') ?? ['none']) expect(ids).toContain(id);
    }
    expect(new Set(ids).size).toBe(ids.length);
    expect(elements.filter(({ name }) => name === 'caption').length).toBeGreaterThanOrEqual(charts.length - 1);
  });

  it('takes its colours from the style sheet, so that it can be dark', () => {
    const colours = parsed(html).elements.flatMap(({ attributes: { fill, stroke } }) => [fill, stroke]);
    const own = new Set(colours.filter((colour) => colour !== undefined && !/^(none|var\(--\w+\))$/.test(colour)));
    // What is not drawn at all (opacity or width zero) may have any.
    expect([...own].filter((colour) => colour !== '#000' && colour !== 'rgb(0,0,0)' && colour !== '#b7b9be')).toEqual(
      [],
    );
  });

  it('is the same to the last byte, whatever was drawn before', () => {
    if (report === undefined || press === undefined) throw new Error('not there');
    expect(runPage(report, press)).toBe(html);
  });

  it('shows what others have written as text, and never as a part of the page', () => {
    if (report === undefined || press === undefined) throw new Error('not there');
    const evil = '</pre><script>alert("1")</script>&amp; \u202e\u0000';
    const violations = [{ oracle: evil, message: evil, atMs: 0 }];
    const refusals = [{ code: evil, count: 1 }];
    const { elements, text } = parsed(runPage({ ...report, violations, refusals }, press));
    expect(elements.map(({ name }) => name)).not.toContain('script');
    expect(text).toContain('</pre><script>alert("1")</script>&amp; \ufffd\ufffd');
  });
});

describe('the page of a sweep', () => {
  it('is well formed and has a chart and a table for each measure', async () => {
    const press = await openChartPress();
    const run = (value: string, seed: number): SweepRun => ({
      ...{ value, seed, stateHash: '' },
      measures: { goalsMet: seed, savedPerMember: seed * 1e6, refusals: 0, messages: -seed },
    });
    const runs = ['<1>', '2'].flatMap((value) => [run(value, 1), run(value, 5)]);
    const rows = compareRuns(['<1>', '2'], runs);
    const html = sweepPage(
      { ...{ name: 'a<b', goals: 1, months: 1, faults: 'none', seeds: [1, 5] }, ...{ rows, runs, violated: null } },
      press,
    );
    const names = parsed(html).elements.map(({ name }) => name);
    expect(names.filter((name) => name === 'svg')).toHaveLength(4);
    expect(names.filter((name) => name === 'table')).toHaveLength(4);
    expect(parsed(html).text).toContain('a<b');
  });
});
