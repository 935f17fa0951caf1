import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { bundle, findBreaches, ROOT, runBare, WALLS, withTree } from './support/architecture.js';

type Plant = { readonly files: Readonly<Record<string, string>>; readonly from: string; readonly to: string };

/** The house in small, with one import of every kind that is allowed. */
const HOUSE = {
  'package.json': JSON.stringify({
    type: 'module',
    dependencies: { inversify: '1.0.0', 'decimal.js': '1.0.0' },
    devDependencies: { vitest: '1.0.0' },
  }),
  ...stubPackage('inversify'),
  ...stubPackage('decimal.js'),
  ...stubPackage('vitest'),
  'src/index.ts': "export * from './savings/index.js';",
  'src/shared/index.ts': "import { Decimal } from 'decimal.js'; export const money = new Decimal(1);",
  'src/ledger/index.ts': "export { post } from './domain/transfer.js';",
  'src/ledger/domain/transfer.ts': "import { money } from '../../shared/index.js'; export const post = () => money;",
  'src/savings/index.ts': "export { save } from './use-cases/save.js'; export type { Bank } from './ports/bank.js';",
  'src/savings/ports/bank.ts': 'export type Bank = { pay(): void }; export const ASK_AGAIN = 1;',
  'src/savings/domain/goal.ts': "import type { Bank } from '../ports/bank.js'; export type Goal = Bank;",
  'src/savings/use-cases/save.ts':
    "import { post } from '../../ledger/index.js'; import type { Goal } from '../domain/goal.js'; export const save = (_: Goal) => post();",
  'adapters/system/index.ts': "import { hash } from 'node:crypto'; export const digest = hash;",
  'adapters/sqlite/index.ts': "import type { Bank } from '../../src/savings/index.js'; export type Store = Bank;",
  'adapters/operations/index.ts': "export { digest } from '../system/index.js';",
  'adapters/inversify/index.ts': "import { Decimal } from 'inversify'; export const container = Decimal;",
  'cli/main.ts': "export { digest } from '../adapters/operations/index.js';",
  'examples/story.ts': "import { save } from '../src/index.js'; export const story = save;",
  'test/support.ts': 'export const anything = 1;',
};

/** For each wall the files that breach it, and the import that must be named. */
const PLANTS: Readonly<Record<string, Plant>> = {
  'core-is-pure': plant('src/savings/use-cases/save.ts', 'node:fs', 'fs'),
  'core-knows-no-adapter': plant('src/savings/use-cases/save.ts', '../../../adapters/system/index.js'),
  'contexts-meet-at-index': plant('src/savings/use-cases/save.ts', '../../ledger/domain/transfer.js'),
  'core-is-entered-at-index': plant('adapters/sqlite/index.ts', '../../src/savings/domain/goal.js'),
  'shared-stands-alone': plant('src/shared/index.ts', '../access/index.js', undefined, { 'src/access/index.ts': '' }),
  'domain-knows-no-use-case': plant('src/ledger/domain/transfer.ts', '../use-cases/post.js', undefined, {
    'src/ledger/use-cases/post.ts': '',
  }),
  'domain-calls-no-port': plant('src/savings/domain/goal.ts', '../ports/bank.js'),
  'adapters-are-strangers': plant('adapters/sqlite/index.ts', '../system/index.js'),
  'nothing-imports-cli': plant('adapters/operations/index.ts', '../../cli/render.js', undefined, {
    'cli/render.ts': '',
  }),
  'nothing-imports-test': plant('cli/main.ts', '../test/support.js'),
  'nothing-imports-examples': plant('cli/main.ts', '../examples/story.js'),
  'inversify-at-the-root-only': plant('adapters/operations/index.ts', 'inversify', 'node_modules/inversify/index.js'),
  'no-circles': plant('src/ledger/domain/transfer.ts', './void.js', undefined, {
    'src/ledger/domain/void.ts': "import type { post } from './transfer.js'; export type Void = typeof post;",
  }),
  'no-dev-dependency-at-run-time': plant('cli/main.ts', 'vitest', 'node_modules/vitest/index.js'),
  'everything-resolves': plant('cli/main.ts', './forgotten.js', './forgotten.js'),
};

const FOLDERS = ['src', 'adapters', 'cli', 'examples'];

describe('the walls of the house', () => {
  test('stand in this repository', async () => {
    expect(await findBreaches(FOLDERS)).toEqual([]);
  });

  test('let through what is allowed', async () => {
    expect(await withTree(HOUSE, (root) => findBreaches(FOLDERS, root))).toEqual([]);
  });

  test('are each tried below', () => {
    expect(Object.keys(PLANTS).sort()).toEqual([...WALLS].sort());
  });

  test.each(Object.entries(PLANTS))('%s catches a planted breach', async (rule, { files, from, to }) => {
    const breaches = await withTree({ ...HOUSE, ...files }, (root) => findBreaches(FOLDERS, root));
    expect(breaches).toContainEqual({ rule, from, to });
  });
});

describe('the core', () => {
  test('runs where there is nothing but the language', async () => {
    const code = await bundle({ entryPoints: ['src/index.ts'] });
    expect(runBare(code, 'typeof process + typeof require + Object.keys(bundled).length')).toMatch(
      /^undefinedundefined[1-9]/,
    );
  });

  test('would not run there if it touched the process', async () => {
    const code = await bundle({ stdin: { contents: 'export const folder = process.cwd();', resolveDir: ROOT } });
    expect(() => runBare(code, 'bundled')).toThrow('process is not defined');
  });

  test('would not bundle if it imported a part of Node', async () => {
    const contents = "import { readFileSync } from 'node:fs'; export const read = readFileSync;";
    await expect(bundle({ stdin: { contents, resolveDir: ROOT } })).rejects.toThrow('Could not resolve "node:fs"');
  });
});

test('files are named in kebab-case', () => {
  const files = FOLDERS.flatMap((folder) => readdirSync(`${ROOT}/${folder}`, { recursive: true, encoding: 'utf8' }));
  const sources = files.map((file) => file.replaceAll('\\', '/')).filter((file) => file.endsWith('.ts'));
  expect(
    sources.filter((file) => !/^(?:[a-z0-9]+(?:-[a-z0-9]+)*\/)*[a-z0-9]+(?:-[a-z0-9]+)*(?:\.d)?\.ts$/.test(file)),
  ).toEqual([]);
});

function stubPackage(name: string): Record<string, string> {
  return {
    [`node_modules/${name}/package.json`]: JSON.stringify({
      name,
      version: '1.0.0',
      type: 'module',
      exports: './index.js',
    }),
    [`node_modules/${name}/index.js`]: 'export class Decimal {}',
  };
}

/** Adds one import to a file of the house; `to` is where it ends up, by default the .ts file that it names. */
function plant(from: keyof typeof HOUSE, specifier: string, to?: string, more: Record<string, string> = {}): Plant {
  const files = { ...more, [from]: `import * as planted from '${specifier}'; export { planted };\n${HOUSE[from]}` };
  return { files, from, to: to ?? resolveSource(from, specifier) };
}

function resolveSource(from: string, specifier: string): string {
  return new URL(specifier, `file:///${from}`).pathname.slice(1).replace(/\.js$/, '.ts');
}
