import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMap, isScalar, LineCounter, type Pair, parseDocument, type YAMLMap } from 'yaml';
import { specOf, TEMPLATE_NAMES, type TemplateName } from '../../src/messaging/index.js';
import { LOCALES, type Locale } from '../../src/savings/index.js';
import { type InputProblem, invalidInput } from '../../src/shared/index.js';
import { TEXT_FORMS, type Texts } from './catalogue.js';
import { problemsOf } from './check-text.js';
import { CATALOGUES, type Catalogues } from './renderer.js';

/**
 * The catalogues with the bank's own texts in the place of some of Jinaq's: from `ru.yaml`, `kk.yaml` and `en.yaml` in a
 * folder, of which each may be absent and each names only what it replaces, such as
 *
 *     reminder.due:
 *       short: "{goal}: {share} until {due}; {missing} is missing."
 *
 * @throws input.invalid with file, line and key of everything that is wrong
 */
export function readTemplates(folder: string): Catalogues {
  const problems: InputProblem[] = [];
  const catalogues = { ...CATALOGUES };
  for (const file of filesIn(folder)) {
    const locale = LOCALES.find((known) => file === `${known}.yaml`);
    if (locale === undefined) {
      problems.push({
        path: join(folder, file),
        message: `is none of ${LOCALES.map((one) => `${one}.yaml`).join(', ')}`,
      });
      continue;
    }
    catalogues[locale] = { ...CATALOGUES[locale], ...readFile(join(folder, file), locale, problems) };
  }
  if (problems.length > 0) throw invalidInput(...problems);
  return catalogues;
}

type Replacement = Partial<Record<TemplateName, Texts>>;

function readFile(file: string, locale: Locale, problems: InputProblem[]): Replacement {
  const lines = new LineCounter();
  const document = parseDocument(readFileSync(file, 'utf8'), { lineCounter: lines, prettyErrors: false });
  const report = (offset: number, key: string, message: string): void => {
    const { line } = lines.linePos(offset);
    problems.push({ path: `${file}:${line}`, message: key === '' ? message : `${key}: ${message}` });
  };
  for (const { pos, message } of document.errors) report(pos[0], '', message);
  const root = document.contents;
  const isEmpty = root === null || (isScalar(root) && root.value === null);
  if (document.errors.length > 0 || isEmpty) return {};
  if (!isMap(root)) {
    report(0, '', 'is a map of templates to their texts');
    return {};
  }
  const replaced: Replacement = {};
  for (const { name: key, pair, offset } of entriesOf(root)) {
    const template = TEMPLATE_NAMES.find((known) => known === key);
    if (template === undefined) report(offset, key, 'there is no such template');
    else if (!isMap(pair.value)) report(offset, key, `is a map of ${TEXT_FORMS.join(', ')}`);
    else replaced[template] = readTexts(pair.value, template, locale, report);
  }
  return replaced;
}

type Report = (offset: number, key: string, message: string) => void;

function readTexts(map: YAMLMap, template: TemplateName, locale: Locale, report: Report): Texts {
  const texts: Partial<Record<keyof Texts, string>> = {};
  for (const { name, pair, offset } of entriesOf(map)) {
    const key = `${template}.${name}`;
    const form = TEXT_FORMS.find((known) => known === name);
    const value = isScalar(pair.value) ? pair.value.value : undefined;
    if (form === undefined) report(offset, key, `a template has ${TEXT_FORMS.join(', ')}`);
    else if (typeof value !== 'string' || value.trim() === '') report(offset, key, 'is a text');
    else {
      texts[form] = value.trim();
      for (const problem of problemsOf(value.trim(), form, specOf(template), locale)) report(offset, key, problem);
    }
  }
  return { ...CATALOGUES[locale][template], ...texts };
}

function entriesOf(map: YAMLMap): readonly { readonly name: string; readonly pair: Pair; readonly offset: number }[] {
  return map.items.map((pair) => {
    const { key } = pair;
    const offset = isScalar(key) && key.range ? key.range[0] : 0;
    return { name: isScalar(key) ? String(key.value) : '', pair, offset };
  });
}

function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter((name) => !name.startsWith('.'));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    throw invalidInput({ path: 'templates', message: `${folder} cannot be read (${code})` });
  }
}
