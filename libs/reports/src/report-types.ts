import { z } from 'zod';
import type { LoanId, MeasureCode } from '#identifiers';
import { bailoutReports, indicatorReports, loanReports } from './report-data.js';
import { businessDateText, identifierText, instantText, text } from './values.js';

const sourcePattern = /^\/institutions\/.+$/;

/** `application/json` in any case and with any parameters: they mean nothing for JSON, and are not kept. */
const jsonTypePattern = new RegExp(
  `^${'application/json'.replaceAll(/[a-z]/g, (letter) => `[${letter.toUpperCase()}${letter}]`)}[ \\t]*(;|$)`,
);

/**
 * CloudEvents 1.0 as the registry takes it: `data` is checked by type, any further member is an extension attribute. A context attribute
 * that is null is absent (2.2 of the JSON format), and so refused where it is needed.
 */
export const envelopeSchema = z.object({
  specversion: z.literal('1.0'),
  id: identifierText,
  source: z
    .string()
    .regex(sourcePattern, 'must be /institutions/{institutionCode}')
    .meta({ pattern: '^/institutions/.+$' }),
  type: z.string(),
  subject: identifierText,
  time: instantText.nullable().exactOptional(),
  datacontenttype: z
    .string()
    .regex(jsonTypePattern, 'must be application/json')
    .meta({ pattern: jsonTypePattern.source })
    .nullable()
    .exactOptional(),
  data: z.record(z.string(), z.unknown()),
});

/** The JSON format's member for data that is no JSON. It is no attribute, and is refused by its name. */
export const binaryData = 'data_base64';

const envelopeMembers: ReadonlySet<string> = new Set([...Object.keys(envelopeSchema.shape), binaryData]);

export const isEnvelopeMember = (name: string): boolean => envelopeMembers.has(name);

/**
 * Stands where the text of an attribute could not be read, as in a header that is no percent-encoded UTF-8 or is there twice: what was
 * sent is refused and never guessed at. No JSON is equal to it.
 */
export const unreadable = Symbol('an attribute that could not be read');

const extensionName = /^[a-z0-9]{1,64}$/;
const controlCharacter = /\p{Cc}/u;

const isExtensionValue = (value: unknown): value is string | number | boolean =>
  (typeof value === 'string' && !controlCharacter.test(value)) ||
  typeof value === 'boolean' ||
  (typeof value === 'number' && Number.isInteger(value) && value >= -2_147_483_648 && value <= 2_147_483_647);

/** Extension attributes by the CloudEvents grammar, null being absent; `malformed` when one has another name or value, which is not repeated. */
export const extensionsOf = (
  report: Readonly<Record<string, unknown>>,
): { readonly extensions: Record<string, string | number | boolean>; readonly malformed: boolean } => {
  const extensions: Record<string, string | number | boolean> = {};
  let malformed = false;
  for (const [name, value] of Object.entries(report)) {
    if (isEnvelopeMember(name) || value === unreadable) continue;
    if (!extensionName.test(name)) malformed = true;
    else if (isExtensionValue(value)) extensions[name] = value;
    else if (value !== null) malformed = true;
  }
  return { extensions, malformed };
};

/**
 * The subject is the id of the report that is corrected. `replacement` is the full data of that report's type, and is held against its
 * schema once the report is found.
 */
const eventCorrected = z.strictObject({
  effectiveDate: businessDateText,
  replacement: z.record(z.string(), z.unknown()),
  reason: text,
});

/** The subject is the id of the report that is reversed. */
const eventReversed = z.strictObject({ effectiveDate: businessDateText, reason: text });

/**
 * The one source of truth per report type: the schema gives the TypeScript type, the runtime check, the JSON Schema and the
 * OpenAPI part. `.v1` never changes its meaning: a new meaning is `.v2`, and `.v1` is read for ever.
 */
export const dataSchemas = {
  ...loanReports,
  ...bailoutReports,
  ...indicatorReports,
  'event.corrected': eventCorrected,
  'event.reversed': eventReversed,
} as const satisfies Record<string, z.ZodType>;

export type ReportType = keyof typeof dataSchemas;

/** Reports that correct or reverse another report. */
export type ChangeType = Extract<ReportType, `event.${string}`>;

/** All others: each becomes a step in the fold of its stream. */
export type StepType = Exclude<ReportType, ChangeType>;

export const reportTypes = Object.keys(dataSchemas) as readonly ReportType[];

export const fullType = (type: ReportType): string => `xudai.${type}.v1`;

const fullTypePattern = /^xudai\.([a-z.-]{1,40})\.v1$/;

export const reportTypeOf = (fullName: unknown): ReportType | undefined => {
  const name = typeof fullName === 'string' ? fullTypePattern.exec(fullName)?.[1] : undefined;
  return name !== undefined && Object.hasOwn(dataSchemas, name) ? (name as ReportType) : undefined;
};

/** What the subject of a report names: a loan, also for claims; for indicators the measure of the same code. */
type SubjectOf<Type extends ReportType> = Type extends `loan.${string}` | `borrower.${string}`
  ? LoanId
  : Type extends `indicator.${string}`
    ? MeasureCode
    : string;

/** A report whose envelope and data match the schema. Nothing is decided yet. */
export interface Report<Type extends ReportType = ReportType> {
  readonly type: Type;
  readonly id: string;
  readonly source: string;
  readonly subject: SubjectOf<Type>;
  readonly time: string | null;
  readonly extensions: Readonly<Record<string, string | number | boolean>>;
  readonly data: z.infer<(typeof dataSchemas)[Type]>;
  /** SHA-256 hex of the content; see `reportDigest`. */
  readonly digest: string;
}

/** Whether the report corrects or reverses another one. */
export const isChange = (report: Report): report is Report<ChangeType> =>
  report.type === 'event.corrected' || report.type === 'event.reversed';

const stepTypes = reportTypes.filter((type) => !type.startsWith('event.')) as readonly StepType[];

/**
 * What is published of a type's data. What replaces a report is the full data of one of the other types: of which of them says the report
 * that is found, so that whoever reads a correction alone takes any object.
 */
export const publishedData = (
  type: ReportType,
  ofStep: (type: StepType) => z.ZodType = (step) => dataSchemas[step],
): z.ZodType =>
  type === 'event.corrected'
    ? eventCorrected.extend({ replacement: z.union(stepTypes.map(ofStep)) })
    : dataSchemas[type];

/** JSON Schema 2020-12 of a whole report of this type, as published at `/schemas/{type}.json`. */
export const reportJsonSchema = (type: ReportType): Record<string, unknown> => {
  const schema = z.toJSONSchema(
    envelopeSchema.extend({ type: z.literal(fullType(type)), data: publishedData(type) }),
    { target: 'draft-2020-12', io: 'input' },
  );
  return {
    $id: `/schemas/${fullType(type)}.json`,
    title: fullType(type),
    ...schema,
    // Members beyond the attributes are CloudEvents extension attributes.
    additionalProperties: {
      type: ['string', 'integer', 'boolean', 'null'],
      minimum: -2_147_483_648,
      maximum: 2_147_483_647,
      pattern: '^[^\\u0000-\\u001f\\u007f-\\u009f]*$',
    },
    propertyNames: { pattern: '^[a-z0-9]{1,64}$' },
  };
};
