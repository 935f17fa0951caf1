import { describe, expect, it } from 'vitest';
import { anything } from '../../cli/render/anything.js';
import { bar } from '../../cli/render/bars.js';
import { statementCsv } from '../../cli/render/books.js';
import { chartRows, type ProgressSeries } from '../../cli/render/chart.js';
import { createStyle, type View } from '../../cli/render/style.js';
import { planRows } from '../../cli/render/plan-chart.js';
import { table } from '../../cli/render/table.js';
import { padTo, printable, shorten, textWidth } from '../../cli/render/text.js';
import { progressText } from '../../cli/progress-bar.js';
import { spellSwitches } from '../../cli/flags.js';
import { civilDate } from '../../src/shared/index.js';

const style = createStyle({});
const view: View = { style, locale: 'en', width: 80 };
const day = civilDate;

describe('a bar', () => {
  it('is full only when the whole is there, and always as wide as asked', () => {
    expect(bar(0n, 100n, 4)).toBe('░░░░');
    expect(bar(50n, 100n, 4)).toBe('██░░');
    expect(bar(54n, 100n, 4)).toBe('██▏░');
    expect(bar(9_999n, 10_000n, 4)).toBe('███▉');
    expect(bar(100n, 100n, 4)).toBe('████');
    expect(bar(150n, 100n, 4)).toBe('████');
  });
});

describe('a chart', () => {
  const series: ProgressSeries = {
    start: day(2026, 1, 1),
    today: day(2026, 1, 3),
    end: day(2026, 1, 5),
    deadline: day(2026, 1, 5),
    target: 400n,
    top: 400n,
    points: [
      { date: day(2026, 1, 2), collected: 1n },
      { date: day(2026, 1, 3), collected: 300n },
    ],
  };

  it('stands on the days as they went, up to today, with even saving as dots', () => {
    expect(chartRows(series, 5, 4)).toEqual(['    ·', '  █· ', '  █  ', '·▁█  ']);
  });

  it('has as many rows and columns as asked, whatever the dates', () => {
    const oneDay = { ...series, end: series.start, deadline: series.start, today: series.start, points: [] };
    for (const each of [series, oneDay]) {
      const rows = chartRows(each, 7, 3);
      expect(rows.map((row) => Array.from(row).length)).toEqual([7, 7, 7]);
    }
  });
});

describe('the chart of a plan', () => {
  const line = (date: number, contribution: bigint, interest: bigint, balance: bigint) => ({
    ...{ number: date - 1, date: day(2026, 1, date), contribution, interest, balance },
  });

  it('has what is put in below and what the bank adds on top, each day as it stands', () => {
    const plan = {
      ...{ start: day(2026, 1, 1), end: day(2026, 1, 3), have: 100n },
      schedule: [line(2, 100n, 0n, 200n), line(3, 0n, 200n, 400n)],
    };
    expect(planRows(plan, 400n, { width: 3, height: 4 })).toEqual(['  ▒', '  ▒', ' ██', '███']);
    expect(planRows(plan, 400n, { width: 5, height: 2 })).toEqual(['   ▒▒', '▄████']);
  });

  it('is empty for nothing and as wide as asked on one day', () => {
    const nothing = { start: day(2026, 1, 1), end: day(2026, 1, 1), have: 0n, schedule: [] };
    expect(planRows(nothing, 0n, { width: 3, height: 2 })).toEqual(['   ', '   ']);
  });
});

describe('a table', () => {
  it('aligns by the width that is seen, not by the number of code units', () => {
    expect(textWidth('Той')).toBe(3);
    expect(textWidth('\u001b[31mred\u001b[39m')).toBe(3);
    expect(textWidth('谢谢🎉')).toBe(6);
    expect(textWidth('и\u0306')).toBe(1);
    expect(padTo('7', 3, 'right')).toBe('  7');
    expect(
      table(
        [{ title: 'name' }, { title: 'n', align: 'right' }],
        [
          ['谢谢', '1'],
          ['a', '100'],
        ],
        style,
      ),
    ).toBe('name    n\n谢谢    1\na     100');
  });

  it('shows nothing that moves the cursor or turns the writing round', () => {
    expect(printable('a\u001b[2J\u202eb\n')).toBe('a\ufffd[2J\ufffdb\ufffd');
    expect(anything([{ title: 'x\u001b[2J' }], view)).toBe('title\nx\ufffd[2J');
    expect(shorten('abcdef', 4)).toBe('abc…');
  });

  it('shows a result that nobody has drawn a page for: sums, days, lists', () => {
    const result = { okay: true, total: 123456n, nextDays: ['2026-01-05'], rows: [{ id: 'a', sum: 5n }], none: null };
    expect(anything(result, view)).toBe(
      'okay       yes\ntotal      1,234.56 ₸\nnext days  2026-01-05\nnone       —\n\nrows\nid     sum\na   0.05 ₸',
    );
    expect(anything([], view)).toBe('none');
  });
});

describe('a statement as CSV', () => {
  it('quotes what has to be quoted and leaves hidden sums empty', () => {
    const entry = {
      seq: 1,
      id: 'x',
      date: day(2026, 1, 5),
      recordedAt: new Date(0),
      code: 'reversal',
      phase: 'posted',
      client: null,
      amount: null,
      balance: 5n,
      reason: 'twice, "by mistake"',
      hash: 'h',
    } as const;
    expect(statementCsv([entry])).toBe(
      'seq,id,date,code,phase,client,amount,balance,reason,hash\r\n1,x,2026-01-05,reversal,posted,,,0.05,"twice, ""by mistake""",h\r\n',
    );
  });
});

describe('progress', () => {
  it('tells how far, how fast, how many were refused, and how long it will take where that can be known', () => {
    expect(progressText({ done: 500, refused: 0, total: 2000 }, 1_000)).toBe('500 of 2000 (25 %), 500/s, 3 s left');
    expect(progressText({ done: 500, refused: 2 }, 1_000)).toBe('500 done, 500/s, 2 refused');
    expect(progressText({ done: 1, refused: 0, total: 7_201 }, 1_000)).toBe('1 of 7201 (0 %), 1/s, 2 h 0 min left');
    expect(progressText({ done: 0, refused: 0, total: 0 }, 0)).toBe('0 of 0 (100 %), 0/s');
  });
});

describe('a switch', () => {
  const switches = new Set(['--yes', '--share-amounts']);

  it('may be said with true or false, as YAML and JSON say it', () => {
    const spelt = (...words: readonly string[]) => spellSwitches(words, switches);
    expect(spelt('vote', 'ID', '--yes', 'false')).toEqual(['vote', 'ID', '--no-yes']);
    expect(spelt('--yes=true', 'ID')).toEqual(['--yes', 'ID']);
    expect(spelt('--share-amounts', 'ID')).toEqual(['--share-amounts', 'ID']);
    expect(spelt('--title', 'true')).toEqual(['--title', 'true']);
    expect(spelt('--', '--yes', 'false')).toEqual(['--', '--yes', 'false']);
  });
});
