import { describe, expect, it } from 'vitest';
import { parseRuleValue, rulesOn } from '../../../src/savings/domain/rules.js';
import { DEFAULT_RULES, RULE_NAMES, type RuleChange, type RuleName } from '../../../src/savings/index.js';
import { addDays, type CivilDate, parseCivilDate } from '../../../src/shared/index.js';
import { refusal } from '../shared/refusal.js';
import { NOW, TODAY, tenge } from './family.js';

const change = (version: number, name: RuleName, value: string, from: CivilDate = TODAY): RuleChange => ({
  ...{ version, name, value, from, setAt: NOW, setBy: 'staff:admin' },
});

describe('the rules that nobody changed', () => {
  it('are those that the bank agreed to', () => {
    expect(rulesOn(TODAY, [])).toEqual({
      ...{ version: 0, minTargetShared: tenge(10_000), minTargetPersonal: tenge(1_000), maxMembers: 10 },
      ...{ clientLimit: tenge(10_000_000), minAutomaticTransfer: tenge(1_000), minFloor: tenge(5_000) },
      ...{ interestRate: 1400, dayCount: 'actual/365', capitalisation: 'monthly', invitationDays: 7 },
    });
  });

  it('have a reader for each of them', () => {
    expect([...RULE_NAMES].sort()).toEqual(
      Object.keys(DEFAULT_RULES)
        .filter((name) => name !== 'version')
        .sort(),
    );
  });
});

describe('the value of a rule', () => {
  it.each([
    ['minTargetShared', '20000', tenge(20_000)],
    ['minTargetPersonal', '0.01', 1n],
    ['clientLimit', '12345678.90', 1_234_567_890n],
    ['minAutomaticTransfer', '500.00', tenge(500)],
    ['minFloor', '6000.00', tenge(6_000)],
    ['maxMembers', '1', 1],
    ['maxMembers', '100', 100],
    ['invitationDays', '365', 365],
    ['interestRate', '14', 1400],
    ['interestRate', '12.5', 1250],
    ['interestRate', '0', 0],
    ['dayCount', 'actual/365', 'actual/365'],
    ['capitalisation', 'none', 'none'],
    ['capitalisation', 'monthly', 'monthly'],
  ] as const)('%s may be %s', (name, text, value) => {
    expect(parseRuleValue(name, text)).toBe(value);
  });

  it.each([
    ...(['minTargetShared', 'minTargetPersonal', 'clientLimit', 'minAutomaticTransfer', 'minFloor'] as const).flatMap(
      (name) => ['0', '-1', '1.005', '1e6', '', 'many', '92233720368547758.08'].map((text) => [name, text] as const),
    ),
    ...['0', '101', '-1', '1.5', '1e1', '', ' 5', 'ten'].map((text) => ['maxMembers', text] as const),
    ...['0', '366', '7.0', ''].map((text) => ['invitationDays', text] as const),
    ...['-1', '14.001', '1000.01', '', '14%', 'NaN'].map((text) => ['interestRate', text] as const),
    ...['actual/360', '', 'Actual/365'].map((text) => ['dayCount', text] as const),
    ...['daily', '', 'None'].map((text) => ['capitalisation', text] as const),
  ])('%s is never %j', (name, text) => {
    const { code, details } = refusal(() => parseRuleValue(name, text));
    expect(code).toBe('input.invalid');
    expect(details.problems).toMatchObject([{ path: 'value' }]);
  });
});

describe('a change of the rules', () => {
  const tomorrow = addDays(TODAY, 1);

  it('holds from its day on, and not before', () => {
    const changes = [change(1, 'maxMembers', '12', tomorrow)];
    expect(rulesOn(TODAY, changes)).toEqual(DEFAULT_RULES);
    expect(rulesOn(tomorrow, changes)).toEqual({ ...DEFAULT_RULES, maxMembers: 12, version: 1 });
    expect(rulesOn(parseCivilDate('2099-12-31'), changes).maxMembers).toBe(12);
  });

  it('leaves every other rule as it was', () => {
    const changes = [change(1, 'maxMembers', '12'), change(2, 'interestRate', '15.5')];
    expect(rulesOn(TODAY, changes)).toEqual({ ...DEFAULT_RULES, maxMembers: 12, interestRate: 1550, version: 2 });
  });

  it('is overruled by the one that was made last, in whatever order they are read', () => {
    const changes = [change(2, 'maxMembers', '20'), change(1, 'maxMembers', '12')];
    expect(rulesOn(TODAY, changes)).toMatchObject({ maxMembers: 20, version: 2 });
    expect(rulesOn(TODAY, [...changes].reverse())).toMatchObject({ maxMembers: 20, version: 2 });
  });

  it('is known by the highest version of those that hold on the day', () => {
    const changes = [
      change(1, 'maxMembers', '12', tomorrow),
      change(2, 'interestRate', '10'),
      change(3, 'clientLimit', '5', tomorrow),
    ];
    expect(rulesOn(TODAY, changes).version).toBe(2);
    expect(rulesOn(tomorrow, changes).version).toBe(3);
  });

  it('does not disturb the changes it was read from', () => {
    const changes = Object.freeze([change(2, 'maxMembers', '20'), change(1, 'maxMembers', '12')]);
    rulesOn(TODAY, changes);
    expect(changes.map(({ version }) => version)).toEqual([2, 1]);
  });
});
