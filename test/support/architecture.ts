import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { cruise, type ICruiseOptions } from 'dependency-cruiser';
import extractOptions from 'dependency-cruiser/config-utl/extract-depcruise-options';
import { type BuildOptions, build } from 'esbuild';

/** One import that the walls forbid: which rule, and both ends. */
export type Breach = { readonly rule: string; readonly from: string; readonly to: string };

export const ROOT = join(import.meta.dirname, '../..');

const walls: ICruiseOptions = await extractOptions(join(ROOT, '.dependency-cruiser.mjs'));

/** The names of the rules in .dependency-cruiser.mjs. */
export const WALLS: readonly string[] = (walls.ruleSet?.forbidden ?? []).map((rule) => rule.name ?? 'unnamed');

/** Runs the rules of .dependency-cruiser.mjs over the given folders of the tree at `root`. */
export async function findBreaches(folders: readonly string[], root = ROOT): Promise<readonly Breach[]> {
  const { output } = await cruise([...folders], { ...walls, validate: true, baseDir: root });
  if (typeof output === 'string') throw new Error('dependency-cruiser was asked for an object');
  return output.summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to }));
}

/** Builds a small tree outside the repository, hands its path to `use` and removes it. */
export async function withTree<T>(
  files: Readonly<Record<string, string>>,
  use: (root: string) => Promise<T>,
): Promise<T> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'jinaq-tree-')));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    return await use(root);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** Bundles for no platform in particular, as a build for a browser or React Native does. */
export async function bundle(entry: Pick<BuildOptions, 'entryPoints' | 'stdin'>): Promise<string> {
  const { outputFiles } = await build({
    ...entry,
    bundle: true,
    write: false,
    platform: 'neutral',
    format: 'iife',
    globalName: 'bundled',
    target: 'es2022',
    absWorkingDir: ROOT,
    logLevel: 'silent',
  });
  return outputFiles[0]?.text ?? '';
}

/** Runs a bundle where there is nothing but the language (no process, require, fetch, timers), then an expression. */
export function runBare(code: string, expression: string): unknown {
  const context = createContext({});
  runInContext(code, context);
  return runInContext(expression, context);
}
