import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { exampleReport, exampleTypes } from '#testing';
import { parseReport } from './parse-report.js';

/* Whatever is sent, no pointer and no message repeats a value or an unknown member's name. */

const marker = 'Zq7Marker';

type Path = readonly (string | number)[];

const pathsIn = (value: unknown, path: Path = []): readonly Path[] =>
  typeof value === 'object' && value !== null
    ? [path, ...Object.entries(value).flatMap(([name, member]) => pathsIn(member, [...path, name]))]
    : [path];

const put = (value: unknown, [first, ...rest]: Path, what: unknown): unknown => {
  if (first === undefined) return what;
  const copy = Array.isArray(value) ? [...value] : { ...(value as object) };
  (copy as Record<string, unknown>)[first] = put((value as Record<string, unknown>)[first], rest, what);
  return copy;
};

const planted = fc.constantFrom<unknown>(
  marker,
  `${marker} \u0000`,
  `/${marker}`,
  [marker],
  { [marker]: marker },
  { idType: marker, kind: 'ENTERPRISE', [marker]: 1 },
  [[{ [marker]: 1 }]],
);

const planting = fc.record({
  type: fc.constantFrom(...exampleTypes),
  seeds: fc.array(fc.record({ at: fc.nat(), what: planted, isMember: fc.boolean() }), {
    minLength: 1,
    maxLength: 6,
  }),
});

const sown = ({ type, seeds }: typeof planting extends fc.Arbitrary<infer Value> ? Value : never): unknown =>
  seeds.reduce<unknown>((report, { at, what, isMember }) => {
    const paths = pathsIn(report);
    const path = paths[at % paths.length] ?? [];
    return put(report, isMember ? [...path, marker] : path, what);
  }, exampleReport(type));

describe('a report that is not understood', () => {
  it('is told without anything that it held', () => {
    let refused = 0;
    fc.assert(
      fc.property(planting, (given) => {
        const parsed = parseReport(sown(given));
        if (parsed.outcome !== 'not-understood') return;
        refused += 1;
        expect(parsed.violations.length).toBeGreaterThan(0);
        for (const { pointer, message } of parsed.violations) {
          expect(pointer).not.toContain(marker);
          expect(message).not.toContain(marker);
          expect(message.length).toBeGreaterThan(0);
        }
      }),
      { numRuns: 2_000 },
    );
    expect(refused).toBeGreaterThan(1_000);
  });

  it('is never an error, whatever JSON it is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(parseReport(value).outcome).not.toBe('understood');
      }),
    );
  });
});
