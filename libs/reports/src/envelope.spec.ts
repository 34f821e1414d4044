import { describe, expect, it } from '@jest/globals';
import { exampleReport } from '#testing';
import { unreadable } from './report-types.js';
import { parseReport } from './parse-report.js';
import { pointersIn, violationsIn, without } from './testing/parsing.js';

const report = (attributes: object = {}) => exampleReport('loan.repaid', {}, attributes);

describe('the envelope', () => {
  it.each([[null], ['text'], [1], [true]])('%j is no report', (value) => {
    expect(violationsIn(value)).toEqual([': must be a CloudEvents 1.0 object']);
  });

  it.each([[[]], [[report()]]])('%j is no report, but how several are sent is said', (value) => {
    expect(violationsIn(value)).toEqual([
      expect.stringMatching(/^: must be a CloudEvents 1\.0 object, not an array: .*batch.*NDJSON$/),
    ]);
  });

  it('may do without time and datacontenttype', () => {
    const parsed = parseReport(without(without(report(), 'time'), 'datacontenttype'));
    expect(parsed).toMatchObject({ outcome: 'understood', report: { time: null } });
  });

  it.each(['specversion', 'id', 'source', 'type', 'subject', 'data'])('needs %s', (attribute) => {
    expect(pointersIn(without(report(), attribute))).toEqual([`/${attribute}`]);
  });

  it.each([
    ['specversion', [null, 1, '0.3', '1.0.2']],
    ['id', [null, 1, '', 'a b', 'x'.repeat(65), 'ä', 'a/b', 'a\n', '.', '..']],
    ['subject', [null, 1, '', 'a b', 'x'.repeat(65), 'ä', 'a/b', '.', '..']],
    [
      'source',
      [
        null,
        1,
        '',
        'C1010211000012',
        '/institutions/',
        '/banks/C1010211000012',
        'https://bank.example/institutions/x',
      ],
    ],
    ['time', [1, '', '2024-12-01', '2024-12-01T10:00:00', '2024-13-01T10:00:00Z', '2024-12-01 10:00:00Z']],
    [
      'datacontenttype',
      [
        1,
        '',
        'text/plain',
        'application/xml',
        'application/jsonl',
        'application/json text/xml',
        'application/cloudevents+json',
        ' application/json',
        '"application/json"',
        '; application/json',
      ],
    ],
    ['data', [null, 1, 'text', [], true]],
  ])('%s refuses what it is not', (attribute, values) => {
    for (const value of values)
      expect([value, pointersIn(report({ [attribute]: value }))]).toEqual([value, [`/${attribute}`]]);
  });

  it('takes ids of 64 characters of their grammar', () => {
    expect(pointersIn(report({ id: 'aZ09_.:-'.repeat(8), subject: 'x'.repeat(64) }))).toEqual([]);
  });

  it.each(['time', 'datacontenttype', 'dataschema', 'traceparent', 'data_base64'])(
    '%s may be null, which is as if it were not there',
    (attribute) => {
      const parsed = parseReport(report({ [attribute]: null }));
      expect(parsed).toEqual(parseReport(without(report(), attribute)));
      expect(parsed).toMatchObject({ outcome: 'understood', report: { extensions: {} } });
    },
  );

  it('takes JSON with whatever parameters', () => {
    for (const datacontenttype of [
      'application/json; charset=utf-8',
      'Application/JSON;charset="UTF-8"',
      'application/json ; profile="a;b"',
      'application/json;',
    ])
      expect(parseReport(report({ datacontenttype }))).toEqual(parseReport(report()));
  });

  it('takes no data but in data', () => {
    const line = '/data_base64: is not taken: the data is JSON and stands in data';
    expect(violationsIn(report({ data_base64: 'e30=' }))).toEqual([line]);
    expect(violationsIn({ ...without(report(), 'data'), data_base64: 'e30=' })).toEqual([
      '/data: is missing: must be given as object',
      line,
    ]);
  });

  it('takes ids of dots from three on', () => {
    expect(pointersIn(report({ id: '...', subject: '....' }))).toEqual([]);
  });

  it('names an attribute that could not be read, but no extension', () => {
    const message = 'must be given once, as percent-encoded UTF-8';
    expect(violationsIn(report({ id: unreadable, time: unreadable, traceparent: unreadable }))).toEqual([
      `/id: ${message}`,
      `/time: ${message}`,
      `: ${message}`,
    ]);
  });

  it('keeps an instant as it was sent', () => {
    for (const time of ['2016-12-31T23:59:60Z', '2024-12-01t10:00:00.00000000000000000001+08:00'])
      expect(parseReport(report({ time }))).toMatchObject({ report: { time } });
  });

  it('takes instants with any offset', () => {
    for (const time of [
      '2024-12-01T10:00:00Z',
      '2024-12-01T10:00:00.123456789+08:00',
      '2024-12-01t10:00:00z',
      '2024-12-01T10:00:00.12345678901234567890Z',
      '2024-12-01T10:00:60Z',
      '9999-12-31T23:59:60-12:00',
    ])
      expect(pointersIn(report({ time }))).toEqual([]);
  });
});

describe('extension attributes', () => {
  const extensions = {
    traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    sequence: 2_147_483_647,
    least: -2_147_483_648,
    retried: false,
    '0': 'digit',
    text: '续贷',
  };

  it('are accepted and kept', () => {
    expect(parseReport(report(extensions))).toMatchObject({ outcome: 'understood', report: { extensions } });
  });

  it.each([1.5, 2_147_483_648, -2_147_483_649, {}, [], ['a'], 'a\u0000', 'line\nbreak'])(
    'are not %j',
    (value) => {
      expect(pointersIn(report({ extension: value }))).toEqual(['']);
    },
  );

  it.each(['traceParent', 'trace-parent', 'trace_parent', '', 'länge', 'data base', '__proto__'])(
    'are not called %j, which is not repeated',
    (name) => {
      const lines = violationsIn(
        JSON.parse(JSON.stringify(report()).replace('{', `{${JSON.stringify(name)}:"value",`)),
      );
      expect(lines).toHaveLength(1);
      expect(lines[0]).toMatch(/^: has a member that is neither a CloudEvents attribute nor an extension/);
      if (name !== '') expect(lines[0]).not.toContain(name);
    },
  );
});
