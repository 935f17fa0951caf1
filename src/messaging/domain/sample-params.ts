import { type ParamKind, type Params, specOf, type TemplateName } from './template.js';

const SAMPLE_INSTANT = new Date('2026-02-28T18:00:00+05:00');
const SAMPLE_DATES = ['2026-02-25', '2026-06-30', '2026-08-15'];
const SAMPLE_MONEY = [12_500_00n, 87_500_50n, 1_234_567_89n];
const SAMPLE_COUNTS = [4, 6, 75];

/** Values for every placeholder of a template, the same each time, to look at its texts. */
export function sampleParams(template: TemplateName, title = 'Той'): Params {
  const sampled = Object.entries(specOf(template).params).map(
    ([name, kind], index) => [name, name === 'goal' ? title : sampleOf(kind, index)] as const,
  );
  return Object.fromEntries(sampled);
}

function sampleOf(kind: ParamKind, index: number): Params[string] {
  const pick = <Value>(values: readonly Value[]): Value | undefined => values[index % values.length];
  if (typeof kind !== 'string') return kind[0];
  switch (kind) {
    case 'text':
      return 'Айгерим';
    case 'money':
      return pick(SAMPLE_MONEY);
    case 'date':
      return pick(SAMPLE_DATES);
    case 'instant':
      return SAMPLE_INSTANT;
    case 'count':
      return pick(SAMPLE_COUNTS);
  }
}
