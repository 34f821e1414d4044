import { findResidentNumber, type InstitutionCode, hasUsccForm, isPersonToken, isUscc } from '#identifiers';
import { isChange, parseReport, type Report, reportTypeOf } from '#reports';
import { ruleCatalogue, type RuleCode } from '#rules';
import type { BorrowerData } from '#facts';
import { type Institution, maySend } from '#institutions';
import { listed, type RefusedOutcome, type Violated } from './outcome.js';

export type Reading =
  | {
      readonly outcome: 'read';
      readonly report: Report;
      /**
       * `IDN-R03` or `IDN-R04` of a correction or reversal. By the contract's order it is answered after the check of the replacement
       * against its schema, for which the corrected report has to be found first.
       */
      readonly ownership: RefusedOutcome | null;
    }
  | RefusedOutcome;

/** A report that was understood. */
export type ReportRead = Pick<Extract<Reading, { readonly outcome: 'read' }>, 'report' | 'ownership'>;

/** A malformed id is repeated in the answer, so that the sender finds its report, unless it is longer than this. */
const longestIdShown = 200;

const memberOf = (value: unknown, member: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, member)
    ? (value as Record<string, unknown>)[member]
    : undefined;

/** The id of a report as sent; null where it must not be repeated. */
export const idToShow = (sent: unknown, today: string): string | null =>
  typeof sent === 'string' && sent.length <= longestIdShown && !findResidentNumber(sent, today) ? sent : null;

/**
 * The checks that need no state: envelope and schema, the sender (`IDN-R03`), resident identity numbers (`IDN-R04`). An answer repeats
 * nothing of what was sent but the id, which is scanned whichever rule is broken. The whole report is scanned after its schema, when its
 * size and shape are known to be bounded.
 */
export const readReport = (value: unknown, institution: InstitutionCode, today: string): Reading => {
  const id = idToShow(memberOf(value, 'id'), today);
  const sentType = memberOf(value, 'type');
  const type = reportTypeOf(sentType) === undefined ? null : (sentType as string);
  const refused = (violated: readonly [Violated, ...Violated[]]): RefusedOutcome =>
    listed({ outcome: 'refused', id, type, retryable: false, violated });

  const parsed = parseReport(value);
  if (parsed.outcome === 'not-understood')
    return refused(
      parsed.violations.map(({ pointer, message }) => ({
        rule: 'SCH-R01',
        pointer,
        message,
      })) as unknown as readonly [Violated, ...Violated[]],
    );

  const { report } = parsed;
  const broken: Violated[] = [];
  if (report.source !== `/institutions/${institution}`)
    broken.push({ rule: 'IDN-R03', pointer: '/source', message: ruleCatalogue['IDN-R03'].en });
  if (findResidentNumber(value, today))
    broken.push({ rule: 'IDN-R04', pointer: '', message: ruleCatalogue['IDN-R04'].en });
  const [first, ...rest] = broken;
  const ownership = first ? refused([first, ...rest]) : null;
  return ownership && !isChange(report) ? ownership : { outcome: 'read', report, ownership };
};

const violated = (rule: RuleCode, pointer: string): Violated => ({
  rule,
  pointer,
  message: ruleCatalogue[rule].en,
});

const borrowerOf = (report: Report): BorrowerData | undefined =>
  'borrower' in report.data ? report.data.borrower : undefined;

/** The borrower's USCC where its form is right but its check character is not: lawful only if a fact accepts it. */
export const usccInDoubt = (report: Report): string | undefined => {
  const borrower = borrowerOf(report);
  return borrower?.idType === 'USCC' && hasUsccForm(borrower.id) && !isUscc(borrower.id)
    ? borrower.id
    : undefined;
};

/**
 * All broken `IDN` rules except `IDN-R03` and `IDN-R04` (`readReport`), in the contract's order. `accepted`: a fact makes the USCC in
 * doubt lawful.
 */
export const identification = (
  report: Report,
  sender: Institution,
  accepted: boolean,
): readonly Violated[] => {
  const borrower = borrowerOf(report);
  const broken: Violated[] = [];
  if (borrower?.idType === 'USCC' && !isUscc(borrower.id) && !accepted)
    broken.push(violated('IDN-R01', '/data/borrower/id'));
  if (borrower?.idType === 'PERSON_TOKEN' && !isPersonToken(borrower.id))
    broken.push(violated('IDN-R02', '/data/borrower/id'));
  if (sender.status === 'UNKNOWN' || sender.suspended) broken.push(violated('IDN-R05', '/source'));
  if (sender.status === 'REGISTERED' && !maySend(sender.data.kind, report))
    broken.push(violated('IDN-R06', '/type'));
  return broken;
};
