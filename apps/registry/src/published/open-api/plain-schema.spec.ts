import { describe, expect, it } from '@jest/globals';
import { plainSchema } from './schemas.js';

describe('a schema in plain words', () => {
  it.each([
    [
      'null beside a type is one of its types',
      { anyOf: [{ type: 'string', minLength: 1 }, { type: 'null' }], description: 'a' },
      { type: ['string', 'null'], minLength: 1, description: 'a' },
    ],
    [
      'null beside words is one of them',
      { anyOf: [{ type: 'string', enum: ['A'] }, { type: 'null' }] },
      { type: ['string', 'null'], enum: ['A', null] },
    ],
    [
      'null beside a named schema is one of two',
      { anyOf: [{ $ref: '#/$defs/A' }, { type: 'null' }] },
      { oneOf: [{ $ref: '#/$defs/A' }, { type: 'null' }] },
    ],
    [
      'another union stays',
      { anyOf: [{ $ref: 'a' }, { $ref: 'b' }] },
      { anyOf: [{ $ref: 'a' }, { $ref: 'b' }] },
    ],
    [
      'a tuple is a list of its length',
      { type: 'array', prefixItems: [{ type: 'string' }, { type: 'integer' }], items: false },
      { type: 'array', items: {}, minItems: 2, maxItems: 2 },
    ],
    [
      'a tuple of texts is one of texts',
      { type: 'array', prefixItems: [{ type: 'string', pattern: 'a' }, { type: 'string' }], items: false },
      { type: 'array', items: { type: 'string' }, minItems: 2, maxItems: 2 },
    ],
    [
      'whole numbers without bounds are long',
      { type: 'integer', minimum: -9007199254740991, maximum: 9007199254740991 },
      { type: 'integer', format: 'int64' },
    ],
    [
      'whole numbers with bounds keep them',
      { type: 'integer', minimum: 1, maximum: 9 },
      { type: 'integer', minimum: 1, maximum: 9 },
    ],
    ['whole words are whole numbers', { type: 'number', enum: [1, -1] }, { type: 'integer', enum: [1, -1] }],
    [
      'objects that share no member are one with some of them',
      {
        anyOf: [
          { type: 'object', properties: { a: {}, b: {} }, required: ['a', 'b'], additionalProperties: false },
          { type: 'object', properties: { c: {} }, required: ['c'], additionalProperties: false },
        ],
      },
      {
        type: 'object',
        properties: { a: {}, b: {}, c: {} },
        minProperties: 1,
        maxProperties: 2,
        additionalProperties: false,
      },
    ],
    [
      'a member that is called like a keyword is a member',
      { type: 'object', properties: { items: { type: 'null' }, anyOf: { type: 'string' } } },
      { type: 'object', properties: { items: { type: 'null' }, anyOf: { type: 'string' } } },
    ],
  ])('%s', (_, schema, plain) => {
    expect(plainSchema(schema)).toEqual(plain);
    expect(plainSchema({ type: 'array', items: schema })).toEqual({ type: 'array', items: plain });
  });
});
