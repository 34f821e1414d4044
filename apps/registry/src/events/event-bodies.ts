import { z } from 'zod';
import { utf8Text } from '#canonical-json';
import { envelopeSchema, fullType, publishedData, type ReportType, reportTypes, unreadable } from '#reports';
import type { HeaderDeclaration } from '../http/route-declaration.js';

const prefix = 'ce-';

const quoted = /^"((?:[^"\\]|\\.)*)"$/;
const percentSign = /%([0-9a-fA-F]{2})?/g;

/**
 * A header's value by the CloudEvents HTTP binding: quotes are taken off, percent signs are decoded once, and what then are the bytes is
 * UTF-8. Node gives a character for each byte, so UTF-8 that was sent without encoding is read as what it is, and Latin-1 is refused. A
 * percent sign without two digits behind it shows a sender that does not encode, whose other signs would be read as what they are not.
 */
const decoded = (value: string): string | typeof unreadable => {
  const text = quoted.exec(value)?.[1]?.replaceAll(/\\(.)/g, '$1') ?? value;
  let isMalformed = false;
  const bytes = text.replaceAll(percentSign, (sign, digits?: string) => {
    if (digits === undefined) isMalformed = true;
    return digits === undefined ? sign : String.fromCharCode(Number.parseInt(digits, 16));
  });
  if (isMalformed) return unreadable;
  return utf8Text(Buffer.from(bytes, 'latin1')) ?? unreadable;
};

/** What is given twice is not read, since joining the values makes a third one. */
const attributeOf = ([value, ...more]: readonly string[]): string | typeof unreadable =>
  value === undefined || more.length > 0 ? unreadable : decoded(value);

/**
 * CloudEvents binary mode: attributes from `ce-*` headers, data from the body; `headers` as Node has them in `headersDistinct`, a list of
 * values by name. `ce-datacontenttype` is held against the type of the body, which is always JSON; an attribute called `data` would be the
 * data given twice. Undefined when there is no such header.
 */
export const cloudEventOfHeaders = (
  headers: Readonly<Record<string, readonly string[] | undefined>>,
  data: unknown,
): Record<string, unknown> | undefined => {
  const attributes = Object.entries(headers).filter(([name]) => name.startsWith(prefix));
  if (attributes.length === 0) return undefined;
  const read = attributes.map(([name, values]) => [name.slice(prefix.length), attributeOf(values ?? [])]);
  const attributesRead = Object.fromEntries(read) as Record<string, unknown>;
  return {
    datacontenttype: 'application/json',
    ...attributesRead,
    data: Object.hasOwn(attributesRead, 'data') ? unreadable : data,
  };
};

/** `LoanWrittenOff` of `loan.written-off`. */
const nameOf = (type: string): string =>
  type.replaceAll(/(?:^|[.-])(\w)/g, (_, letter: string) => letter.toUpperCase());

/** Of what a correction puts in place too, so that each stands in the document once. */
const namedData = new Map<ReportType, z.ZodType>();
const dataOf = (type: ReportType): z.ZodType => {
  const data = namedData.get(type) ?? publishedData(type, dataOf).meta({ id: `${nameOf(type)}Data` });
  namedData.set(type, data);
  return data;
};

const named = reportTypes.map((type) => ({
  type: fullType(type),
  name: `${nameOf(type)}Report`,
  data: dataOf(type),
}));

/** What every report has. Further members are CloudEvents extension attributes. */
const report = envelopeSchema
  .omit({ data: true })
  .catchall(z.unknown())
  .meta({
    id: 'Report',
    description: 'A CloudEvent; its type says which, and what its data is.',
    discriminator: {
      propertyName: 'type',
      mapping: Object.fromEntries(named.map(({ type, name }) => [type, `#/components/schemas/${name}`])),
    },
  });

/** One for each type of report, below the one that has them all; which type that is says the discriminator alone, by which clients read. */
export const namedReports: readonly z.ZodType[] = named.map(({ type, name, data }) =>
  z.intersection(report, z.looseObject({ data })).meta({ id: name, description: type }),
);

export const singleBody = report;
export const batchBody = (mostReports: number): z.ZodType =>
  z.array(z.union(namedReports)).min(1).max(mostReports).meta({ id: 'ReportBatch' });
/** Of a report whose attributes are headers. */
export const dataBody = z.union(named.map(({ data }) => data)).meta({ id: 'ReportData' });

const attributes = {
  'ce-specversion': 'CloudEvents version, 1.0',
  'ce-id': 'Id of the report',
  'ce-source': '/institutions/{code} of the sender',
  'ce-type': 'Type of the report',
  'ce-subject': 'What it is about: the id of the loan, the disbursement or the indicator',
  'ce-time': 'When it was made, RFC 3339',
  'ce-dataschema': 'Address of the schema of the data',
  'ce-datacontenttype': 'application/json, as the header Content-Type says too',
} as const;

/** CloudEvents attributes in binary mode, with the data as `application/json`; extension attributes are further headers `ce-…`. */
export const attributeHeaders: Readonly<Record<string, HeaderDeclaration>> = Object.fromEntries(
  Object.entries(attributes).map(([name, description]) => [
    name,
    { description: `Binary mode only: ${description}` },
  ]),
);
