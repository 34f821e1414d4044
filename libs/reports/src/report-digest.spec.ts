import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { exampleReport, exampleTypes } from '#testing';
import { parseReport, reportDigest } from './parse-report.js';
import { membersOf } from './testing/report-members.js';

const digestOf = (report: unknown): string => {
  const parsed = parseReport(report);
  if (parsed.outcome !== 'understood') throw new Error(JSON.stringify(parsed));
  return parsed.report.digest;
};

const reversed = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(
        Object.entries(value)
          .reverse()
          .map(([name, member]) => [name, reversed(member)]),
      )
    : value;

describe('what makes two reports the same', () => {
  it('is the SHA-256 of the canonical form of type, subject and data', () => {
    expect(reportDigest('xudai.loan.repaid.v1', 'L1', { effectiveDate: '2024-06-03', amount: '1.00' })).toBe(
      // printf '%s' '{"data":{"amount":"1.00","effectiveDate":"2024-06-03"},"subject":"L1","type":"xudai.loan.repaid.v1"}' | sha256sum
      '3a9960efe76e71dbeb16f62a32ead73ff3aa4c11a104808b413aec9f458c8ba9',
    );
  });

  it.each(exampleTypes)('%s: neither the order of members nor the attributes around', (type) => {
    const digest = digestOf(exampleReport(type));
    expect(digestOf(reversed(exampleReport(type)))).toBe(digest);
    for (const attributes of [
      { id: 'another' },
      { source: '/institutions/another' },
      { time: '2024-12-02T10:00:00Z' },
      { time: undefined, datacontenttype: undefined },
      { traceparent: '00', sequence: 5 },
    ])
      expect(digestOf(JSON.parse(JSON.stringify(exampleReport(type, {}, attributes))))).toBe(digest);
  });

  it('not the order of tags', () => {
    const tags = ['INCLUSIVE', 'TECHNOLOGY', 'GREEN', 'IP_PLEDGE', 'CHAIN'] as const;
    const digest = digestOf(exampleReport('loan.issued', { tags }));
    fc.assert(
      fc.property(fc.shuffledSubarray([...tags], { minLength: tags.length }), (shuffled) => {
        expect(digestOf(exampleReport('loan.issued', { tags: shuffled }))).toBe(digest);
      }),
    );
    expect(digestOf(exampleReport('loan.issued', { tags: tags.slice(1) }))).not.toBe(digest);
  });

  it('not the order of tags within a replacement', () => {
    const digestWith = (tags: readonly string[]) =>
      digestOf(
        exampleReport('event.corrected', { replacement: exampleReport('loan.issued', { tags }).data }),
      );
    expect(digestWith(['GREEN', 'CHAIN'])).toBe(digestWith(['CHAIN', 'GREEN']));
    expect(digestWith(['GREEN'])).not.toBe(digestWith(['CHAIN', 'GREEN']));
  });

  it('but the subject and the type', () => {
    const digest = digestOf(exampleReport('loan.repaid'));
    expect(digestOf(exampleReport('loan.repaid', {}, { subject: 'l1' }))).not.toBe(digest);
    const data = { effectiveDate: '2024-06-03' };
    expect(reportDigest('a', 's', data)).not.toBe(reportDigest('b', 's', data));
  });

  it.each(exampleTypes)('%s: and every member', (type) => {
    const other: Readonly<Record<string, unknown>> = {
      date: '2024-01-20',
      money: '77.00',
      quantity: '77.00',
      digest: 'a'.repeat(64),
      identifier: 'another',
      text: 'another',
      timeOfDay: '23:59:59',
      whole: 7,
      tags: ['CHAIN'],
      replacement: { effectiveDate: '2024-06-03', amount: '1.00' },
    };
    const choices: Readonly<Record<string, unknown>> = {
      product: 'OTHER',
      guarantee: 'MIXED',
      classification: 'LOSS',
      mode: 'ANNUAL_REVIEW',
      kind: 'BRIDGE',
    };
    const { data } = exampleReport(type);
    const digests = [digestOf(exampleReport(type))];
    for (const [member, kind, isOptional] of membersOf(type)) {
      // The unit of an indicator never changes alone: its value has another form.
      if (member === 'unit') continue;
      const changed =
        kind === 'borrower'
          ? { ...(data[member] as object), size: 'LARGE' }
          : (other[kind] ?? choices[member]);
      digests.push(digestOf(exampleReport(type, { [member]: changed })));
      if (isOptional) {
        const { [member]: _absent, ...rest } = data;
        digests.push(digestOf({ ...exampleReport(type), data: rest }));
      }
    }
    expect(new Set(digests).size).toBe(digests.length);
  });
});
