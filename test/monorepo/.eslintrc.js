const { builtinModules } = require('node:module')
const { dependencies, devDependencies } = require('./packages/destination-actions/package.json')

/** Module look-up does not end at this folder: it would find what is installed above it, and the monorepo lacks. */
const known = [...builtinModules, ...Object.keys({ ...dependencies, ...devDependencies })]
  .join('|')
  .replaceAll('/', '.')

const NO_HASHING = { importNames: ['createHash', 'hash'], message: 'Call processHashing of lib/hashing-utils.' }

module.exports = {
  root: true,
  parser: '@typescript-eslint/parser',
  parserOptions: {
    project: 'packages/destination-actions/tsconfig.json',
    tsconfigRootDir: __dirname,
    warnOnUnsupportedTypeScriptVersion: false
  },
  env: { node: true, es2020: true, jest: true },
  extends: [
    'eslint:recommended',
    'plugin:@typescript-eslint/recommended',
    'plugin:@typescript-eslint/recommended-requiring-type-checking',
    'prettier'
  ],
  rules: {
    '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    '@typescript-eslint/no-unsafe-argument': 'off',
    '@typescript-eslint/no-unsafe-assignment': 'off',
    '@typescript-eslint/no-unsafe-call': 'off',
    '@typescript-eslint/no-unsafe-member-access': 'off',
    '@typescript-eslint/no-unsafe-return': 'off',
    '@typescript-eslint/require-await': 'off',
    '@typescript-eslint/restrict-template-expressions': 'off',
    'no-restricted-imports': ['error', { paths: ['crypto', 'node:crypto'].map((name) => ({ name, ...NO_HASHING })) }],
    'no-restricted-syntax': [
      'error',
      { selector: 'MemberExpression[property.name="createHash"]', message: NO_HASHING.message },
      {
        selector: `:matches(ImportDeclaration, ExportNamedDeclaration, ExportAllDeclaration) > Literal.source:not([value=/^(\\.|node:|(${known})(?![\\w-]))/])`,
        message: 'This module is no dependency of @segment/action-destinations.'
      }
    ]
  }
}
