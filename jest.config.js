const { readdirSync, readFileSync } = require('node:fs')
const { availableParallelism } = require('node:os')
const { join } = require('node:path')

const SLOW = '\\.slow\\.test\\.ts$'

/** Tests with properties, or samples of tables: the slow part gives them more runs. */
function filesWithRuns() {
  const paths = readdirSync(join(__dirname, 'test'), { recursive: true })
  // The checks of the monorepo make and remove folders of their own meanwhile.
  const files = paths.filter((path) => path.endsWith('.test.ts') && !path.startsWith('monorepo'))
  return files.filter((path) => readFileSync(join(__dirname, 'test', path), 'utf8').includes('/runs'))
}

const moreRuns = process.env.FC_RUNS === undefined ? [] : filesWithRuns().map((path) => `<rootDir>/test/${path}`)

const common = {
  testEnvironment: 'node',
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/test/monorepo/'],
  setupFiles: ['<rootDir>/test/__helpers__/frozen-prototype.cjs'],
  transform: { '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2022' } }] },
  snapshotFormat: { escapeString: true, printBasicPrototype: true }
}

// The tests in src/ cover it by themselves, so that nothing is instrumented elsewhere.
const outsideOfSrc = {
  ...common,
  coveragePathIgnorePatterns: ['<rootDir>/'],
  globalSetup: '<rootDir>/test/__helpers__/setup.ts'
}

/** @type {import('jest').Config} */
module.exports = {
  collectCoverageFrom: ['src/**/*.ts', '!src/**/__tests__/**', '!src/**/generated-types.ts'],
  // Tests of commands wait for other processes for a third of their time.
  maxWorkers: Math.ceil(1.5 * availableParallelism()),
  // Ends a run that hangs. No result depends on how long something takes, as machines may be slow and busy.
  testTimeout: 600_000,
  // What a test starts it ends: a worker process that does not end by itself is a fault, but it may take its time.
  workerGracefulExitTimeout: 60_000,
  coverageReporters: ['text-summary', 'lcovonly'],
  coverageThreshold: { global: { branches: 100, functions: 100, lines: 100, statements: 100 } },
  projects: [
    { ...common, displayName: 'src', testMatch: ['<rootDir>/src/**/__tests__/*.test.ts'] },
    {
      ...outsideOfSrc,
      displayName: 'test',
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      testPathIgnorePatterns: ['/node_modules/', SLOW]
    },
    {
      ...outsideOfSrc,
      displayName: 'slow',
      testMatch: ['<rootDir>/test/**/*.slow.test.ts', ...moreRuns],
      globalSetup: '<rootDir>/test/__helpers__/slow-setup.ts',
      globalTeardown: '<rootDir>/test/__helpers__/slow-teardown.ts'
    }
  ]
}
