/*
 * The arrows of this house; `npm run boundaries` follows them and test/boundaries.spec.ts shows each rule failing once.
 * A new import between libs starts with a line in `arrows`.
 */

const values = ['money', 'calendar', 'identifiers', 'canonical-json', 'facts', 'keyset'];
const deciding = [
  'recording',
  'institutions',
  'usccs',
  'intake',
  'submissions',
  'loans',
  'bailout',
  'indicators',
  'programmes',
  'access',
];
const reading = ['projections', 'loan-book', 'bailout-book', 'borrower-book', 'reporting-book', 'register-book', 'targets', 'anomalies', 'audit'];

const book = [...values, 'history', 'rules', 'contract', 'projections'];
const capability = [...values, 'history', 'rules', 'decider', 'reports', 'event-log', 'recording'];

/** What each lib may import: only names above its own, so that no circle between libs can be written down. */
const arrows = {
  money: [],
  calendar: [],
  identifiers: [],
  'canonical-json': [],
  // Schemas of stored values say money, days and ids by their own checks.
  facts: ['money', 'calendar', 'identifiers'],
  keyset: [],
  history: ['calendar', 'facts'],
  figures: ['money', 'calendar', 'canonical-json', 'facts', 'keyset', 'history'],
  logging: [],
  // Receipts are signed by the registry and checked by whoever keeps them.
  signing: ['canonical-json'],
  settings: ['facts', 'signing'],
  'wake-up': [],
  batching: ['wake-up'],
  headroom: [],

  rules: ['facts', 'money'],
  decider: ['canonical-json', 'rules'],
  // Clients import it: it brings zod along and nothing else.
  contract: [],
  spreadsheets: ['contract'],
  reports: ['canonical-json', 'calendar', 'contract', 'identifiers', 'money'],
  'problem-details': ['contract', 'rules'],

  // Held connections and locks wait, are woken, and come back.
  database: ['wake-up'],
  'event-log': ['facts', 'identifiers', 'canonical-json', 'keyset', 'database', 'wake-up', 'batching'],
  outages: ['batching', 'event-log', 'logging', 'wake-up'],
  testing: ['identifiers', 'wake-up', 'database', 'facts', 'event-log', 'rules'],

  recording: [...values, 'history', 'rules', 'decider', 'event-log', 'batching'],
  institutions: capability,
  usccs: capability,
  access: [...capability, 'institutions', 'batching', 'wake-up'],
  // Filters are one language: what may be said in one is refused where it is defined and read where it is counted.
  programmes: [...capability, 'figures'],
  intake: [...capability, 'contract', 'institutions', 'usccs', 'batching', 'problem-details', 'wake-up'],
  submissions: [...capability, 'signing', 'batching', 'contract', 'spreadsheets', 'intake', 'problem-details', 'database', 'wake-up'],
  loans: [...capability, 'intake'],
  bailout: [...capability, 'institutions', 'intake', 'loans'],
  indicators: [...capability, 'intake', 'programmes'],

  // Who follows holds a connection and a lock: there is one way to do so.
  projections: ['facts', 'history', 'money', 'keyset', 'contract', 'wake-up', 'database'],
  sequencer: ['facts', 'event-log', 'wake-up', 'database'],
  'loan-book': book,
  'bailout-book': book,
  'borrower-book': [...book, 'loan-book', 'bailout-book'],
  'reporting-book': book,
  'register-book': book,
  anomalies: [...book, 'database'],
  targets: [...book, 'wake-up', 'database', 'figures'],
  audit: [...book, 'wake-up', 'database', 'figures', 'targets'],

  'first-time-borrowers': [...capability, 'projections', 'database'],
};

const declared = Object.keys(arrows);
for (const [place, lib] of declared.entries()) {
  const up = arrows[lib].filter((below) => !declared.slice(0, place).includes(below));
  if (up.length > 0) throw new Error(`libs/${lib} may import only libs above it in the list, not ${up}`);
}

const anyOf = (names) => `(${names.join('|')})`;
const libs = (names) => `^libs/${anyOf(names)}/`;
const packages = (names) => `(^|node_modules/)${anyOf(names)}(/|$)`;
const core = (names) => `^(node:)?${anyOf(names)}$`;

const tests = ['\\.spec\\.ts$', '^test/', '^libs/[^/]+/src/testing/'];

const rules = [
  { name: 'no-circles', from: {}, to: { circular: true } },
  {
    name: 'no-circles-between-libs',
    comment:
      'Also where no two files go round, and in specs; those of libs/database alone need libs/testing, which needs it.',
    scope: 'folder',
    from: { path: '^libs/[^/]+/src$', pathNot: '^libs/testing/' },
    to: { circular: true, path: '^libs/[^/]+/src$', pathNot: '^libs/testing/' },
  },
  { name: 'libs-do-not-know-apps', from: { path: '^libs/' }, to: { path: '^apps/' } },
  {
    name: 'apps-stand-alone',
    comment: 'Processes meet in the database and over HTTP.',
    from: { path: '^apps/([^/]+)/' },
    to: { path: '^apps/', pathNot: '^apps/$1/' },
  },
  {
    name: 'one-door',
    comment: 'A lib is entered through its index.ts.',
    from: { path: '^(apps/[^/]+|libs/[^/]+|test)/' },
    to: { path: '^libs/', pathNot: ['^$1/', '^libs/[^/]+/src/index\\.ts$'] },
  },
  {
    name: 'deciding-does-not-read',
    comment: 'What is decided follows from recorded facts, never from rows that are behind them.',
    from: { path: libs(deciding) },
    to: { path: libs(reading) },
  },
  {
    name: 'reading-does-not-decide',
    comment: 'A page is a function of facts; a rule that changed must not change what was recorded.',
    from: { path: libs(reading) },
    to: { path: libs(deciding) },
  },
  {
    name: 'plain-names-are-pure',
    comment:
      'renew-loan.ts decides, record-report.handler.ts meets Nest and the log. Types are free, they do nothing.',
    from: { path: '^libs/.+/[^/.]+\\.ts$', pathNot: ['/index\\.ts$', ...tests] },
    to: {
      dependencyTypesNot: ['type-only'],
      pathNot: [
        '^libs/.+/[^/.]+\\.ts$',
        packages(['zod', 'immutable', 'lru-cache', 'uuid', 'fflate']),
        core(['crypto', 'util', 'buffer']),
      ],
    },
  },
  {
    name: 'plain-names-of-apps-open-nothing',
    comment:
      'In an app nearly everything reaches what is outside by way of something else. What does so itself (Nest, SQL, HTTP, files, processes) ' +
      'has a dotted name there too; but a program begins in a plain file.',
    from: {
      path: '^apps/.+/[^/.]+\\.ts$',
      pathNot: ['^apps/console/', '/main\\.ts$', '^apps/cli/src/(check-health|check-settings|migrate)\\.ts$', ...tests],
    },
    to: {
      dependencyTypesNot: ['type-only'],
      path: [
        packages(['@nestjs', 'fastify', 'pg', 'typeorm', 'prom-client']),
        core(['fs', 'fs/promises', 'http', 'https', 'net', 'tls', 'dns', 'child_process', 'worker_threads', 'cluster', 'readline']),
      ],
    },
  },
  {
    name: 'figures-are-pure',
    comment: 'Projections, replays and an offline verifier run them alike: plain files over values, and no package, not even for a type.',
    from: { path: '^libs/figures/', pathNot: tests },
    to: { pathNot: ['^libs/figures/src/[^/.]+\\.ts$', libs(arrows.figures)] },
  },
  {
    name: 'history-is-pure',
    comment: 'Deciding, projections, replays and an offline verifier read it alike.',
    from: { path: '^libs/history/', pathNot: tests },
    to: { pathNot: ['^libs/history/src/[^/.]+\\.ts$', libs(arrows.history)] },
  },
  {
    name: 'checks-take-nothing-from-figures',
    comment: 'A checker derives the figures a second time. What it shared with them would be wrong on both sides, and not seen.',
    from: { path: '^libs/targets/src/(checking/|targets\\.checker\\.ts$)', pathNot: tests },
    to: { path: '^libs/figures/', reachable: true },
  },
  {
    name: 'contract-brings-zod-alone',
    comment: 'A console in a browser and other programs import the shapes of answers, without what makes the answers.',
    from: { path: '^libs/contract/', pathNot: tests },
    to: { pathNot: ['^libs/', packages(['zod'])] },
  },
  {
    name: 'console-knows-the-contract-alone',
    comment: 'What runs in a browser takes types of answers and facts, names of districts and industries, and no other code of ours.',
    from: { path: '^apps/console/' },
    to: { path: '^libs/', pathNot: '^libs/(contract|facts|identifiers)/src/index\\.ts$' },
  },
  {
    name: 'console-takes-types',
    comment: 'Not even zod comes along.',
    from: { path: '^apps/console/', pathNot: tests },
    to: { path: '^libs/(contract|facts)/', dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'browsers-are-for-the-console',
    comment: 'What draws pages is no dependency of a program at run time.',
    from: { path: '^(apps|libs)/', pathNot: '^apps/console/' },
    to: { path: packages(['react', 'react-dom', 'antd', 'echarts', 'vite', '@tanstack', '@ant-design']) },
  },
  {
    name: 'testing-is-for-tests',
    from: { pathNot: [...tests, '^libs/testing/'] },
    to: { path: ['^libs/testing/', '^libs/[^/]+/src/testing/'] },
  },
  {
    name: 'one-file-knows-eventstore',
    comment: 'The engine can be changed because nobody else sees which one it is. Its double in the tests speaks the same protocol.',
    from: { pathNot: ['^libs/event-log/src/eventstore/reach\\.client\\.ts$', '^test/event-store-double/'] },
    to: { path: packages(['@eventstore', '@kurrent', 'google-protobuf']) },
  },
  {
    name: 'batch-append-has-one-door',
    comment: 'The hand-made call of the event store can be changed, or taken out, without a look at anything else.',
    from: { path: '^libs/', pathNot: '^libs/event-log/src/eventstore/batch-append/' },
    to: {
      path: '^libs/event-log/src/eventstore/batch-append/',
      pathNot: '^libs/event-log/src/eventstore/batch-append/batch-appender\\.client\\.ts$',
    },
  },
  {
    name: 'one-folder-knows-prometheus',
    comment: 'What is counted is told to it in words of the registry.',
    from: { pathNot: '^apps/registry/src/operations/metrics/' },
    to: { path: packages(['prom-client']) },
  },
  {
    name: 'sql-has-dotted-names',
    comment: 'In libs; an app gets its pool from libs/database and hands it on.',
    from: {
      path: '^libs/',
      pathNot: [
        '^libs/(database|event-log|testing)/',
        '\\.(table|query|projection|connection|follower)\\.ts$',
        ...tests,
      ],
    },
    to: { path: packages(['pg', 'typeorm']), dependencyTypesNot: ['type-only'] },
  },
  ...Object.entries(arrows).map(([lib, below]) => ({
    name: `arrows-of-${lib}`,
    from: { path: `^libs/${lib}/`, pathNot: tests },
    to: { path: '^libs/', pathNot: libs([lib, ...below]) },
  })),
];

module.exports = {
  forbidden: rules.map((rule) => ({ severity: 'error', ...rule })),
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|\\.xudai|\\.cache)/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      conditionNames: ['source', 'import', 'node', 'default'],
      exportsFields: ['exports'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json'],
    },
  },
};
