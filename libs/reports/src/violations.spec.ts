import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { exampleReport } from '#testing';
import { violationsIn, without } from './testing/parsing.js';
import { violationsOf } from './violations.js';

describe('the words of a violation', () => {
  it.each([
    [{ renewalCount: 'x' }, '/data/renewalCount: must be given as number'],
    [{ renewalCount: 1.5 }, '/data/renewalCount: must be given as integer'],
    [{ renewalCount: -1 }, '/data/renewalCount: must be at least 0'],
    [{ renewalCount: 1_000 }, '/data/renewalCount: must be at most 999'],
    [{ renewalCount: 2 ** 53 }, '/data/renewalCount: must be at most 9007199254740991'],
    [{ borrower: [] }, '/data/borrower: must be given as object'],
    [{ tags: {} }, '/data/tags: must be given as array'],
    [{ tags: ['GREEN', 'GREEN'] }, '/data/tags: must not repeat a tag'],
    [{ tags: ['GREEN', 'x'] }, '/data/tags/1: must be one of INCLUSIVE, TECHNOLOGY, GREEN, IP_PLEDGE, CHAIN'],
    [{ guarantee: null }, '/data/guarantee: must be one of CREDIT, GUARANTEE, MORTGAGE, PLEDGE, MIXED'],
    [{ outstandingPrincipal: 5 }, '/data/outstandingPrincipal: must be given as string'],
    [{ maturityDate: '2024-02-30' }, '/data/maturityDate: must be a calendar day YYYY-MM-DD from 1900-01-01'],
  ])('%j: %s', (changes, line) => {
    expect(violationsIn(exampleReport('loan.opened', changes))).toEqual([line]);
  });

  it.each([
    [{ data: 5 }, '/data: must be given as object'],
    [{ specversion: '0.3' }, '/specversion: must be 1.0'],
    [{ id: 'a b' }, '/id: must be 1 to 64 of A-Z a-z 0-9 _ . : - but neither . nor ..'],
  ])('%j: %s', (attributes, line) => {
    expect(violationsIn(exampleReport('loan.opened', {}, attributes))).toEqual([line]);
  });

  it.each([
    ['maturityDate', '/data/maturityDate: is missing: must be given as string'],
    ['guarantee', '/data/guarantee: is missing: must be one of CREDIT, GUARANTEE, MORTGAGE, PLEDGE, MIXED'],
    ['tags', '/data/tags: is missing: must be given as array'],
  ])('%s that is not there is missing, and no value of another type', (member, line) => {
    const { data, ...report } = exampleReport('loan.opened');
    expect(violationsIn({ ...report, data: without(data, member) })).toEqual([line]);
    expect(violationsIn({ ...report, data: { ...data, [member]: null } })).toEqual([
      line.replace('is missing: ', ''),
    ]);
  });

  it('of what is not there in several forms is missing as well', () => {
    const body = z.object({ at: z.union([z.string(), z.number()]), of: z.object({ no: z.number() }) });
    const { error } = body.safeParse({ of: {} });
    expect(error && violationsOf(error, { of: {} })).toEqual([
      { pointer: '/at', message: 'is missing: must be given as string or number' },
      { pointer: '/of/no', message: 'is missing: must be given as number' },
    ]);
  });

  it('bounds are of numbers, items and characters', () => {
    const body = z.object({
      no: z.number().max(5),
      list: z.array(z.string()).min(1),
      text: z.string().max(2),
    });
    const { error } = body.safeParse({ no: 6, list: [], text: 'abc' });
    expect(error && violationsOf(error, { no: 6, list: [], text: 'abc' }, ['a~b/c'])).toEqual([
      { pointer: '/a~0b~1c/no', message: 'must be at most 5' },
      { pointer: '/a~0b~1c/list', message: 'must have at least 1 items' },
      { pointer: '/a~0b~1c/text', message: 'must have at most 2 characters' },
    ]);
  });

  it.each<readonly [z.ZodType, unknown, string, string]>([
    [z.union([z.string().max(1), z.array(z.string())]), 'ab', '', 'must have at most 1 characters'],
    [z.union([z.string(), z.boolean()]), 5, '', 'must be given as string or boolean'],
    [z.union([z.enum(['A', 'B']), z.string().max(1)]), 'ab', '', 'must have at most 1 characters'],
    [
      z.union([z.strictObject({ a: z.string() }), z.strictObject({ b: z.string() })]),
      { a: 5 },
      '/a',
      'must be given as string',
    ],
    [
      z.union([z.strictObject({ a: z.string() }), z.strictObject({ b: z.string(), c: z.string() })]),
      {},
      '',
      'must have the members a, or b and c',
    ],
    [
      z.union([z.strictObject({ a: z.string() }), z.strictObject({ b: z.string() })]),
      { x: 5 },
      '',
      'has a member that the schema does not know, or one that does not go with the others',
    ],
  ])('of several forms are those of the one that was meant (%#)', (schema, value, pointer, message) => {
    const { error } = schema.safeParse(value);
    expect(error && violationsOf(error, value)).toEqual([{ pointer, message }]);
  });
});
