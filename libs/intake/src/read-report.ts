import { findResidentNumber, type InstitutionCode } from '#identifiers';
import { isChange, parseReport, type Report, reportTypeOf } from '#reports';
import { ruleCatalogue } from '#rules';
import { listed, type RefusedOutcome, type Violated } from './outcome.js';

export type Reading =
  | {
      readonly outcome: 'read';
      readonly report: Report;
      /**
       * `IDN-R03`, `IDN-R04` of a correction or reversal: answered once its replacement is held against the schema of the report that it
       * corrects, which has to be found first.
       */
      readonly ownership: RefusedOutcome | null;
    }
  | RefusedOutcome;

/** A malformed id is answered too, so that the sender finds its report; one that is no id by any measure is not. */
const longestIdShown = 200;

const memberOf = (value: unknown, member: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, member)
    ? (value as Record<string, unknown>)[member]
    : undefined;

/** The id that a report was sent under, where it may be shown. */
export const idToShow = (sent: unknown, today: string): string | null =>
  typeof sent === 'string' && sent.length <= longestIdShown && !findResidentNumber(sent, today) ? sent : null;

/**
 * What can be said of a report without any state: envelope and schema, then whose it is (`IDN-R03`), then whether it holds a
 * resident identity number (`IDN-R04`). Nothing that was sent is reported again but the id, and that is scanned whichever rule is
 * named; the scan of the whole comes once its size and shape are known.
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
