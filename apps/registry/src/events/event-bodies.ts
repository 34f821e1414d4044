import { z } from 'zod';
import { utf8Text } from '#canonical-json';
import { envelopeSchema, fullType, publishedData, type ReportType, reportTypes, unreadable } from '#reports';
import type { HeaderDeclaration } from '../http/route-declaration.js';

const prefix = 'ce-';

const quoted = /^"((?:[^"\\]|\\.)*)"$/;
const percentSign = /%([0-9a-fA-F]{2})?/g;

/**
 * Decodes a header value by the CloudEvents HTTP binding: removes quotes, decodes percent escapes once, and reads the bytes as UTF-8. Node
 * gives one character for each byte, so raw UTF-8 is understood as well, and Latin-1 is unreadable. A percent sign without two hex digits
 * makes the value unreadable: such a sender does not encode, and its other percent signs would be decoded by mistake.
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

/** A header that is given twice is unreadable: joining the values would make a third one. */
const attributeOf = ([value, ...more]: readonly string[]): string | typeof unreadable =>
  value === undefined || more.length > 0 ? unreadable : decoded(value);

/**
 * Reads a CloudEvent in binary mode: attributes from `ce-*` headers, data from the body. `headers`: Node's `headersDistinct`, a list of
 * values by name. `datacontenttype` defaults to that of the body, which is always JSON. A header `ce-data` makes the data unreadable.
 * Undefined when no header begins with `ce-`.
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

/** Cached, so that a correction's replacement refers to the same schema and the document defines each once. */
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

/** The members of every report. Further ones are CloudEvents extension attributes. */
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

/** A schema for each type of report, each an extension of `Report`. Clients choose by the discriminator `type`. */
export const namedReports: readonly z.ZodType[] = named.map(({ type, name, data }) =>
  z.intersection(report, z.looseObject({ data })).meta({ id: name, description: type }),
);

export const singleBody = report;
export const batchBody = (mostReports: number): z.ZodType =>
  z.array(z.union(namedReports)).min(1).max(mostReports).meta({ id: 'ReportBatch' });
/** The body of a report in binary mode. */
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
