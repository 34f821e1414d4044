import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { answeredUnread, reportLines } from '#intake';
import { problemWords } from '#problem-details';
import { parseReport } from '#reports';
import { figureNames, ruleCatalogue } from '#rules';
import { exampleReport, exampleTypes } from '#testing';
import { refusalsOf } from './outcome-counts.js';
import { refusalTextZh } from './submission-refusals.query.js';

/** Three words of Latin letters in a row; codes and names of members have no space in them. */
const english = /[A-Za-z]+ +[A-Za-z]+ +[A-Za-z]+/;

describe('what is wrong with a line, in Chinese', () => {
  it('has the figures of every rule under Chinese names', () => {
    const figures = Object.keys(figureNames).map((name) => `${name} 1.00`);
    for (const [rule, { en, zh }] of Object.entries(ruleCatalogue)) {
      const text = refusalTextZh({ rule, message: `${en} (${figures.join(', ')})` });
      expect([rule, text.startsWith(zh), english.test(text)]).toEqual([rule, true, false]);
      expect(text.match(/1\.00/g)).toHaveLength(figures.length);
      expect(text).not.toMatch(/effectiveDate|outstanding/);
    }
    const message = 'Repayment above the outstanding principal (amount 5.00, outstanding 4.00)';
    expect(refusalTextZh({ rule: 'REP-R01', message })).toMatch(/\(金额 5\.00,未偿余额 4\.00\)$/);
  });

  it('is in Chinese for whatever a schema asks for', () => {
    const wrong = [null, 1.5, '', 'x', [], {}, '3.8', true, ['?', '?'], 'x'.repeat(500)];
    const messages = new Set<string>();
    for (const type of exampleTypes) {
      const report = exampleReport(type);
      for (const member of Object.keys(report.data))
        for (const value of wrong) {
          const parsed = parseReport({ ...report, data: { ...report.data, [member]: value } });
          if (parsed.outcome === 'not-understood')
            for (const { message } of parsed.violations) messages.add(message).add(`is missing: ${message}`);
        }
    }
    expect(messages.size).toBeGreaterThan(12);
    for (const message of messages)
      expect([message, english.test(refusalTextZh({ rule: 'SCH-R01', message }))]).toEqual([message, false]);
    expect(
      [...messages].filter(
        (message) => refusalTextZh({ rule: 'SCH-R01', message }) === ruleCatalogue['SCH-R01'].zh,
      ),
    ).toEqual([]);
  });

  it('says all that a schema says: each number, code and name', () => {
    const folder = 'libs/reports/src';
    const sources = readdirSync(folder).filter((name) => name.endsWith('.ts') && !name.includes('.spec.'));
    const texts = sources.flatMap((name) =>
      [
        ...readFileSync(`${folder}/${name}`, 'utf8').matchAll(
          /['`]((?:must|has a member|is given|is not taken)\b[^'`]*)['`]/g,
        ),
      ]
        .map(([, text = '']) => text)
        // Said with figures, which have tests of their own.
        .filter((text) => !/\$\{(bound|jsonWords|issue|asked)|^must have \$/.test(text)),
    );
    const bounds = ['items', 'characters'].flatMap((of) => [
      `must have at least 3 ${of}`,
      `must have at most 7 ${of}`,
    ]);
    expect(texts.length).toBeGreaterThan(20);
    const told = [...texts.map((text) => text.replaceAll(/\$\{\w+\}/g, '64')), ...bounds];
    for (const message of told) {
      const zh = refusalTextZh({ rule: 'SCH-R01', message });
      const marks =
        message.match(/[A-Z][A-Z0-9_]{2,}|\d[\d.:-]*\d|\b\d+\b|rateBp|\{\w+\}|CloudEvents/g) ?? [];
      expect([message, zh, marks.filter((mark) => !zh.includes(mark))]).toEqual([message, zh, []]);
      expect([message, zh]).not.toEqual([message, ruleCatalogue['SCH-R01'].zh]);
    }
    expect(
      refusalTextZh({
        rule: 'SCH-R01',
        message: 'must be 1 to 64 of A-Z a-z 0-9 _ . : - but neither . nor ..',
      }),
    ).toContain('不得为 . 或 ..');
    expect(told.filter((text) => /NFC|15|1900/.test(text))).toHaveLength(4);
  });

  it('tells what is missing from what is of another type', () => {
    const message = 'must be given as string';
    expect(refusalTextZh({ rule: 'SCH-R01', message })).toMatch(/\(类型应为 string\)$/);
    expect(refusalTextZh({ rule: 'SCH-R01', message: `is missing: ${message}` })).toMatch(
      /\(缺失，类型应为 string\)$/,
    );
  });

  it('tells a rate that is no whole number by its column', () => {
    const { data, ...report } = exampleReport('loan.issued');
    const parsed = parseReport({ ...report, data: { ...data, rateBp: '3.8' } });
    expect(parsed).toMatchObject({
      violations: [
        { pointer: '/data/rateBp', message: expect.stringMatching(/whole number of basis points: a rateBp/) },
      ],
    });
  });

  it('is the word of what is no rule, and why it cannot be read', async () => {
    for (const [rule, { zh }] of Object.entries(problemWords))
      expect(refusalTextZh({ rule, message: 'Something else.' })).toBe(zh);
    const unread = [
      '{"half":',
      Buffer.from([0xff]),
      Buffer.from([0xbf, 0xcd, 0xbb, 0xa7]),
      '\ufeff{}',
      '['.repeat(40) + ']'.repeat(40),
      '"\\ud800"',
      '"\\u0000"',
      '[9007199254740993]',
      'x'.repeat(70_000),
      ` [${'x'.repeat(70_000)}`,
      '  "id": "a",',
      '{"id": "a"},',
    ];
    const lines = Buffer.concat(unread.flatMap((line) => [Buffer.from(line), Buffer.from('\n')]));
    const texts: string[] = [];
    for await (const line of reportLines([lines])) {
      if (line.is === 'json') throw new Error('It can be read.');
      const outcome = answeredUnread(line, '2024-06-03');
      if (outcome.outcome !== 'failed') throw new Error(outcome.outcome);
      for (const { rule, message } of refusalsOf(line.line, outcome))
        texts.push(refusalTextZh({ rule, message }));
    }
    expect(texts).toHaveLength(unread.length);
    for (const text of texts) expect(text).toMatch(/\p{Script=Han}\([^a-z]*(JSON)?.*\)$/u);
    expect(new Set(texts).size).toBe(unread.length);
  });
});
