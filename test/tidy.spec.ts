import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { factTypesOnce, plantedFactTypes } from './support/fact-type-lists.js';
import {
  fullerFiles,
  type LowerBound,
  nestImportsValues,
  plantedBound,
  plantedFullerFiles,
  plantedNestClasses,
} from './support/fuller-files.js';
import {
  exactVersions,
  fileNames,
  kindsDescribed,
  libsDescribed,
  longestFile,
  namesSay,
  noRegistryNamed,
  nothingGenerated,
  oneDoor,
  pathIdsTyped,
  reasonsGiven,
  shortFiles,
  type SourceFile,
  type TidyRule,
} from './support/tidy-rules.js';

const root = path.resolve(import.meta.dirname, '..');

const read = (name: string): SourceFile => ({
  path: name,
  text: readFileSync(path.join(root, name), 'utf8'),
});
const under = (folder: string): readonly SourceFile[] =>
  readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'))
    .map(read);
const tree = [
  ...['apps', 'libs', 'test'].flatMap(under),
  ...['package.json', 'package-lock.json', 'ARCHITECTURE.md', 'CONTRIBUTING.md']
    .filter((name) => existsSync(path.join(root, name)))
    .map(read),
];

/** The tree may belong to another account than the one that tests. */
const heldByGit = (): readonly SourceFile[] =>
  execFileSync('git', ['-c', 'safe.directory=*', 'ls-files', '-z'], { cwd: root, encoding: 'utf8' })
    .split('\0')
    .filter((name) => name !== '')
    .map((name) => ({ path: name, text: '' }));

/** Why these are one file all the same. */
const longFiles = {
  'libs/event-log/src/contract/appending.contract.ts': 'one contract, run on every engine as a whole',
  'libs/projections/src/projection.follower.spec.ts': 'its tests share two followers on one planted log',
  'libs/rules/src/rule-catalogue.ts': 'a table of data, a rule a row',
  'libs/targets/src/targets.laws.spec.ts': 'laws that share one model and its generators',
  'test/boundaries.spec.ts': 'a table of planted violations, one for each rule',
  'libs/targets/src/targets.projection.spec.ts': 'one database told one story, read in many ways',
  'test/tidy.spec.ts': 'each rule with the planted fault that it finds',
};

/** Falls, and the median rises, as files are joined; never the other way. */
const lowerBound: LowerBound = { smallLines: 40, mostSmall: 30, leastMedian: 80 };

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
const rules: readonly (readonly [string, TidyRule, SourceFile[][], SourceFile[][]])[] = [
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
    [[read('CONTRIBUTING.md')]],
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

describe.each(rules)('%s', (_, rule, faulty, sound) => {
  it.each(faulty.map((files) => [files]))('is seen to fail', (files) => {
    expect(rule(files)).not.toEqual([]);
  });

  it.each(sound.map((files) => [files]))('and not too soon', (files) => {
    expect(rule(files)).toEqual([]);
  });
});

describe('this tree is tidy:', () => {
  const ofTexts: Readonly<Record<string, TidyRule>> = {
    fileNames,
    oneDoor,
    reasonsGiven,
    shortFiles: shortFiles(longFiles),
    fullerFiles: fullerFiles(lowerBound),
    nestImportsValues,
    libsDescribed,
    kindsDescribed,
    pathIdsTyped,
    namesSay,
    factTypesOnce,
    exactVersions,
    noRegistryNamed,
  };

  it.each(Object.entries(ofTexts))('%s', (_, rule) => {
    expect(rule(tree)).toEqual([]);
  });

  const inGit = existsSync(path.join(root, '.git')) ? it : it.skip;
  inGit('nothing generated is committed', () => {
    expect(nothingGenerated(heldByGit())).toEqual([]);
  });
});
