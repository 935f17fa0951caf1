import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

const OURS = ['src/**/*.ts', 'adapters/**/*.ts', 'cli/**/*.ts', 'examples/**/*.ts', 'test/**/*.ts'];
const PUBLISHED = ['src/**/*.ts', 'adapters/**/*.ts', 'cli/**/*.ts'];

/** Functions of date-fns that look at the machine's clock. */
const CLOCK_READERS = [
  ...['constructNow', 'formatDistanceToNow', 'formatDistanceToNowStrict', 'isFuture', 'isPast'],
  ...['isThisHour', 'isThisISOWeek', 'isThisMinute', 'isThisMonth', 'isThisQuarter', 'isThisSecond', 'isThisWeek'],
  ...['isThisYear', 'isToday', 'isTomorrow', 'isYesterday', 'startOfToday', 'startOfTomorrow', 'startOfYesterday'],
  ...['endOfToday', 'endOfTomorrow', 'endOfYesterday'],
];

const CLOCK = 'The core has no clock: take `now` as an argument (port Clock).';

export default defineConfig(
  globalIgnores(['dist/', 'coverage/']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      eqeqeq: 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/consistent-type-exports': 'error',
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      // Ports are asynchronous whether or not an adapter has something to wait for.
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    files: OURS,
    rules: {
      'no-restricted-exports': [
        'error',
        {
          restrictDefaultExports: {
            direct: true,
            named: true,
            defaultFrom: true,
            namedFrom: true,
            namespaceFrom: true,
          },
        },
      ],
    },
  },
  {
    files: PUBLISHED,
    rules: {
      'max-lines': ['error', 200],
      'max-lines-per-function': ['error', { max: 50, skipComments: true }],
    },
  },
  {
    // A table of contents is as long as what it lists.
    files: ['src/index.ts', 'src/*/index.ts'],
    rules: { 'max-lines': 'off' },
  },
  {
    files: ['src/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        { selector: 'MemberExpression[object.name="Date"][property.name="now"]', message: CLOCK },
        { selector: 'NewExpression[callee.name=/^(Date|TZDate)$/][arguments.length=0]', message: CLOCK },
        { selector: 'CallExpression[callee.name="Date"]', message: CLOCK },
        {
          selector: 'NewExpression[callee.name="Date"][arguments.length>1]',
          message: "This reads the machine's time zone: civil dates are Asia/Almaty (src/shared calendar).",
        },
        {
          selector: 'MemberExpression[object.name="Math"][property.name="random"]',
          message: 'The core has no randomness: take an id as an argument (port IdGenerator).',
        },
      ],
      'no-restricted-imports': ['error', { paths: [{ name: 'date-fns', importNames: CLOCK_READERS, message: CLOCK }] }],
    },
  },
  {
    // Tests read JSON that other processes print; expect() is what gives it a shape.
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
);
