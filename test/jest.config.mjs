import { createRequire } from 'node:module';

/** Where packages begin that are loaded once in a process, by Node itself. */
const loadedOnce = '(@nestjs/(common|core|platform-fastify)|@nestjs/cqrs/dist)/index\\.js$';

export default {
  rootDir: '..',
  testEnvironment: createRequire(import.meta.url).resolve('./spec-environment.cjs'),
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/.xudai', '<rootDir>/.cache'],
  testMatch: ['<rootDir>/libs/**/*.spec.ts', '<rootDir>/apps/**/*.spec.ts', '<rootDir>/test/**/*.spec.ts'],
  // Runs on a server that somebody names, by `npm run test:event-store`.
  testPathIgnorePatterns: [
    '/node_modules/',
    '/any-event-store\\.spec\\.ts$',
    // Only `npm run test:nightly` runs these.
    ...(process.env.TEST_NIGHTLY === '1' ? [] : ['<rootDir>/test/nightly/']),
  ],
  globalSetup: '<rootDir>/test/start-database.config.mjs',
  globalTeardown: '<rootDir>/test/stop-database.config.mjs',
  // Nothing is told by how long a test takes: the limit ends those that hang, on a machine however crowded.
  testTimeout: 180_000,
  testSequencer: '<rootDir>/test/longest-first.config.mjs',
  // As many as the cores that a run is meant for: with more, what is timed in a spec is late.
  maxWorkers: 2,
  // Modules of a spec are kept until its process ends: one that grew is replaced.
  workerIdleMemoryLimit: '1GB',
  transformIgnorePatterns: [`/node_modules/(?!${loadedOnce})`],
  transform: {
    [`/node_modules/${loadedOnce}`]: '<rootDir>/test/loaded-once.cjs',
    '^.+\\.ts$': [
      '@swc/jest',
      {
        swcrc: false,
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true, importAttributes: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
          keepClassNames: true,
        },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
};
