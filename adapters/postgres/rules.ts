import type { RuleChange, RuleName, RuleRepository } from '../../src/savings/index.js';
import type { CivilDate } from '../../src/shared/index.js';
import type { Session } from './session.js';
import { statement } from './statement.js';

type Row = {
  readonly version: number;
  readonly name: RuleName;
  readonly value: string;
  readonly holds_from: CivilDate;
  readonly set_at: Date;
  readonly set_by: string;
};

const ALL = statement('SELECT * FROM rule_changes ORDER BY version');
const INSERT = statement(
  'INSERT INTO rule_changes (version, name, value, holds_from, set_at, set_by) VALUES ($1, $2, $3, $4, $5, $6)',
);

export function createRules(session: Session): RuleRepository {
  return {
    changes: async () => (await session.rows<Row>(ALL)).map(toChange),
    append: ({ version, name, value, from, setAt, setBy }) =>
      session.write(INSERT, version, name, value, from, setAt.toISOString(), setBy),
  };
}

function toChange({ version, name, value, holds_from, set_at, set_by }: Row): RuleChange {
  return { version, name, value, from: holds_from, setAt: set_at, setBy: set_by };
}
