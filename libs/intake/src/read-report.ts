import { findResidentNumber } from '#identifiers';
import { parseReport, type Report, reportTypeOf } from '#reports';
import { ruleCatalogue } from '#rules';
import type { NotBuiltOutcome, RefusedOutcome, Violated } from './outcome.js';

export type Reading =
  | { readonly outcome: 'read'; readonly report: Report }
  | RefusedOutcome
  | NotBuiltOutcome;

/** Violations that are listed of one report. */
const mostListed = 100;

/** A malformed id is told too, so that the sender finds its report; one that is no id by any measure is not. */
const longestIdShown = 200;

const memberOf = (value: unknown, member: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, member)
    ? (value as Record<string, unknown>)[member]
    : undefined;

/** The id that a report was sent under, where it may be told. */
export const idToShow = (sent: unknown, today: string): string | null =>
  typeof sent === 'string' && sent.length <= longestIdShown && !findResidentNumber(sent, today) ? sent : null;

/**
 * What can be said of a report without any state: envelope and schema, then whose it is (`IDN-R03`), then whether it holds a
 * resident identity number (`IDN-R04`). Nothing that was sent is told again but the id, and that is scanned whichever rule is
 * named; the scan of the whole comes once its size and shape are known.
 */
export const readReport = (value: unknown, institution: string, today: string): Reading => {
  const id = idToShow(memberOf(value, 'id'), today);
  const sentType = memberOf(value, 'type');
  const type = reportTypeOf(sentType) === undefined ? null : (sentType as string);
  const refused = (violated: readonly [Violated, ...Violated[]]): RefusedOutcome => {
    const refusal = { outcome: 'refused', id, type, retryable: false } as const;
    const [first, ...rest] = violated;
    return violated.length <= mostListed
      ? { ...refusal, violated }
      : {
          ...refusal,
          violated: [first, ...rest.slice(0, mostListed - 1)],
          unlisted: violated.length - mostListed,
        };
  };

  const parsed = parseReport(value);
  if (parsed.outcome === 'not-built') return { outcome: 'not-built', id, type };
  if (parsed.outcome === 'not-understood')
    return refused(
      parsed.violations.map(({ pointer, message }) => ({
        rule: 'SCH-R01',
        pointer,
        message,
      })) as unknown as readonly [Violated, ...Violated[]],
    );

  const ownership: Violated[] = [];
  if (parsed.report.source !== `/institutions/${institution}`)
    ownership.push({ rule: 'IDN-R03', pointer: '/source', message: ruleCatalogue['IDN-R03'].en });
  if (findResidentNumber(value, today))
    ownership.push({ rule: 'IDN-R04', pointer: '', message: ruleCatalogue['IDN-R04'].en });
  const [first, ...rest] = ownership;
  return first ? refused([first, ...rest]) : { outcome: 'read', report: parsed.report };
};
