import path from 'node:path';
import type { SourceFile, TidyRule } from './tidy-rules.js';

/*
 * The lower bound: what is opened together lies together. The bounds hold for the tree as a whole and move one way: who joins files
 * lowers a ceiling or raises the floor.
 */

const isProduction = ({ path: name }: SourceFile): boolean =>
  /^(apps|libs)\/.*\.(ts|tsx|mjs)$/.test(name) &&
  !/\.(spec|races|laws|contract|expectation)\.|^libs\/testing\/|\/testing\/|^libs\/event-log\/src\/contract\//.test(
    name,
  );

const linesOf = ({ text }: SourceFile): number => text.split('\n').length - 1;

const imported = /(?:from|import)\s+'(\.{1,2}\/[^']+)'|import\('(\.[^']+)'\)/g;

const importedBy = (file: SourceFile): ReadonlySet<string> =>
  new Set(
    [...file.text.matchAll(imported)].map(([, from = '', later = '']) =>
      path.posix.join(path.posix.dirname(file.path), from || later).replace(/\.js$/, ''),
    ),
  );

/** A small file with one importer could be a part of it. The door of a lib is no importer, and a migration stays as it was released. */
const smallWithOneImporter = (files: readonly SourceFile[], mostLines: number): readonly string[] => {
  const importers = new Map<string, number>();
  for (const file of files.filter(({ path: name }) => !name.endsWith('/index.ts')))
    for (const name of importedBy(file)) importers.set(name, (importers.get(name) ?? 0) + 1);
  return files
    .filter(({ path: name }) => !name.endsWith('.migration.ts'))
    .filter((file) => linesOf(file) <= mostLines && importers.get(file.path.replace(/\.tsx?$/, '')) === 1)
    .map(({ path: name }) => name);
};

export interface LowerBound {
  readonly smallLines: number;
  /** Files of at most so many lines with one importer: no more than this. */
  readonly mostSmall: number;
  readonly leastMedian: number;
}

export const fullerFiles =
  ({ smallLines, mostSmall, leastMedian }: LowerBound): TidyRule =>
  (files) => {
    const production = files.filter(isProduction);
    const small = smallWithOneImporter(production, smallLines);
    const lines = production.map(linesOf).sort((one, other) => one - other);
    const median = lines[Math.floor(lines.length / 2)] ?? leastMedian;
    return [
      ...(small.length > mostSmall
        ? [
            `${small.length} files of at most ${smallLines} lines have one importer, ${mostSmall} may: ${small.join(' ')}`,
          ]
        : []),
      ...(median < leastMedian ? [`the median file has ${median} lines, not ${leastMedian}`] : []),
    ];
  };

const nestClass =
  /@(?:Injectable|Controller|CommandHandler|QueryHandler|Catch)\([^]*?\bclass (\w+)[^]*?constructor\(([^]*?)\)\s*\{/g;
const importClause = /^import (type )?(?:(\w+)(?:, )?)?(?:\{([^}]*)\})? ?from/gm;

const importedAsTypes = (text: string): ReadonlySet<string> =>
  new Set(
    [...text.matchAll(importClause)].flatMap(([, type, byDefault, named = '']) => [
      ...(type && byDefault ? [byDefault] : []),
      ...named
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== '' && (type || name.startsWith('type ')))
        .map((name) => name.replace(/^type /, '').replace(/^.* as /, '')),
    ]),
  );

/** Nest finds what a constructor wants by the class itself: where only its type is imported the program does not start. */
export const nestImportsValues: TidyRule = (files) => {
  const texts = files.filter(isProduction);
  const made = new Set(
    texts.flatMap(({ text }) =>
      [...text.matchAll(/provide: (\w+),\s*(?:inject|useFactory)/g)].map(([, name]) => name),
    ),
  );
  return texts.flatMap(({ path: name, text }) => {
    const types = importedAsTypes(text);
    return [...text.matchAll(nestClass)]
      .filter(([, of]) => !made.has(of))
      .flatMap(([, of, parameters = '']) =>
        parameters
          .split(/,\s*\n|,\s(?=private|readonly|public)/)
          .filter((parameter) => !parameter.includes('@Inject'))
          .map((parameter) => /:\s*(\w+)(?:\.\w+)?\s*,?\s*$/.exec(parameter.trim())?.[1] ?? '')
          .filter((type) => types.has(type))
          .map((type) => `${name}: ${of} is given ${type}, of which only the type is imported`),
      );
  });
};

const file = (name: string, text: string): SourceFile => ({ path: name, text });

type Planted = readonly [faulty: SourceFile[][], sound: SourceFile[][]];

export const plantedBound: LowerBound = { smallLines: 2, mostSmall: 0, leastMedian: 3 };

const importer = (name: string): SourceFile => file(name, `import { b } from './b.js';\n\n\n`);

export const plantedFullerFiles: Planted = [
  [[importer('libs/a/src/a.ts'), file('libs/a/src/b.ts', '\n\n')], [file('libs/a/src/a.ts', '\n\n')]],
  [[importer('libs/a/src/a.ts'), file('libs/a/src/b.ts', '\n\n'), importer('libs/a/src/c.ts')]],
];

const nestFile = (imports: string, wants: string): SourceFile =>
  file(
    'libs/a/src/loans.query.ts',
    `${imports}\n@Injectable()\nexport class Loans {\n  constructor(private readonly it: ${wants}) {}\n}\n`,
  );

export const plantedNestClasses: Planted = [
  [
    [nestFile(`import type pg from 'pg';`, 'pg.Pool')],
    [nestFile(`import type { Clock } from '#calendar';`, 'Clock')],
    [nestFile(`import { type Clock, now } from '#calendar';`, 'Clock')],
  ],
  [
    [nestFile(`import pg from 'pg';`, 'pg.Pool')],
    [nestFile(`import type { Clock } from '#calendar';`, `Pick<Clock, 'now'>`)],
    [
      nestFile(`import type { Clock } from '#calendar';`, 'Clock'),
      file('libs/a/src/index.ts', 'x({ provide: Loans, useFactory: () => new Loans(clock) })'),
    ],
  ],
];

const codeOf = /^(?:new)?(bailoutProgramme|calendar|institution|measure|programme|target)$/i;

/** The type of a path parameter, by what the route declares that it names; `new…` where the request defines it. */
const typeOfPathKind = (kind = ''): string => {
  const code = codeOf.exec(kind)?.[1];
  if (code) return `${code.charAt(0).toUpperCase()}${code.slice(1)}Code`;
  return { loan: 'LoanId', day: 'BusinessDate' }[kind] ?? 'string';
};

/** A path parameter is checked by its declared kind before its method is called. A decorator cannot type it, so this rule does. */
export const pathIdsTyped: TidyRule = (files) =>
  files
    .filter(({ path }) => path.endsWith('.controller.ts'))
    .flatMap(({ path, text }) =>
      text
        .split(/^  @Route\(/m)
        .slice(1)
        .flatMap((route) => {
          const [, declared = ''] = /^    path: \{([^}]*)\}/m.exec(route) ?? [];
          const kinds = new Map(
            [...declared.matchAll(/(\w+): '(\w+)'/g)].map(([, name, kind]) => [name, kind]),
          );
          return [...route.matchAll(/@Param\('(\w+)'\) \w+: (\w+)/g)]
            .filter(
              ([, name, type]) => type !== typeOfPathKind(kinds.get(name)?.replace(/^new(?=[A-Z])/, '')),
            )
            .map(([, name, type]) => `${path}: ${name} is declared a ${kinds.get(name)} and typed ${type}`);
        }),
    );
