import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import angular from 'angular-eslint';
import tseslint from 'typescript-eslint';

const everywhere = [
  { selector: 'TSEnumDeclaration', message: 'Use a const object or a union of texts.' },
  { selector: "CallExpression[callee.name='forwardRef']", message: 'A cycle wants splitting, not forwardRef.' },
  { selector: "Identifier[name='ModuleRef']", message: 'Inject what you need.' },
  { selector: 'ExportDefaultDeclaration', message: 'Name what you export.' },
];
const noEnvironment = {
  selector: "MemberExpression[object.name='process'][property.name='env']",
  message: 'Settings come from Config.',
};
const noClock = [
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'Take `now` as a parameter, or ask Clock or the database.',
  },
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: 'Take `now` as a parameter, or ask Clock or the database.',
  },
];

export default defineConfig(
  globalIgnores([
    'apps/console/public/',
    'dist/',
    'out-tsc/',
    '.data/',
    '.angular/',
    'apps/console/src/app/api/generated/',
    '**/*.cjs',
  ]),
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // Nest's classes are often only a decorator, a constructor or a static factory
      '@typescript-eslint/no-extraneous-class': 'off',
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/unbound-method': ['error', { ignoreStatic: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // a DTO answers a shape; nobody asks whether it is an instance
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      'no-control-regex': 'off',
      'no-restricted-syntax': ['error', ...everywhere, noEnvironment, ...noClock],
      'max-lines': ['error', { max: 320, skipBlankLines: true, skipComments: true }],
      'max-params': ['error', 6],
    },
  },
  {
    files: ['libs/core/src/config/**', 'libs/core/src/clock/**', 'apps/local/**', 'apps/*/src/*.ts', 'bench/**'],
    rules: { 'no-restricted-syntax': ['error', ...everywhere] },
  },
  {
    // the console: the browser's clock is the only one there is, and no process to read settings from
    files: ['apps/console/**/*.ts'],
    extends: [angular.configs.tsRecommended],
    processor: angular.processInlineTemplates,
    rules: {
      'no-restricted-syntax': ['error', ...everywhere],
      '@angular-eslint/component-class-suffix': 'off',
      '@angular-eslint/component-selector': ['error', { type: 'element', prefix: 'beckon', style: 'kebab-case' }],
      // DTOs of the generated client are plain objects
      '@typescript-eslint/no-empty-object-type': ['error', { allowObjectTypes: 'always' }],
    },
  },
  {
    files: ['apps/console/**/*.html'],
    extends: [angular.configs.templateRecommended, angular.configs.templateAccessibility],
    rules: { '@angular-eslint/template/label-has-associated-control': 'off' },
  },
  {
    files: ['**/*.spec.ts', 'test/**', 'bench/**'],
    rules: {
      'no-restricted-syntax': ['error', ...everywhere],
      'max-lines': 'off',
      'max-params': 'off',
      // answers of the API are looked at as they come; what they hold is what the test checks
      '@typescript-eslint/no-explicit-any': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
    },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: {
      globals: Object.fromEntries(
        [
          'process',
          'console',
          'performance',
          'setTimeout',
          'clearTimeout',
          'setInterval',
          'clearInterval',
          'setImmediate',
          'globalThis',
          'Buffer',
          'URL',
          'fetch',
          'AbortSignal',
          'AbortController',
        ].map((name) => [name, 'readonly']),
      ),
    },
    rules: { 'no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }] },
  },
  {
    // configuration files have no other way to be found
    files: ['*.config.{ts,mjs}', '.dependency-cruiser.mjs', 'test/global-*.mjs', 'test/browser/global-setup.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
);
