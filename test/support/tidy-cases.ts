import { factTypesOnce, plantedFactTypes } from './fact-type-lists.js';
import {
  fullerFiles,
  nestImportsValues,
  plantedBound,
  plantedFullerFiles,
  plantedNestClasses,
  pathIdsTyped,
} from './fuller-files.js';
import {
  decisionsNumberedOnce,
  exactVersions,
  fileNames,
  kindsDescribed,
  libsDescribed,
  longestFile,
  namesSay,
  noRegistryNamed,
  nothingGenerated,
  oneDoor,
  reasonsGiven,
  shortFiles,
  topLevelKept,
  type SourceFile,
  type TidyRule,
} from './tidy-rules.js';

const file = (name: string, text = ''): SourceFile => ({ path: name, text });
const route = (declared: string, parameter: string): SourceFile =>
  file(
    'apps/registry/src/a.controller.ts',
    `  @Route('GET', ':x', {\n    ${declared}\n  })\n  one(${parameter}) {}\n`,
  );
const toDo = ['TO', 'DO'].join('');
const lock = (entry: object): SourceFile =>
  file('package-lock.json', JSON.stringify({ packages: { 'node_modules/pg': entry } }));
const wanted = (versions: object): SourceFile =>
  file('package.json', JSON.stringify({ dependencies: versions }));

/** Each rule, what it must find and the nearest that it must leave alone. */
export const ruleCases = (
  contributing: SourceFile,
): readonly (readonly [string, TidyRule, SourceFile[][], SourceFile[][]])[] => [
  [
    'files are named in kebab-case, with a dot and a known word when they are not pure',
    fileNames,
    [
      [file('libs/loans/src/RenewLoan.ts')],
      [file('libs/loans/src/loan.thing.ts')],
      [file('test/a.b.c.spec.ts')],
    ],
    [[file('libs/loans/src/renew-loan.ts'), file('libs/loans/src/renew-loan.handler.spec.ts')]],
  ],
  [
    'a lib has one index.ts, and there are no other barrels',
    oneDoor,
    [
      [file('libs/loans/src/loan.ts', 'export const loan = 1;')],
      [file('libs/loans/src/index.ts'), file('libs/loans/src/renewal/index.ts')],
      [
        file(
          'apps/registry/src/all.ts',
          `/** All. */\nexport { a } from './a.js';\nexport type * from './b.js';`,
        ),
      ],
    ],
    [
      [
        file('libs/loans/src/index.ts', `export { loan } from './loan.js';`),
        file('libs/loans/src/loan.ts', 'f();'),
      ],
    ],
  ],
  [
    'what is put off says why',
    reasonsGiven,
    [[file('a.ts', `// ${toDo} later`)], [file('a.ts', `// ${toDo}: later`)]],
    [[file('a.ts', `// ${toDo} (when streams are built): read on`)]],
  ],
  [
    `files have at most ${longestFile} lines`,
    shortFiles({}),
    [[file('libs/loans/src/loan.ts', '\n'.repeat(longestFile + 1))]],
    [[file('libs/loans/src/loan.ts', '\n'.repeat(longestFile)), file('libs/a.json', '\n'.repeat(999))]],
  ],
  ['small files with one importer are few', fullerFiles(plantedBound), ...plantedFullerFiles],
  ['what Nest makes imports what it is given, not its type alone', nestImportsValues, ...plantedNestClasses],
  [
    'an exception is one',
    shortFiles({ 'libs/loans/src/loan.ts': 'long once' }),
    [[file('libs/loans/src/loan.ts', '')]],
    [[file('libs/loans/src/loan.ts', '\n'.repeat(longestFile + 1))]],
  ],
  [
    'ARCHITECTURE.md has a line for each lib',
    libsDescribed,
    [
      [file('libs/loans/src/index.ts')],
      [file('libs/loans/src/index.ts'), file('ARCHITECTURE.md', 'Many loans.\n- `loans-book`: pages')],
    ],
    [[file('libs/loans/src/index.ts'), file('ARCHITECTURE.md', 'Libs\n| `loans` | decides |')]],
  ],
  [
    'ids in paths have the type of what they name',
    pathIdsTyped,
    [
      [route(`path: { code: 'institution' },`, `@Param('code') code: string`)],
      [route(`path: { code: 'identifier' },`, `@Param('code') code: LoanId`)],
      [route(`path: { loanId: 'institution' },`, `@Param('loanId') loanId: LoanId`)],
    ],
    [[route(`path: { institution: 'institution' },`, `@Param('institution') institution: InstitutionCode`)]],
  ],
  [
    'CONTRIBUTING.md says what each dotted word means',
    kindsDescribed,
    [[], [file('CONTRIBUTING.md', '| `.table` | something else |')]],
    [[contributing]],
  ],
  [
    'names say something',
    namesSay,
    [
      [file('libs/loans/src/loan-helpers.ts')],
      [file('libs/loans/src/loan.ts', 'export class LoanService {}')],
      [file('libs/loans/src/loan.ts', 'export const utilOfLoans = 1;')],
    ],
    [[file('libs/loans/src/loan.ts', 'export const utilisation = 1;\nexport type Simple = 1;')]],
  ],
  ['what is known of types of facts stands in libs/facts', factTypesOnce, ...plantedFactTypes],
  [
    'nothing generated is committed',
    nothingGenerated,
    [[file('dist/apps/registry/src/main.js')], [file('.xudai/postgres/PG_VERSION')], [file('npm-debug.log')]],
    [[file('libs/access/src/key-ring.log.ts')]],
  ],
  [
    'only what belongs there stands at the top',
    topLevelKept,
    [[file('year/expected.json')], [file('bench.json')], [file('.xudai2/postgres')]],
    [
      [
        file('libs/money/src/fen.ts'),
        file('package.json'),
        file('.swcrc'),
        file('README.md'),
        file('.ci/run'),
      ],
    ],
  ],
  [
    'decisions are numbered once',
    decisionsNumberedOnce,
    [[file('docs/adr/0057-a.md'), file('docs/adr/0058-b.md'), file('docs/adr/0057-c.md')]],
    [[file('docs/adr/0057-a.md'), file('docs/adr/0058-b.md')]],
  ],
  [
    'versions are exact',
    exactVersions,
    [[wanted({ pg: '^8.23.1' })], [wanted({ pg: 'latest' })], [wanted({ ts7: 'npm:typescript@7' })]],
    [[wanted({ pg: '8.23.1', ts7: 'npm:typescript@7.0.2', embedded: '18.4.0-beta.17' })]],
  ],
  [
    'the lock names no registry',
    noRegistryNamed,
    [[lock({ version: '8.23.1', resolved: 'https://registry.example/pg/-/pg-8.23.1.tgz' })]],
    [[lock({ version: '8.23.1' })]],
  ],
];
