/** How Stryker changes the files of the part in MUTATION_PART. It works on a copy of the project, below .cache. */
const { mutate } = JSON.parse(process.env.MUTATION_PART);

export default {
  mutate: [
    ...mutate.map((pattern) => `libs/${pattern}`),
    '!libs/**/*.spec.ts',
    '!libs/**/{testing,contract}/**',
    // These only connect: what they connect is mutated, and whether they do is shown over HTTP.
    '!libs/**/{index,*.module,*-deciders}.ts',
    // So do handlers, unless one is named.
    ...(mutate.some((pattern) => pattern.includes('.handler')) ? [] : ['!libs/**/*.handler.ts']),
  ],
  testRunner: 'jest',
  jest: { configFile: 'test/mutation/jest.config.mjs', enableFindRelatedTests: false },
  testRunnerNodeArgs: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
  coverageAnalysis: 'perTest',
  concurrency: 1,
  // Modules of a spec are kept until its process ends.
  maxTestRunnerReuse: 60,
  // A change that never ends is ended: by the count of what it repeats, else after this on top of the usual time.
  timeoutMS: 20_000,
  tempDirName: '.cache/mutation-copy',
  cleanTempDir: 'always',
  ignorePatterns: ['apps', 'dist', 'docs', 'docker', '.xudai', '.cache'],
  tsconfigFile: 'none',
  allowConsoleColors: false,
  reporters: ['json'],
  jsonReporter: { fileName: process.env.MUTATION_REPORT },
};
