import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { counted, gauges } from '../../apps/registry/src/operations/metrics/metric-samples.js';

/*
 * The alarms of docker/alerts.yaml against the operator's guide and the metrics that are told. A condition stands in a table of the
 * guide, between back-quotes: in the second column of a row of /readyz, or in the first of the table under "Alarms".
 */

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly for: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

const guide = readFileSync('docs/guides/operator.md', 'utf8');
const { groups } = parse(readFileSync('docker/alerts.yaml', 'utf8')) as {
  readonly groups: readonly { readonly rules: readonly Rule[] }[];
};
const rules = groups.flatMap((group) => group.rules);

const conditions = [
  ...new Set(
    [...guide.matchAll(/^\|(?: [^|`]+ \|)? `([^`]*\b(?:xudai_|up\{)[^`]*[=<>][^`]*)` \|/gm)].map(
      ([, expr = '']) => expr,
    ),
  ),
];

/** As a heading becomes a link. */
const anchors = new Set(
  [...guide.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^a-z0-9 _-]/g, '')
      .replaceAll(' ', '-'),
  ),
);

describe('the alarms', () => {
  it('are those of the guide: none is missing, and none is told nowhere', () => {
    expect(conditions.length).toBeGreaterThan(14);
    const written = rules.map(({ expr }) => expr);
    expect({
      missingInAlertsYaml: conditions.filter((expr) => !written.includes(expr)),
      missingInTheGuide: written.filter((expr) => !conditions.includes(expr)),
    }).toEqual({ missingInAlertsYaml: [], missingInTheGuide: [] });
  });

  it('go by metrics that are told', () => {
    const names = new Set(Object.keys({ ...counted, ...gauges }));
    const used = rules.flatMap(({ alert, expr }) =>
      [...expr.matchAll(/\bxudai_[a-z_]+/g)].map(([name]) => [alert, name] as const),
    );
    expect(used.filter(([, name]) => !names.has(name))).toEqual([]);
    expect(rules.filter(({ expr }) => !/\bxudai_|\bup\{job="xudai"\}/.test(expr))).toEqual([]);
  });

  it('have names of their own, wait, and say how bad it is, what it is, and where the guide says what to do', () => {
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
    for (const rule of rules) {
      expect(rule).toEqual({
        alert: expect.stringMatching(/^Xudai[A-Z][A-Za-z]+$/),
        expr: expect.any(String),
        for: expect.stringMatching(/^\d+m$/),
        labels: { severity: expect.stringMatching(/^(critical|warning)$/) },
        annotations: {
          summary: expect.stringMatching(/^\S.{10,150}$/),
          description: expect.stringMatching(/^[A-Z].{20,}\.$/),
          guide: expect.stringMatching(/^docs\/guides\/operator\.md#[a-z-]+$/),
        },
      });
      expect([rule.alert, anchors.has(rule.annotations['guide']?.split('#')[1] ?? '')]).toEqual([
        rule.alert,
        true,
      ]);
    }
  });
});
