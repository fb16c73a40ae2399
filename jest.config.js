const { availableParallelism } = require('node:os')

const common = {
  testEnvironment: 'node',
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/test/monorepo/'],
  transform: { '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2022' } }] },
  snapshotFormat: { escapeString: true, printBasicPrototype: true }
}

/** @type {import('jest').Config} */
module.exports = {
  collectCoverageFrom: ['src/**/*.ts', '!src/**/__tests__/**', '!src/**/generated-types.ts'],
  // Tests of commands wait for other processes for a third of their time.
  maxWorkers: Math.ceil(1.5 * availableParallelism()),
  // Whole commands run in some tests, on machines that may be busy.
  testTimeout: 60_000,
  coverageReporters: ['text-summary', 'lcovonly'],
  coverageThreshold: { global: { branches: 100, functions: 100, lines: 100, statements: 100 } },
  projects: [
    { ...common, displayName: 'src', testMatch: ['<rootDir>/src/**/__tests__/*.test.ts'] },
    // The tests in src/ cover it by themselves, so that nothing is instrumented here.
    {
      ...common,
      displayName: 'test',
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      coveragePathIgnorePatterns: ['<rootDir>/']
    }
  ]
}
