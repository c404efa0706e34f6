const { availableParallelism } = require('node:os');

const libs = ['core', 'identity', 'events', 'guests', 'consent', 'templates', 'messaging', 'delivery', 'whatsapp'];
const base = {
  testEnvironment: 'node',
  rootDir: __dirname,
  moduleFileExtensions: ['ts', 'js', 'json'],
  transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: 'tsconfig.json' }] },
  moduleNameMapper: {
    ...Object.fromEntries(libs.map((lib) => [`^@beckon/${lib}$`, `<rootDir>/libs/${lib}/src`])),
    '^@beckon/migrations$': '<rootDir>/migrations',
  },
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
};
const onServices = {
  ...base,
  globalSetup: '<rootDir>/test/global-setup.mjs',
  globalTeardown: '<rootDir>/test/global-teardown.mjs',
  setupFiles: ['<rootDir>/test/worker-env.cjs'],
};
module.exports = {
  // many tests wait for other processes: with only as many workers as there are cores a third of a small machine would idle; a test
  // with workers of its own has up to 34 connections, and the PostgreSQL they all share takes 200
  maxWorkers: Math.min(8, Math.ceil(availableParallelism() * 1.5)),
  testTimeout: 60_000,
  testSequencer: '<rootDir>/test/long-ones-first.cjs',
  projects: [
    {
      ...base,
      displayName: 'unit',
      testMatch: ['<rootDir>/{apps/{api,worker,local},libs}/**/*.spec.ts', '<rootDir>/test/unit/**/*.spec.ts'],
    },
    { ...onServices, displayName: 'database', testMatch: ['<rootDir>/test/database/**/*.spec.ts'] },
    { ...onServices, displayName: 'api', testMatch: ['<rootDir>/test/api/**/*.spec.ts'] },
    { ...onServices, displayName: 'engine', testMatch: ['<rootDir>/test/engine/**/*.spec.ts'] },
  ],
};
