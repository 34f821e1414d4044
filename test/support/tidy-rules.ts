/*
 * What a linter cannot see: rules over the tree as a whole. Each is a function of file texts, so that a test can show it failing.
 */

export interface SourceFile {
  /** From the root of the project, with slashes. */
  readonly path: string;
  readonly text: string;
}

/** Says what is wrong; nothing when all is well. */
export type TidyRule = (files: readonly SourceFile[]) => readonly string[];

/** What a dotted file reaches. A word is added when none of these says it; CONTRIBUTING.md has a row for each. */
const kinds: Readonly<Record<string, string>> = {
  table: 'rows of a table: reads and writes them',
  query: 'a question to the database, or a query of the bus with its handler',
  projection: 'the rows of a book, as its follower applies them',
  follower: 'a loop that follows the log, or a queue of work, for ever',
  checker: 'the rows of a projection, derived a second time',
  migration: 'the schema of the database',
  connection: 'a connection to PostgreSQL, and what it is held for',
  log: 'the event log: an engine of it, or what appends and reads',
  handler: 'a command of the bus with its handler',
  controller: 'routes',
  module: 'what Nest puts together',
  server: 'requests as they arrive and answers as they leave, beside the routes',
  client: 'another server: HTTP, gRPC',
  process: 'a process or thread, its standard streams and signals',
  file: 'files',
};

/** Words of tests, of what tests need, and of files that tools read. */
const kindsOfTests: Readonly<Record<string, string>> = {
  spec: 'tests',
  laws: 'tests of laws (`*.laws.spec.ts`), also of what happens at the same time',
  contract: 'what every engine promises, run on each',
  expectation: 'what tests expect, where several say it alike',
  config: 'read by a tool',
  app: 'the part of a program in `nest build`',
};

const isKind = (word: string): boolean => Object.hasOwn(kinds, word) || Object.hasOwn(kindsOfTests, word);

/** CONTRIBUTING.md says of each word what it means, in the same words. */
export const kindsDescribed: TidyRule = (files) => {
  const described = files.find(({ path }) => path === 'CONTRIBUTING.md')?.text ?? '';
  return Object.entries({ ...kinds, ...kindsOfTests })
    .filter(([word, meaning]) => !described.includes(`| \`.${word}\` | ${meaning} |`))
    .map(([word, meaning]) => `CONTRIBUTING.md: no row | \`.${word}\` | ${meaning} |`);
};

const isCode = ({ path }: SourceFile): boolean => /\.(ts|tsx|mjs)$/.test(path);
const isOurs = ({ path }: SourceFile): boolean => /^(apps|libs|test)\//.test(path);
const isLib = ({ path }: SourceFile): boolean => path.startsWith('libs/');
const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
const libOf = (path: string): string => path.split('/')[1] ?? '';

/** Plain, or with what it touches, and perhaps with what kind of test it is. */
export const fileNames: TidyRule = (files) =>
  files.filter(isOurs).flatMap(({ path }) => {
    const [name = '', ...rest] = nameOf(path).split('.');
    const dotted = rest.slice(0, -1);
    const unknown = dotted.filter((kind) => !isKind(kind));
    return [
      ...(/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name) ? [] : [`${path}: not in kebab-case`]),
      ...(dotted.length > 2 ? [`${path}: too many dots`] : []),
      ...unknown.map((kind) => `${path}: .${kind} is no kind of file (test/support/tidy-rules.ts)`),
    ];
  });

const reExport = /export\s+(type\s+)?(\*(\s+as\s+\w+)?|\{[^}]*\})\s+from\s+'[^']+';/g;
const comment = /\/\*[\s\S]*?\*\/|\/\/.*$/gm;

const isBarrel = ({ text }: SourceFile): boolean => {
  const code = text.replaceAll(comment, '');
  return code.trim() !== '' && code.replaceAll(reExport, '').trim() === '';
};

/** A lib has one door, and nothing else hands on what it did not make. */
export const oneDoor: TidyRule = (files) => {
  const doors = new Set(
    files.map(({ path }) => path).filter((path) => /^libs\/[^/]+\/src\/index\.ts$/.test(path)),
  );
  const libs = new Set(files.filter(isLib).map(({ path }) => libOf(path)));
  const others = files.filter(isOurs).filter(({ path }) => isCode({ path, text: '' }) && !doors.has(path));
  return [
    ...[...libs]
      .filter((lib) => !doors.has(`libs/${lib}/src/index.ts`))
      .map((lib) => `libs/${lib}: no src/index.ts`),
    ...others
      .filter(({ path }) => nameOf(path).startsWith('index.'))
      .map(({ path }) => `${path}: a second index`),
    ...others.filter(isBarrel).map(({ path }) => `${path}: a barrel`),
  ];
};

/** Put off with a reason, or not at all. The words are kept apart here so that this file does not name them. */
const putOff = new RegExp(`\\b(${'TO'}DO|${'FIX'}ME|X${'XX'})\\b(?!\\s*\\([^)]+\\))`);

export const reasonsGiven: TidyRule = (files) =>
  files.flatMap(({ path, text }) =>
    text
      .split('\n')
      .flatMap((line, at) => (putOff.test(line) ? [`${path}:${at + 1}: put off without a reason`] : [])),
  );

export const longestFile = 200;

/** Longer files by path, each with its reason. An exception that is no longer needed is a fault. */
export const shortFiles =
  (exceptions: Readonly<Record<string, string>>): TidyRule =>
  (files) => {
    const lines = ({ text }: SourceFile): number => text.split('\n').length - 1;
    const long = files.filter((file) => isOurs(file) && isCode(file) && lines(file) > longestFile);
    const paths = new Set(long.map(({ path }) => path));
    return [
      ...long.filter(({ path }) => !exceptions[path]).map((file) => `${file.path}: ${lines(file)} lines`),
      ...Object.keys(exceptions)
        .filter((path) => !paths.has(path))
        .map((path) => `${path}: not longer than ${longestFile} lines, needs no exception`),
    ];
  };

/** A line that begins with the lib's name, in a list, a table or a drawing of the tree. */
export const libsDescribed: TidyRule = (files) => {
  const described = files.find(({ path }) => path === 'ARCHITECTURE.md')?.text ?? '';
  const libs = new Set(files.filter(isLib).map(({ path }) => libOf(path)));
  return [...libs]
    .filter((lib) => !new RegExp(`^[^\\w\\n]*(libs/)?${lib}(?![\\w-])`, 'm').test(described))
    .map((lib) => `libs/${lib}: no line in ARCHITECTURE.md`);
};

const saysNothing = /^(service|manager|helper|util|utilitie|utility|impl|implementation)s?$/;
const words = (name: string): readonly string[] =>
  name.split(/(?<=[a-z0-9])(?=[A-Z])|[^A-Za-z0-9]+/).map((word) => word.toLowerCase());
const exported =
  /^export\s+(?:default\s+)?(?:(?:abstract|async|declare)\s+)*(?:const|let|class|function\*?|interface|type|enum)\s+(\w+)/gm;

export const namesSay: TidyRule = (files) =>
  files.filter(isOurs).flatMap(({ path, text }) => {
    const names = [path, ...[...text.matchAll(exported)].flatMap(([, name]) => name ?? [])];
    const empty = names.filter((name) => words(name).some((word) => saysNothing.test(word)));
    return empty.map((name) =>
      name === path ? `${path}: its name says nothing` : `${path}: ${name} says nothing`,
    );
  });

/** Over what git holds. */
export const nothingGenerated: TidyRule = (files) =>
  files
    .map(({ path }) => path)
    .filter((path) => /(^|\/)(node_modules|dist|coverage|\.xudai|\.cache)\/|\.(log|tsbuildinfo)$/.test(path))
    .map((path) => `${path}: generated`);

const topLevel =
  /^(\.[\w.-]+|[A-Z]+\.md|LICENSE|package-lock\.json|nest-cli\.json|package\.json|tsconfig\.json)$|^(\.ci|apps|libs|docker|docs|test)\//;

/** Over what git holds: what a program wrote beside the sources by mistake is seen here. */
export const topLevelKept: TidyRule = (files) =>
  files.filter(({ path }) => !topLevel.test(path)).map(({ path }) => `${path}: not of the top level`);

/** Over what git holds: a decision is named by its number. */
export const decisionsNumberedOnce: TidyRule = (files) => {
  const numbered = files.flatMap(({ path }) => /^docs\/adr\/(\d{4})-/.exec(path)?.[1] ?? []);
  return numbered
    .filter((number, index) => numbered.indexOf(number) !== index)
    .map((number) => `docs/adr/${number}: two decisions of that number`);
};

const jsonOf = (files: readonly SourceFile[], name: string): Record<string, Record<string, unknown>> =>
  JSON.parse(files.find(({ path }) => path === name)?.text ?? '{}');

const exact = /^(npm:(@[\w.-]+\/)?[\w.-]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/;

export const exactVersions: TidyRule = (files) => {
  const { dependencies, devDependencies, overrides } = jsonOf(files, 'package.json');
  return Object.entries({ ...dependencies, ...devDependencies, ...overrides })
    .filter(([, version]) => typeof version !== 'string' || !exact.test(version))
    .map(([name, version]) => `${name}: ${JSON.stringify(version)} is not one version`);
};

/** Whoever installs takes packages from a registry of their own choice. */
export const noRegistryNamed: TidyRule = (files) =>
  Object.entries(jsonOf(files, 'package-lock.json').packages ?? {})
    .filter(([, entry]) => typeof entry === 'object' && entry !== null && 'resolved' in entry)
    .map(([name]) => `${name}: its lock names a registry`);
