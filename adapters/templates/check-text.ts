import { IntlMessageFormat } from 'intl-messageformat';
import type { ParamKind, TemplateSpec } from '../../src/messaging/index.js';
import type { Texts } from './catalogue.js';

type Element = ReturnType<IntlMessageFormat['getAst']>[number];

/** The kinds of pieces of an ICU message that this catalogue uses; the numbers are the parser's. */
const KIND = { literal: 0, argument: 1, select: 5, plural: 6, pound: 7 } as const;

/**
 * What is wrong with a text of a template: syntax, a placeholder that the template does not have or that is used as what
 * it is not, a word that can never be, or something left out that must be said.
 */
export function problemsOf(text: string, form: keyof Texts, spec: TemplateSpec, locale: string): readonly string[] {
  const ast = parse(text, locale);
  if (typeof ast === 'string') return [ast];
  const named = new Set<string>();
  const problems = inspect(ast, spec.params, named);
  const mustSay = form === 'subject' ? [] : spec.mustSay;
  return [
    ...problems,
    ...mustSay.filter((name) => !named.has(name)).map((name) => `the placeholder {${name}} is missing`),
  ];
}

/** The message of a text; what is wrong with its syntax instead, when it has none. */
function parse(text: string, locale: string): readonly Element[] | string {
  try {
    return new IntlMessageFormat(text, locale, undefined, { ignoreTag: true }).getAst();
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const { location } = error as { readonly location?: { readonly start: { readonly offset: number } } };
    const rest = text.slice(location?.start.offset ?? 0, (location?.start.offset ?? 0) + 20);
    return `it is no ICU message (${error.message.toLowerCase().replaceAll('_', ' ')}) at “${rest}”`;
  }
}

function inspect(ast: readonly Element[], kinds: TemplateSpec['params'], named: Set<string>): readonly string[] {
  return ast.flatMap((element) => {
    const type: number = element.type;
    if (type === KIND.literal || type === KIND.pound || !('value' in element)) return [];
    const name = String(element.value);
    const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
    if (kind === undefined) return [`there is no placeholder {${name}}`];
    named.add(name);
    const wrong = misuse(type, name, kind, 'options' in element ? Object.keys(element.options) : []);
    const inner =
      'options' in element ? Object.values(element.options).flatMap(({ value }) => inspect(value, kinds, named)) : [];
    return [...wrong, ...inner];
  });
}

function misuse(type: number, name: string, kind: ParamKind, options: readonly string[]): readonly string[] {
  if (type === KIND.plural) return kind === 'count' ? [] : [`{${name}} is no number: it has no plural`];
  if (type === KIND.select) {
    if (typeof kind === 'string') return [`{${name}} is no word of a list: nothing can be selected by it`];
    const words = [...kind.map((word) => word.replaceAll('-', '_')), 'other'];
    return options.filter((option) => !words.includes(option)).map((option) => `{${name}} is never ${option}`);
  }
  if (type !== KIND.argument) return [`{${name}} is formatted already: write it without a type`];
  return typeof kind === 'string' ? [] : [`{${name}} is a word for programs: select by it`];
}
