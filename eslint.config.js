import js from '@eslint/js';
import { importX } from 'eslint-plugin-import-x';
import globals from 'globals';
import { builtinModules } from 'node:module';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

/**
 * Which room may import from which (docs/technical-description.md draws it). A room that is not listed for another one
 * is forbidden to it; `domain` imports nothing but itself. `messages` stands for what of `workflows` may leave it:
 * messages.ts and ids.ts.
 *
 * @type {Record<string, string[]>}
 */
const rooms = {
  domain: [],
  workflows: ['domain'],
  config: [],
  embedded: ['config'],
  db: ['domain', 'messages'],
  activities: ['domain', 'db', 'messages'],
  engine: ['domain', 'messages'],
  jobs: ['domain', 'db', 'engine', 'messages'],
  worker: ['activities', 'db', 'engine', 'jobs', 'messages', 'config'],
  api: ['domain', 'db', 'engine', 'messages', 'config'],
};

const zones = Object.entries(rooms).flatMap(([room, allowed]) =>
  Object.keys(rooms)
    .filter((other) => other !== room && !allowed.includes(other))
    .map((other) => ({
      target: `./${room}`,
      from: `./${other}`,
      ...(other === 'workflows' && allowed.includes('messages')
        ? { except: ['./messages.ts', './ids.ts'] }
        : {}),
      message: `${room}/ may import only from: ${[room, ...allowed].join(', ')}`,
    })),
);

const nodeBuiltIns = builtinModules.flatMap((name) => [name, `node:${name}`]);

export default defineConfig(
  { ignores: ['node_modules', '.data', '.cache', 'db/migrations'] },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    plugins: { 'import-x': importX },
    languageOptions: {
      globals: globals.node,
      parserOptions: {
        projectService: { allowDefaultProject: ['eslint.config.js'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    settings: { 'import-x/resolver': { node: { extensions: ['.ts', '.js'] } } },
    rules: {
      'import-x/no-restricted-paths': ['error', { zones }],
      'import-x/no-cycle': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/consistent-type-definitions': ['error', 'interface'],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      'no-empty': ['error', { allowEmptyCatch: false }],
    },
  },
  {
    files: ['domain/**/*.ts', 'workflows/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: nodeBuiltIns.map((name) => ({
            name,
            message: 'The rules and the workflows run in a sandbox without Node.',
          })),
          patterns: [
            {
              group: [
                '@temporalio/worker',
                '@temporalio/client',
                'express',
                'drizzle-orm*',
                'postgres',
                'zod',
              ],
              message: 'Not in the rules, not in a workflow.',
            },
          ],
        },
      ],
      'no-restricted-globals': [
        'error',
        'process',
        'Buffer',
        'fetch',
        'setInterval',
        'structuredClone',
        'crypto',
        'performance',
        'queueMicrotask',
      ],
    },
  },
  {
    files: ['domain/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ regex: '^[^.]', message: 'domain/ imports nothing but itself.' }] },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: "NewExpression[callee.name='Date'][arguments.length=0]",
          message: 'domain/ never reads a clock: take `now` as an argument.',
        },
        {
          selector: "MemberExpression[object.name='Date'][property.name='now']",
          message: 'domain/ never reads a clock: take `now` as an argument.',
        },
        {
          selector: "MemberExpression[object.name='Math'][property.name='random']",
          message: 'domain/ is deterministic.',
        },
        {
          selector:
            'MemberExpression[property.name=/^(get|set)(FullYear|Month|Date|Day|Hours|Minutes|Seconds)$/]',
          message: "Local getters follow the host's zone.",
        },
        { selector: "Identifier[name='Intl']", message: "Intl reads the host's zone and clock." },
      ],
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-confusing-void-expression': 'off',
    },
  },
);
