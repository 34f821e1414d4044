import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { keyBody } from '#access';
import { allocationBody, bailoutProgrammeBody } from '#bailout';
import { decideContestBody } from '#first-time-borrowers';
import { institutionBody } from '#institutions';
import { calendarBody, measureBody, programmeBody, targetBody } from '#programmes';
import { reportJsonSchema, reportTypes } from '#reports';

/*
 * A number that one reader takes and another does not hold stops whoever meets it, for ever. So every number that can become a
 * fact has bounds that all of them hold: pages and figures in JavaScript, and checks in SQL.
 */

/** PostgreSQL's integer, the smallest column that a number is put into. */
const integer = 2 ** 31 - 1;

/** Bounded by a rule instead of the schema: what is recorded lies within 50 to 2400 (ISS-R06). */
const byRule = ['/data/rateBp', '/data/replacement/rateBp'];

/** Sums of money are `numeric(24, 0)` fen: of 15 digits of yuan ten million fit, of counts more. */
const mostDigits = 15;

interface Schema {
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: string;
}

/** Every schema within a schema, by the path of members that leads there. */
const within = (schema: unknown, path = ''): readonly (readonly [path: string, schema: Schema])[] => {
  if (typeof schema !== 'object' || schema === null) return [];
  if (Array.isArray(schema)) return schema.flatMap((each) => within(each, path));
  const { properties = {}, ...others } = schema as { readonly properties?: object };
  return [
    [path, schema as Schema],
    ...Object.entries(properties).flatMap(([name, each]) => within(each, `${path}/${name}`)),
    ...Object.values(others).flatMap((each) => within(each, path)),
  ];
};

const isNumber = ({ type }: Schema): boolean =>
  [type].flat().some((each) => each === 'number' || each === 'integer');

const isBounded = ({ minimum, maximum, const: only, enum: some }: Schema): boolean =>
  only !== undefined ||
  some !== undefined ||
  (minimum !== undefined && maximum !== undefined && minimum >= -integer - 1 && maximum <= integer);

/** Texts that are numbers: a run of digits that has no bound, or a longer one. */
const longestRun = ({ pattern = '' }: Schema): number =>
  /\\d[*+]/.test(pattern) || /\[\d-\d\][*+]/.test(pattern)
    ? Infinity
    : Math.max(0, ...[...pattern.matchAll(/\[1-9\]\\d\{0,(\d+)\}/g)].map(([, more]) => Number(more) + 1));

const unbounded = (schema: unknown): readonly string[] =>
  within(schema)
    .filter(([path]) => !byRule.includes(path))
    .filter(([, each]) => (isNumber(each) && !isBounded(each)) || longestRun(each) > mostDigits)
    .map(([path]) => path);

const bodies: Readonly<Record<string, z.ZodType>> = {
  keyBody,
  allocationBody,
  bailoutProgrammeBody,
  decideContestBody,
  institutionBody,
  calendarBody,
  measureBody,
  programmeBody,
  targetBody,
};

describe('numbers that can become facts', () => {
  it.each(reportTypes)('have bounds in every %s', (type) => {
    expect(unbounded(reportJsonSchema(type))).toEqual([]);
  });

  it.each(Object.entries(bodies))('have bounds in the %s of an administrator', (_name, body) => {
    expect(unbounded(z.toJSONSchema(body, { io: 'input' }))).toEqual([]);
  });

  it('are looked for in every depth', () => {
    const planted = z.strictObject({
      data: z.strictObject({
        fine: z.int().min(0).max(integer),
        one: z.int(),
        list: z.array(z.union([z.strictObject({ two: z.int().min(0) }), z.int().max(3)])),
        three: z
          .int()
          .min(0)
          .max(integer + 1),
        four: z.string().meta({ pattern: '^\\d+$' }),
        five: z.string().meta({ pattern: '^(0|[1-9]\\d{0,15})$' }),
        rateBp: z.int(),
      }),
    });
    expect(unbounded(z.toJSONSchema(planted)).toSorted()).toEqual(
      ['one', 'list/two', 'list', 'three', 'four', 'five'].map((name) => `/data/${name}`).toSorted(),
    );
  });
});
