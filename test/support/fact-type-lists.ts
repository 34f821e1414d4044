import { factValues, streams } from '#facts';
import type { SourceFile, TidyRule } from './tidy-rules.js';

/*
 * What is known of types of facts stands in libs/facts. A list of them elsewhere would be forgotten when a type comes, so that it is
 * derived. What handles each type by itself, as a fold does, is no list: the compiler says what is missing there.
 */

const type = `(?:${Object.keys(factValues).join('|')})`;
const kind = `(?:${Object.keys(streams).join('|')})`;

const findings: readonly (readonly [RegExp, string])[] = [
  [/\bStoredFact<\s*'/, 'a type of facts without a value in libs/facts'],
  [new RegExp(`'${type}'\\s*,\\s*'${type}'`), 'a list of types of facts'],
  [new RegExp(`\\b${type}: true\\b`), 'a list of types of facts'],
  [new RegExp(`startsWith\\(['"\`]${kind}-`), 'the name of a stream read by hand'],
  [new RegExp(`/\\^\\(?${kind}[-|]`), 'the name of a stream read by hand'],
  [
    /\b(?:stored|fact|sequenced) as (?:readonly )?(?:Loan|Bailout|Borrower|Indicator|Key|Institution|Programme|Measure|Calendar)\w*Fact\b/,
    'a fact that enters by a cast',
  ],
];

/** A table by type that the compiler does not hold complete. */
const table = new RegExp(
  `\\n *${type}: [^\\n]*,\\n *${type}: [^\\n]*,(?:\\n *${type}: [^\\n]*,)*\\n *\\}(?<end>[^\\n]*)`,
  'g',
);

/** Checkers derive rows a second time, in SQL and on purpose in another way: they take nothing from what they check. */
const secondDerivation = /(^|\/)(expected-[a-z-]+-sql|[a-z-]+\.checker)\.ts$/;

const isProduction = (path: string): boolean =>
  /^(apps|libs)\/.*\.ts$/.test(path) &&
  !/\.spec\.ts$|\/testing\/|\/contract\/|^libs\/(facts|testing)\//.test(path);

export const factTypesOnce: TidyRule = (files) =>
  files
    .filter(({ path }) => isProduction(path) && !secondDerivation.test(path))
    .flatMap(({ path, text }) => [
      ...findings.filter(([found]) => found.test(text)).map(([, what]) => `${path}: ${what}`),
      ...[...text.matchAll(table)]
        .filter(({ groups }) => !groups?.['end']?.includes('satisfies Record<'))
        .map(() => `${path}: a table of types of facts that need not be whole`),
    ]);

/** Each must be found; and what is nearest to it must be left alone. */
export const plantedFactTypes: readonly [SourceFile[][], SourceFile[][]] = [
  [
    `type LoanMoved = StoredFact<'LoanMoved', { readonly to: string }>;`,
    `const loans = ['LoanOpened', 'LoanIssued'];`,
    `const sql = \`type in ('LoanOpened', 'LoanIssued')\`;`,
    `const known = { LoanOpened: true };`,
    `const amounts = {\n  LoanOpened: 'a',\n  LoanIssued: 'b',\n} as const;`,
    `stream.startsWith('loan-')`,
    `const ours = /^(loan|bailout)-/;`,
    `const fact = stored as LoanFact;`,
  ].map((text) => [{ path: 'libs/loans/src/loan.ts', text }]),
  [
    [
      { path: 'libs/facts/src/loan-facts.ts', text: `const all = ['LoanOpened', 'LoanIssued'];` },
      { path: 'libs/anomalies/src/expected-rows-sql.ts', text: `('LoanOpened', 'LoanIssued')` },
      { path: 'libs/loans/src/loan.ts', text: `case 'LoanOpened':\ncase 'LoanIssued':\n  return 'loan-';` },
      {
        path: 'libs/loans/src/amounts.ts',
        text: `x = {\n  LoanOpened: 'a',\n  LoanIssued: 'b',\n} satisfies Record<LoanFact['type'], string>;`,
      },
    ],
  ],
];
