import { findResidentNumber } from '#identifiers';
import { parseReport, type Report, reportTypeOf } from '#reports';
import { ruleCatalogue } from '#rules';
import type { NotBuiltOutcome, RefusedOutcome, Violated } from './outcome.js';

export type Reading =
  | { readonly outcome: 'read'; readonly report: Report }
  | RefusedOutcome
  | NotBuiltOutcome;

/** A malformed id is told too, so that the sender finds its report; one that is no id by any measure is not. */
const longestIdTold = 200;

const memberOf = (value: unknown, member: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, member)
    ? (value as Record<string, unknown>)[member]
    : undefined;

/**
 * What can be said of a report without any state: envelope and schema, then whose it is (`IDN-R03`), then whether it holds a
 * resident identity number (`IDN-R04`). The scan runs before anything is answered, whichever rule is named, so that no
 * answer repeats such a number.
 */
export const readReport = (value: unknown, institution: string, today: string): Reading => {
  const holdsResidentNumber = findResidentNumber(value, today);
  const sentId = memberOf(value, 'id');
  const id =
    typeof sentId === 'string' && sentId.length <= longestIdTold && !findResidentNumber(sentId, today)
      ? sentId
      : null;
  const sentType = memberOf(value, 'type');
  const type = reportTypeOf(sentType) === undefined ? null : (sentType as string);
  const refused = (violated: readonly [Violated, ...Violated[]]): RefusedOutcome => ({
    outcome: 'refused',
    id,
    type,
    violated,
    retryable: false,
  });

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
  if (holdsResidentNumber)
    ownership.push({ rule: 'IDN-R04', pointer: '', message: ruleCatalogue['IDN-R04'].en });
  const [first, ...rest] = ownership;
  return first ? refused([first, ...rest]) : { outcome: 'read', report: parsed.report };
};
