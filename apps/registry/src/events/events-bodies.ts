import { z } from 'zod';
import { dataSchemas, envelopeSchema, fullType, reportTypes } from '#reports';
import type { HeaderDeclaration } from '../http/route.js';

/** `LoanWrittenOff` of `loan.written-off`. */
const nameOf = (type: string): string =>
  type.replaceAll(/(?:^|[.-])(\w)/g, (_, letter: string) => letter.toUpperCase());

const named = reportTypes.map((type) => ({
  type: fullType(type),
  name: `${nameOf(type)}Report`,
  data: dataSchemas[type].meta({ id: `${nameOf(type)}Data` }),
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
