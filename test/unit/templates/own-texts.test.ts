import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CATALOGUES, createRenderer, readTemplates } from '../../../adapters/templates/index.js';
import { refusal } from '../shared/refusal.js';

describe('a bank’s own texts', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'jinaq-texts-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  /** What is wrong, with the folder cut off. */
  const problems = () => {
    const { code, details } = refusal(() => readTemplates(folder));
    expect(code).toBe('input.invalid');
    const found = details.problems as readonly { readonly path: string; readonly message: string }[];
    return found.map(({ path, message }) => `${path.slice(folder.length + 1)} ${message}`);
  };

  it('replace what they name and nothing else', () => {
    write('ru.yaml', 'goal.closed:\n  text: "«{goal}»: конец."\n');
    const texts = readTemplates(folder);
    expect(createRenderer(texts).render('goal.closed', { goal: 'Той' }, 'ru')).toMatchObject({
      text: '«Той»: конец.',
      subject: '«Той» закрыта',
    });
    expect(texts.kk).toEqual(CATALOGUES.kk);
    expect(texts.ru['goal.changed']).toEqual(CATALOGUES.ru['goal.changed']);
  });

  it('may be absent', () => {
    expect(readTemplates(folder)).toEqual(CATALOGUES);
    write('en.yaml', '');
    expect(readTemplates(folder)).toEqual(CATALOGUES);
  });

  it.each([
    ['a placeholder that is not there', 'text: "{goal} {amount}"', 'there is no placeholder {amount}'],
    ['something that must be said', 'text: "closed"', 'the placeholder {goal} is missing'],
    ['an ICU message that is none', 'text: "{goal"', 'it is no ICU message (expect argument closing brace) at “{goal”'],
    ['a plural of a text', 'text: "{goal, plural, other {x}}"', '{goal} is no number: it has no plural'],
    ['a number format', 'text: "{goal, number}"', '{goal} is formatted already: write it without a type'],
    ['a form that is not there', 'html: "{goal}"', 'a template has subject, text, short'],
    ['no text', 'text: [1]', 'is a text'],
  ])('are refused for %s, with file, line and key', (_what, line, message) => {
    write('kk.yaml', `# ours\ngoal.closed:\n  ${line}\n`);
    const [key] = line.split(':');
    expect(problems()).toEqual([`kk.yaml:3 goal.closed.${key}: ${message}`]);
  });

  it('are refused for a word that never comes and for one shown as it is', () => {
    write(
      'en.yaml',
      'member.left:\n  text: "{goal}"\ndispute.changed:\n  text: "{goal} {state, select, gone {x} other {}}"\n  short: "{goal} {state}"\n',
    );
    expect(problems()).toEqual([
      'en.yaml:4 dispute.changed.text: {state} is never gone',
      'en.yaml:5 dispute.changed.short: {state} is a word for programs: select by it',
    ]);
  });

  it('are refused with everything that is wrong at once', () => {
    write('en.yaml', 'goal.gone:\n  text: x\ngoal.closed: x\n');
    write('fr.yaml', '');
    write('ru.yaml', 'goal.closed: {text: "a\n');
    expect(problems()).toEqual([
      'en.yaml:1 goal.gone: there is no such template',
      'en.yaml:3 goal.closed: is a map of subject, text, short',
      'fr.yaml is none of ru.yaml, kk.yaml, en.yaml',
      expect.stringMatching(/^ru.yaml:\d /),
      expect.stringMatching(/^ru.yaml:\d /),
    ]);
  });

  it('must be in a folder that is there', () => {
    expect(refusal(() => readTemplates(join(folder, 'none'))).message).toContain('cannot be read (ENOENT)');
  });
});
