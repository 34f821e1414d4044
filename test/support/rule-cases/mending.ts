import { senders } from './reporting.js';
import { firm, type Story, type CaseReport, output } from './case-reports.js';

// For each type one report that breaks all rules it can, mended rule by rule in the order of the table.

interface Wrong {
  readonly changes?: object;
  readonly attributes?: object;
  readonly before?: readonly CaseReport[];
  readonly from?: CaseReport['from'];
}

/** The rule that is named, and what is then put right. */
type Mend = readonly [rule: string, mend: Wrong];

export interface Chain {
  readonly type: CaseReport['type'];
  readonly wrong: Wrong;
  readonly mends: readonly Mend[];
}

const sourceOf = (from: CaseReport['from']): object => ({ source: `/institutions/${senders[from]}` });

const form: readonly Mend[] = [
  ['SCH-R01', { changes: { extra: undefined } }],
  ['IDN-R03', { attributes: sourceOf('suspended') }],
];
const sender: Mend = ['IDN-R05', { from: 'bank', attributes: sourceOf('bank') }];
export const head: readonly Mend[] = [...form, sender];

export const unknownBorrower = { ...firm, id: '91310000132260250Y', district: 'nowhere' };
/** Of a report that names a borrower. */
export const borrowersHead = (borrower: object): readonly Mend[] => [
  ...form,
  ['IDN-R01', { changes: { borrower: { ...borrower, district: 'nowhere' } } }],
  sender,
  ['REF-R01', { changes: { borrower } }],
];

export const time = (effectiveDate: string): Mend => ['TIM-R01', { changes: { effectiveDate } }];
export const clock: Mend = ['TIM-R02', { attributes: { time: '2024-12-31T12:05:00+08:00' } }];
/** Known, then told in time by a right clock, before the loan began, then not; but of a loan that has ended. */
export const lifeOf = (
  effectiveDate: string,
  ended: readonly CaseReport[],
  alive: readonly CaseReport[],
): readonly Mend[] => [
  ...head,
  ['REF-R02', { before: ended }],
  time('2024-01-09'),
  clock,
  ['TIM-R03', { changes: { effectiveDate } }],
  ['LON-R01', { before: alive }],
];

/** What each rule is named of, and last the report that breaks none. */
export const storiesOf = ({ type, wrong, mends }: Chain): readonly (readonly [string | null, Story])[] => {
  const everywhere: Wrong = {
    changes: { extra: 1, effectiveDate: '2025-01-01' },
    attributes: { source: '/institutions/C1010311000013', time: '2025-01-02T00:00:00Z' },
    from: 'suspended',
  };
  let mended: Required<Wrong> = { changes: {}, attributes: {}, before: [], from: 'bank' };
  const apply = ({ changes, attributes, ...more }: Wrong): Story => {
    mended = {
      ...mended,
      ...more,
      changes: { ...mended.changes, ...changes },
      attributes: { ...mended.attributes, ...attributes },
    };
    const { before, from } = mended;
    return { before, report: output(type, mended.changes, mended.attributes, from) };
  };
  apply(everywhere);
  const stories = [apply(wrong), ...mends.map(([, mend]) => apply(mend))];
  return stories.map((story, no) => [mends[no]?.[0] ?? null, story]);
};
