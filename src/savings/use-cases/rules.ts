import { type Actor, actorName, authorise } from '../../access/index.js';
import { type CivilDate, civilDateOf, invalidInput } from '../../shared/index.js';
import { parseRuleValue, type RuleChange, type RuleName, type Rules, rulesOn } from '../domain/rules.js';
import type { SavingsPorts } from '../ports/index.js';

type RuleDeps = Pick<SavingsPorts, 'store' | 'clock'>;

export type RulesReport = {
  readonly date: CivilDate;
  readonly rules: Rules;
  readonly changes: readonly RuleChange[];
};

/**
 * Shows the rules that hold on a day, today by default, and every change that was made to them.
 *
 * @throws access.denied
 */
export class ShowRules {
  readonly #deps: RuleDeps;

  constructor(deps: RuleDeps) {
    this.#deps = deps;
  }

  async execute({
    actor,
    date,
  }: {
    readonly actor: Actor;
    readonly date?: CivilDate | undefined;
  }): Promise<RulesReport> {
    authorise(actor, 'rules.show');
    const on = date ?? civilDateOf(this.#deps.clock.now());
    const changes = await this.#deps.store.read((tx) => tx.rules.changes());
    return { date: on, rules: rulesOn(on, changes), changes };
  }
}

export type SetRuleCommand = {
  readonly actor: Actor;
  readonly name: RuleName;
  readonly value: string;
  /** The day from which it holds; today by default, never earlier. */
  readonly from?: CivilDate | undefined;
};

/**
 * Changes a rule from a day on. What was decided before keeps the rules it was decided by.
 *
 * @throws access.denied input.invalid
 */
export class SetRule {
  readonly #deps: RuleDeps;

  constructor(deps: RuleDeps) {
    this.#deps = deps;
  }

  async execute({ actor, name, value, from }: SetRuleCommand): Promise<RulesReport> {
    authorise(actor, 'rules.set');
    parseRuleValue(name, value);
    return this.#deps.store.transact(async (tx) => {
      const now = this.#deps.clock.now();
      const today = civilDateOf(now);
      const since = from ?? today;
      if (since < today) throw invalidInput({ path: 'from', message: `is before today, ${today}` });
      const changes = await tx.rules.changes();
      const version = 1 + changes.reduce((latest, change) => Math.max(latest, change.version), 0);
      const change: RuleChange = { version, name, value, from: since, setAt: now, setBy: actorName(actor) };
      await tx.rules.append(change);
      return { date: since, rules: rulesOn(since, [...changes, change]), changes: [...changes, change] };
    });
  }
}
