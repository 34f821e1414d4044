import { canonicalJson, sha256Hex } from '#canonical-json';
import {
  binaryData,
  dataSchemas,
  envelopeSchema,
  extensionsOf,
  isEnvelopeMember,
  type Report,
  reportTypeOf,
  unreadable,
} from './report-types.js';
import { type Violation, violationsOf } from './violations.js';

type ParsedReport =
  | { readonly outcome: 'understood'; readonly report: Report }
  | { readonly outcome: 'not-understood'; readonly violations: readonly Violation[] };

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Attributes whose text could not be read; an extension is not named. */
const unread = (report: Readonly<Record<string, unknown>>): readonly Violation[] =>
  Object.keys(report)
    .filter((name) => report[name] === unreadable)
    .map((name) => ({
      pointer: isEnvelopeMember(name) ? `/${name}` : '',
      message: 'must be given once, as percent-encoded UTF-8',
    }));

/** What is wrong with the members beside those of the schemas. */
const memberViolations = (
  report: Readonly<Record<string, unknown>>,
  isMalformed: boolean,
): readonly Violation[] => [
  ...(report[binaryData] !== undefined && report[binaryData] !== null
    ? [{ pointer: `/${binaryData}`, message: 'is not taken: the data is JSON and stands in data' }]
    : []),
  ...(isMalformed
    ? [
        {
          pointer: '',
          message:
            'has a member that is neither a CloudEvents attribute nor an extension attribute (lower-case letters and digits; text, integer or boolean)',
        },
      ]
    : []),
];

const mustBeObject = 'must be a CloudEvents 1.0 object';
/** Whoever sends an array has several reports, or a batch under another content type. */
const mustBeOne =
  'must be a CloudEvents 1.0 object, not an array: several reports are sent as a batch, or one a line as NDJSON';

/** Holds a JSON value against the envelope and the schema of its type, and lists every place where it differs. */
export const parseReport = (value: unknown): ParsedReport => {
  if (!isObject(value))
    return {
      outcome: 'not-understood',
      violations: [{ pointer: '', message: Array.isArray(value) ? mustBeOne : mustBeObject }],
    };
  if (hasMoreParts(value, mostParts))
    return {
      outcome: 'not-understood',
      violations: [{ pointer: '', message: `must hold at most ${mostParts} members and items in all` }],
    };
  const type = reportTypeOf(value.type);
  const attributes = envelopeSchema.safeParse(value);
  const { extensions, malformed } = extensionsOf(value);
  const data = type && isObject(value.data) ? dataSchemas[type].safeParse(value.data) : undefined;
  const unreadAttributes = unread(value);
  const isUnread = ({ pointer }: Violation): boolean =>
    unreadAttributes.some((attribute) => attribute.pointer === pointer);
  const violations: Violation[] = [
    ...unreadAttributes,
    ...(attributes.success ? [] : violationsOf(attributes.error, value).filter((found) => !isUnread(found))),
    ...(type === undefined && typeof value.type === 'string'
      ? [{ pointer: '/type', message: 'must be a report type that the registry knows' }]
      : []),
    ...memberViolations(value, malformed),
    ...(data && !data.success ? violationsOf(data.error, value.data, ['data']) : []),
  ];
  if (!attributes.success || !type || !data?.success || violations.length > 0)
    return { outcome: 'not-understood', violations };

  const { id, source, subject, time } = attributes.data;
  return {
    outcome: 'understood',
    report: {
      type,
      id,
      source,
      subject,
      time: time ?? null,
      extensions,
      data: data.data,
      digest: reportDigest(attributes.data.type, subject, data.data),
    },
  };
};

/** Tags are a set: their order is no content. Also inside a replacement. */
const withTagsSorted = (data: Readonly<Record<string, unknown>>): Record<string, unknown> => ({
  ...data,
  ...(Array.isArray(data.tags) ? { tags: [...data.tags].sort() } : {}),
  ...(isObject(data.replacement) ? { replacement: withTagsSorted(data.replacement) } : {}),
});

/** SHA-256 (hex) of the RFC 8785 form of `{ type, subject, data }`: what makes two reports the same. */
export const reportDigest = (type: string, subject: string, data: object): string =>
  sha256Hex(canonicalJson({ type, subject, data: withTagsSorted(data as Record<string, unknown>) }));

/** Members and items that a report holds in all, at most: the longest that fits a schema has far fewer. */
export const mostParts = 500;

/**
 * Whether a JSON value holds more members and items than so many, at all depths together. Costs no more than it takes to know
 * that, and comes before anything whose cost grows with what was sent.
 */
export const hasMoreParts = (value: unknown, most: number): boolean => {
  const left: unknown[] = [value];
  let parts = 0;
  while (left.length > 0) {
    const next = left.pop();
    if (typeof next !== 'object' || next === null) continue;
    const members: readonly unknown[] = Array.isArray(next) ? next : Object.values(next);
    parts += members.length;
    if (parts > most) return true;
    for (const member of members) left.push(member);
  }
  return false;
};
