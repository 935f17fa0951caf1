// The walls of the house. test/architecture.test.ts runs these rules over the tree and plants a breach of each.
// The order of the folders, from the inside out: src (the core) <- adapters <- cli, examples <- test.

const CONTAINER = '^(node_modules/)?(inversify|@inversifyjs|reflect-metadata)(/|$)';

/** @type {import('dependency-cruiser').IForbiddenRuleType[]} */
const forbidden = [
  {
    name: 'core-is-pure',
    comment: 'src imports decimal.js, date-fns, @date-fns/tz and itself: no Node built-in, no framework, no I/O.',
    severity: 'error',
    from: { path: '^src/' },
    to: {
      pathNot: ['^\\.', '^(src|adapters|cli|examples|test)/', '^node_modules/(decimal\\.js|date-fns|@date-fns/tz)/'],
    },
  },
  {
    name: 'core-knows-no-adapter',
    comment: 'src declares ports; adapters and the command line depend on it, never the other way round.',
    severity: 'error',
    from: { path: '^src/' },
    to: { path: '^(adapters|cli|examples)/' },
  },
  {
    name: 'contexts-meet-at-index',
    comment: 'A context imports another one only through its index.ts.',
    severity: 'error',
    from: { path: '^src/([^/]+)/' },
    to: { path: '^src/[^/]+/', pathNot: ['^src/$1/', '^src/[^/]+/index\\.ts$'] },
  },
  {
    name: 'core-is-entered-at-index',
    comment:
      'src/index.ts, adapters, cli and examples use what an embedder can use: src/index.ts and src/<context>/index.ts.',
    severity: 'error',
    from: { path: '^(src/[^/]+$|adapters/|cli/|examples/)' },
    to: { path: '^src/[^/]+/', pathNot: '^src/[^/]+/index\\.ts$' },
  },
  {
    name: 'shared-stands-alone',
    comment: 'Every context rests on src/shared; it knows none of them.',
    severity: 'error',
    from: { path: '^src/shared/' },
    to: { path: '^src/', pathNot: '^src/shared/' },
  },
  {
    name: 'domain-knows-no-use-case',
    comment: 'Decisions do not know who loads and saves around them.',
    severity: 'error',
    from: { path: '^src/([^/]+)/domain/' },
    to: { path: '^src/$1/use-cases/' },
  },
  {
    name: 'domain-calls-no-port',
    comment: 'Decisions call nothing outside. They may name the types a port declares (import type).',
    severity: 'error',
    from: { path: '^src/([^/]+)/domain/' },
    to: { path: '^src/$1/ports/', dependencyTypesNot: ['type-only', 'type-import'] },
  },
  {
    name: 'adapters-are-strangers',
    comment:
      'One technology can be dropped without touching another. Only operations, inversify and node put adapters together.',
    severity: 'error',
    from: { path: '^adapters/([^/]+)/', pathNot: '^adapters/(operations|inversify|node)/' },
    to: { path: '^adapters/', pathNot: '^adapters/$1/' },
  },
  {
    name: 'nothing-imports-cli',
    comment: 'What the command line can do, the library can do: it is in the catalogue of operations.',
    severity: 'error',
    from: { pathNot: '^(cli|test)/' },
    to: { path: '^cli/' },
  },
  {
    name: 'nothing-imports-test',
    severity: 'error',
    from: { pathNot: '^test/' },
    to: { path: '^test/' },
  },
  {
    name: 'nothing-imports-examples',
    severity: 'error',
    from: { pathNot: '^(examples|test)/' },
    to: { path: '^examples/' },
  },
  {
    name: 'inversify-at-the-root-only',
    comment: 'The container is a convenience of the composition root; everything else takes its deps by constructor.',
    severity: 'error',
    from: { pathNot: ['^adapters/inversify/', '^cli/container\\.ts$', '^examples/', '^test/'] },
    to: { path: CONTAINER },
  },
  {
    name: 'no-circles',
    comment: 'A circle has no first page to read. Types count too.',
    severity: 'error',
    from: {},
    to: { circular: true },
  },
  {
    name: 'no-dev-dependency-at-run-time',
    comment: 'What is published runs on dependencies and peers.',
    severity: 'error',
    from: { path: '^(src|adapters|cli)/' },
    to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only', 'npm-peer'] },
  },
  {
    name: 'everything-resolves',
    severity: 'error',
    from: {},
    to: { couldNotResolve: true },
  },
];

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden,
  options: {
    tsPreCompilationDeps: true,
    moduleSystems: ['es6'],
    doNotFollow: { path: ['(^|/)node_modules/', '^dist/'] },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
