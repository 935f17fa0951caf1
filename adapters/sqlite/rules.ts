import type { RuleChange, RuleName, RuleRepository } from '../../src/savings/index.js';
import { dayToNumber, numberToDay } from './codecs.js';
import type { Database } from './database.js';

type Row = {
  readonly version: number;
  readonly name: RuleName;
  readonly value: string;
  readonly holds_from: number;
  readonly set_at: number;
  readonly set_by: string;
};

export function createRules(db: Database): RuleRepository {
  const all = db.prepare('SELECT * FROM rule_changes ORDER BY version');
  const insert = db.prepare(
    'INSERT INTO rule_changes (version, name, value, holds_from, set_at, set_by) VALUES (?, ?, ?, ?, ?, ?)',
  );
  return {
    changes: () => Promise.resolve((all.all() as Row[]).map(toChange)),
    append: ({ version, name, value, from, setAt, setBy }) => {
      insert.run(version, name, value, dayToNumber(from), setAt.getTime(), setBy);
      return Promise.resolve();
    },
  };
}

function toChange({ version, name, value, holds_from, set_at, set_by }: Row): RuleChange {
  return { version, name, value, from: numberToDay(holds_from), setAt: new Date(set_at), setBy: set_by };
}
