import { beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_PEOPLE } from '../../cli/simulate/people/index.js';
import { planFaults } from '../../cli/simulate/fault-plan.js';
import type { SimulationOptions } from '../../cli/simulate/options.js';
import { createRandom } from '../../cli/simulate/random.js';
import type { SimulationReport } from '../../cli/simulate/report/report.js';
import { drawSample, faultsOfSample } from '../../cli/simulate/sample.js';
import { simulate } from '../../cli/simulate/simulate.js';

const OPTIONS: SimulationOptions = { seed: 3, goals: 1_000, months: 2, faults: 'none', people: DEFAULT_PEOPLE };

describe('a sample of goals', () => {
  it('is drawn by the seed alone: the same goals each time, others for another seed', () => {
    const goals = (options: Partial<SimulationOptions>) => [...(drawSample({ ...OPTIONS, ...options })?.goals ?? [])];
    expect(goals({ sample: 0.05 })).toHaveLength(50);
    expect(goals({ sample: 0.05, months: 12, faults: 'hostile' })).toEqual(goals({ sample: 0.05 }));
    expect(goals({ sample: 0.05, seed: 4 })).not.toEqual(goals({ sample: 0.05 }));
  });

  it('is a part of any larger one', () => {
    const [small, large] = [0.02, 0.3].map((sample) => drawSample({ ...OPTIONS, sample })?.goals);
    expect([...(small ?? [])].filter((goal) => large?.has(goal) !== true)).toEqual([]);
  });

  it('is refused where it would leave fewer than two goals, or is no share', () => {
    for (const sample of [0, 1.5, 0.001, Number.NaN]) {
      expect(() => drawSample({ ...OPTIONS, sample })).toThrow(expect.objectContaining({ code: 'input.invalid' }));
    }
  });

  it('meets its share of the faults that hit one call, and all that everybody has', () => {
    const range = { startMs: 0, endMs: 1e9, random: createRandom('faults') };
    const plan = planFaults({ profile: 'hostile', goals: 1_000, months: 2, ...range });
    const met = faultsOfSample(plan, drawSample({ ...OPTIONS, sample: 0.1 }));
    const count = (of: typeof plan, kind: string) => of.filter((fault) => fault.kind === kind).length;
    expect(count(met, 'bank-down')).toBe(count(plan, 'bank-down'));
    expect(count(met, 'bank-refuses') / count(plan, 'bank-refuses')).toBeCloseTo(0.1, 1);
  });
});

describe('a run of a sample', () => {
  let [part, all]: SimulationReport[] = [];
  beforeAll(async () => {
    part = await simulate({ ...OPTIONS, goals: 8, sample: 0.5 });
    all = await simulate({ ...OPTIONS, goals: 8 });
  });

  it('plays the chosen goals only, and tells what all would come to', () => {
    expect(part?.goals.opened).toBe(4);
    expect(part?.sample).toMatchObject({
      share: 0.5,
      played: 4,
      totals: { goalsOpened: { mean: 8, low: 8, high: 8 } },
    });
    expect(all?.sample).toBeNull();
  });

  it('has what the whole run came to inside of its interval', () => {
    const { low, high } = part?.sample?.totals.places ?? {};
    const places = all?.members.places ?? 0;
    expect(places).toBeGreaterThanOrEqual(low ?? Number.POSITIVE_INFINITY);
    expect(places).toBeLessThanOrEqual(high ?? 0);
  });
});
