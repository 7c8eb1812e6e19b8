// Only what needs types: promises that nobody waits for, and switches that forget a case. Everything else is biome's.
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

export default defineConfig(
  {
    ignores: [
      'dist/',
      'coverage/',
      'node_modules/',
      '.keepwell*/',
      'src/api/generated/',
      'client/generated/',
      '**/*.js',
      '**/*.cjs',
      '**/*.mjs',
      '**/*.mts',
    ],
  },
  {
    files: ['src/**/*.ts', 'sandbox/**/*.ts', 'tools/**/*.ts', 'tests/**/*.ts', 'client/{src,worker}/**/*.{ts,tsx}'],
    languageOptions: {
      parser: tseslint.parser,
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    plugins: { '@typescript-eslint': tseslint.plugin },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/no-floating-promises': [
        'error',
        // node:test collects its own promises.
        {
          allowForKnownSafeCalls: [
            { from: 'package', package: 'node:test', name: ['test', 'it', 'describe', 'suite'] },
          ],
        },
      ],
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    },
  },
  {
    files: ['client/src/**/*.{ts,tsx}'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: "CallExpression[callee.name='useEffect'] MemberExpression[property.name='focus']",
          message: 'It runs after the page is shown, and takes the focus from who types by then: useLayoutEffect.',
        },
      ],
    },
  },
);
