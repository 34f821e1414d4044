import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { factTypesOnce } from './support/fact-type-lists.js';
import { fullerFiles, type LowerBound, nestImportsValues, pathIdsTyped } from './support/fuller-files.js';
import { ruleCases } from './support/tidy-cases.js';
import {
  decisionsNumberedOnce,
  exactVersions,
  fileNames,
  kindsDescribed,
  libsDescribed,
  namesSay,
  noRegistryNamed,
  nothingGenerated,
  oneDoor,
  reasonsGiven,
  shortFiles,
  type SourceFile,
  type TidyRule,
  topLevelKept,
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
  'test/boundaries.spec.ts': 'a table of planted violations, one for each rule',
  'libs/targets/src/targets.projection.spec.ts': 'one database told one story, read in many ways',
};

/** Falls, and the median rises, as files are joined; never the other way. */
const lowerBound: LowerBound = { smallLines: 40, mostSmall: 15, leastMedian: 108 };

describe.each(ruleCases(read('CONTRIBUTING.md')))('%s', (_, rule, faulty, sound) => {
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
  inGit.each(Object.entries({ nothingGenerated, topLevelKept, decisionsNumberedOnce }))(
    'of what is committed, %s',
    (_, rule) => {
      expect(rule(heldByGit())).toEqual([]);
    },
  );
});
