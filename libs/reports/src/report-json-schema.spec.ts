import { describe, expect, it } from '@jest/globals';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { exampleReport, type ExampleType, exampleTypes } from '#testing';
import { reportJsonSchema } from './report-types.js';
import { pointersIn, without } from './testing/parsing.js';
import { membersOf, wrongTypesFor, wrongValues } from './testing/report-members.js';

/* The published schemas say what the runtime check says, as far as a JSON Schema can say it. */

const ajv = new Ajv2020.default({
  strict: true,
  strictRequired: false,
  allowUnionTypes: true,
  allErrors: true,
});
addFormats.default(ajv);
const checks = Object.fromEntries(exampleTypes.map((type) => [type, ajv.compile(reportJsonSchema(type))]));

/** By the schema alone. */
const isValid = (type: ExampleType, report: unknown): boolean => checks[type]?.(report) === true;

/** Not to be said in a JSON Schema: normal form. */
const isExpressible = (value: unknown): boolean =>
  typeof value !== 'string' || value.normalize('NFC') === value;

describe.each(exampleTypes)('the schema of %s', (type) => {
  it('is a JSON Schema 2020-12 under its own address', () => {
    expect(reportJsonSchema(type)).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $id: `/schemas/xudai.${type}.v1.json`,
      title: `xudai.${type}.v1`,
      type: 'object',
    });
    expect(ajv.validateSchema(reportJsonSchema(type))).toBe(true);
  });

  it('takes what is understood', () => {
    for (const attributes of [
      {},
      { traceparent: '00', sequence: 5, retried: true },
      { time: null, datacontenttype: null, extension: null },
      { datacontenttype: 'Application/JSON; charset=utf-8', subject: '...' },
    ])
      expect([isValid(type, exampleReport(type, {}, attributes)), checks[type]?.errors]).toEqual([
        true,
        null,
      ]);
    const { time: _time, datacontenttype: _datacontenttype, ...least } = exampleReport(type);
    const optional = membersOf(type).filter(([, , isOptional]) => isOptional);
    const data = optional.reduce(
      (rest, [member]) => without(rest, member),
      least.data as Record<string, unknown>,
    );
    expect(isValid(type, { ...least, data })).toBe(true);
  });

  it('refuses what is not', () => {
    const wrong = [
      ...membersOf(type).flatMap(([member, kind, isOptional]) => [
        ...wrongTypesFor(kind).map((value) => exampleReport(type, { [member]: value })),
        ...(kind === 'borrower' ? [] : wrongValues[kind].filter(isExpressible)).map((value) =>
          exampleReport(type, { [member]: value }),
        ),
        ...(isOptional ? [] : [{ ...exampleReport(type), data: without(exampleReport(type).data, member) }]),
      ]),
      exampleReport(type, { extra: 1 }),
      ...['specversion', 'id', 'source', 'type', 'subject', 'data'].map((attribute) =>
        without(exampleReport(type), attribute),
      ),
      ...['specversion', 'id', 'source', 'type', 'subject', 'data'].map((attribute) => ({
        ...exampleReport(type),
        [attribute]: null,
      })),
      exampleReport(type, {}, { id: 'a b' }),
      exampleReport(type, {}, { subject: 'x'.repeat(65) }),
      exampleReport(type, {}, { id: '.' }),
      exampleReport(type, {}, { subject: '..' }),
      exampleReport(type, {}, { datacontenttype: 'application/jsonl' }),
      exampleReport(type, {}, { data_base64: 'e30=' }),
      exampleReport(type, {}, { source: '/banks/x' }),
      exampleReport(type, {}, { specversion: '0.3' }),
      exampleReport(type, {}, { time: 'yesterday' }),
      exampleReport(type, {}, { datacontenttype: 'text/plain' }),
      exampleReport(type, {}, { type: 'xudai.other.v1' }),
      exampleReport(type, {}, { extension: 1.5 }),
      exampleReport(type, {}, { extension: 2_147_483_648 }),
      exampleReport(type, {}, { extension: {} }),
      exampleReport(type, {}, { extension: 'line\nbreak' }),
      exampleReport(type, {}, { Extension: 'x' }),
      exampleReport(type, {}, { ['x'.repeat(65)]: 'x' }),
    ];
    expect(wrong.filter((report) => isValid(type, report))).toEqual([]);
    // Each is refused by the runtime check as well.
    expect(wrong.filter((report) => pointersIn(report).length === 0)).toEqual([]);
  });
});

describe('the schema of an indicator', () => {
  it.each([
    ['12.00', 'CNY', true],
    ['12', 'COUNT', true],
    ['12', 'CNY', false],
    ['12.00', 'COUNT', false],
    ['12', 'RATIO', false],
  ])('%s %s: %s', (value, unit, expected) => {
    const report = exampleReport('indicator.reported', { value, unit });
    expect([isValid('indicator.reported', report), pointersIn(report).length === 0]).toEqual([
      expected,
      expected,
    ]);
  });
});

describe('the schema of a borrower', () => {
  const firm = {
    idType: 'USCC',
    id: '91310000132260250X',
    kind: 'ENTERPRISE',
    size: 'MICRO',
    district: '310115',
    industry: 'C13',
  };

  it.each([
    [{}, true],
    [{ name: '上海示例有限公司' }, true],
    [{ kind: 'INDIVIDUAL_BUSINESS' }, true],
    [{ kind: 'INDIVIDUAL_BUSINESS', idType: 'PERSON_TOKEN' }, true],
    [{ kind: 'BUSINESS_OWNER', idType: 'PERSON_TOKEN' }, true],
    [{ idType: 'PERSON_TOKEN' }, false],
    [{ kind: 'BUSINESS_OWNER' }, false],
    [{ kind: 'BUSINESS_OWNER', idType: 'PERSON_TOKEN', name: '张三' }, false],
    [{ kind: 'INDIVIDUAL_BUSINESS', name: '张三' }, false],
    [{ size: 'HUGE' }, false],
    [{ phone: '1' }, false],
    [{ name: null }, false],
    [{ name: '' }, false],
  ])('%j: %s', (changes, expected) => {
    for (const type of [
      'loan.opened',
      'loan.issued',
      'borrower.first-time-flagged',
      'bailout.disbursed',
    ] as const) {
      const report = exampleReport(type, { borrower: { ...firm, ...changes } });
      expect([isValid(type, report), pointersIn(report).length === 0]).toEqual([expected, expected]);
    }
  });
});
