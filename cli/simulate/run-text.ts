import { DEFAULT_PEOPLE, type PeopleParameters } from './people/index.js';

type Played = {
  readonly seed: number;
  readonly goals: number;
  readonly months: number;
  readonly faults: string;
  readonly sample?: number | null | undefined;
};

/** The command that plays a run, apart from its rules and people. */
export function commandText({ seed, goals, months, faults, sample }: Played): string {
  const share = sample === undefined || sample === null ? '' : ` --sample ${sample}`;
  return `jinaq simulate --seed ${seed} --goals ${goals} --months ${months} --faults ${faults}${share}`;
}

/** Rules that were set and parameters of people that are not the default ones, to be put behind the command or the size of a run. */
export function settingsText(
  rules: Readonly<Record<string, unknown>>,
  people: Readonly<Record<string, unknown>>,
): string {
  const parts = [
    ...Object.entries(rules).map(([name, value]) => `${name}=${String(value)}`),
    ...Object.entries(people).map(([name, value]) => `people.${name}=${JSON.stringify(value)}`),
  ];
  return parts.length === 0 ? '' : `, with ${parts.join(', ')}`;
}

/** The parameters of people that are not the default ones. */
export function changedPeople(people: PeopleParameters): Readonly<Record<string, unknown>> {
  const defaults = new Map<string, unknown>(Object.entries(DEFAULT_PEOPLE));
  return Object.fromEntries(
    Object.entries(people).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(defaults.get(name))),
  );
}
