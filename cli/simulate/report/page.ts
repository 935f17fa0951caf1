import { escapeXml } from '../../render/svg.js';
import { printable } from '../../render/text.js';

/** A piece of HTML. What others have written gets into one through `text` only. */
export type Html = string & { readonly isHtml: unique symbol };

/** Text, as it was written. */
export function text(written: string): Html {
  return escapeXml(written.split('\n').map(printable).join('\n')) as Html;
}

/** An element around what is inside of it. */
export function element(tag: string, ...inside: readonly Html[]): Html {
  return `<${tag}>${inside.join('')}</${tag.split(' ')[0]}>` as Html;
}

/** A part of a page under its heading. */
export function section(title: string, ...parts: readonly (Html | undefined)[]): Html {
  return element('section', element('h2', text(title)), ...parts.filter((part) => part !== undefined));
}

/** A picture that was drawn here. */
export function figure(svg: string): Html {
  return `<figure>${svg}</figure>` as Html;
}

/** A table; numbers stand right (titles that begin with `>`), the first cell of a row heads it. */
export function tableHtml(caption: string, titles: readonly string[], rows: readonly (readonly string[])[]): Html {
  const isNumber = titles.map((title) => title.startsWith('>'));
  const cell = (tag: string, index: number, value: string) =>
    element(isNumber[index] === true ? `${tag} class="number"` : tag, text(value));
  const head = titles.map((title, index) => cell('th scope="col"', index, title.replace(/^>/, '')));
  const body = rows.map((row) =>
    element('tr', ...row.map((value, index) => cell(index === 0 ? 'th scope="row"' : 'td', index, value))),
  );
  return element(
    'div class="table"',
    element(
      'table',
      element('caption', text(caption)),
      element('thead', element('tr', ...head)),
      element('tbody', ...body),
    ),
  );
}

/** A whole page that needs nothing else: no script, no font, no file, no network. It is well-formed XML as well. */
export function htmlPage(title: string, ...parts: readonly Html[]): string {
  return [
    '<!DOCTYPE html>',
    '<html xmlns="http://www.w3.org/1999/xhtml" lang="en">',
    '<head>',
    '<meta charset="utf-8"/>',
    '<meta name="viewport" content="width=device-width, initial-scale=1"/>',
    '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src \'unsafe-inline\'"/>',
    `<title>${text(title)}</title>`,
    `<style>${STYLE}</style>`,
    '</head>',
    '<body>',
    '<main>',
    `<h1>${text(title)}</h1>`,
    ...parts,
    '</main>',
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

const LIGHT = `--paper: #ffffff; --card: #f6f7f9; --ink: #1c2330; --soft: #5a6475; --grid: #d7dbe2; --bad: #b3261e; --good: #1b6e3c;
--first: #0e6f8e; --second: #d1751a; --third: #b3261e; --fourth: #7a5bb0; --fifth: #7d8797;`;
const DARK = `--paper: #12161d; --card: #1b212b; --ink: #e6e9ef; --soft: #a3adbd; --grid: #353e4c; --bad: #ff8a80; --good: #7ddc9f;
--first: #4fb8d8; --second: #f0a04b; --third: #ff8a80; --fourth: #b79cf0; --fifth: #8f9bae;`;

const STYLE = `
:root { color-scheme: light dark; ${LIGHT} }
@media (prefers-color-scheme: dark) { :root { ${DARK} } }
@media print { :root { ${LIGHT} color-scheme: light; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .5rem; }
h2 { font-size: 1.15rem; margin: 2.5rem 0 .5rem; }
p { margin: .5rem 0; max-width: 46rem; }
.soft { color: var(--soft); }
.good { color: var(--good); font-weight: 600; }
.bad { color: var(--bad); font-weight: 600; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; background: var(--card); padding: .75rem 1rem; border-radius: .5rem; }
dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(10.5rem, 1fr)); gap: .75rem; margin: 1.25rem 0; }
dl div { background: var(--card); border-radius: .5rem; padding: .75rem 1rem; }
dt { color: var(--soft); font-size: .875rem; }
dd { margin: 0; font-size: 1.3rem; font-weight: 600; font-variant-numeric: tabular-nums; }
dd small { display: block; font-size: .8rem; font-weight: 400; color: var(--soft); }
figure { margin: 1rem 0; overflow-x: auto; }
figure svg { display: block; width: 100%; min-width: 34rem; height: auto; }
.table { overflow-x: auto; }
table { border-collapse: collapse; font-size: .9rem; font-variant-numeric: tabular-nums; margin: .5rem 0 1rem; }
caption { text-align: left; color: var(--soft); font-size: .85rem; padding-bottom: .25rem; }
th, td { text-align: left; padding: .3rem 1.25rem .3rem 0; border-bottom: 1px solid var(--grid); font-weight: 400; }
thead th { color: var(--soft); white-space: nowrap; }
.number { text-align: right; }
@media print {
  body { font-size: 10.5pt; }
  main { max-width: none; padding: 0; }
  figure, .table { overflow: visible; }
  figure, dl div, tr { break-inside: avoid; }
  h2 { break-after: avoid; }
  figure svg { min-width: 0; }
}
`;
