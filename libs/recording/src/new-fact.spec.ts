import { asInstitutionCode } from '#identifiers';
import { asWritten } from '#testing';
import { describe, expect, it } from '@jest/globals';
import { recordedReports } from './folded-stream.log.js';
import { newFact } from './new-fact.js';

const author = { actor: 'key:admin', correlationId: 'c1' };
const nowMs = Date.parse('2024-06-03T04:00:00.123Z');

describe('a new fact', () => {
  it('carries every member of its metadata from the first day on', () => {
    expect(newFact({ type: 'KeyRevoked', data: { keyId: 'k' } }, author, nowMs)).toEqual({
      eventId: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
      type: 'KeyRevoked',
      effectiveDate: null,
      institution: null,
      data: { keyId: 'k' },
      metadata: {
        reportId: null,
        source: null,
        time: null,
        reportDigest: null,
        stampedAt: '2024-06-03T04:00:00.123Z',
        actor: 'key:admin',
        ruleSetVersion: 1,
        flags: [],
        causationId: null,
        correlationId: 'c1',
        salt: expect.stringMatching(/^[0-9a-f]{32}$/),
        extensions: {},
      },
    });
  });

  it('of a report says which', () => {
    const more = {
      reportId: 'r1',
      source: '/institutions/x',
      time: null,
      reportDigest: 'd',
      flags: ['TIM-W05'],
      extensions: { a: 1 },
    };
    const fact = newFact({ type: 'LoanRepaid', data: {} }, author, nowMs, {
      ...more,
      effectiveDate: asWritten('2024-06-03'),
      institution: asInstitutionCode('x'),
    });
    expect(fact).toMatchObject({ effectiveDate: '2024-06-03', institution: 'x', metadata: more });
    expect(Object.keys(fact.metadata)).toHaveLength(12);
    const stored = { ...fact, stream: 's', revision: 4 };
    expect(recordedReports.evolve(recordedReports.initial, stored).get('r1')).toEqual({
      digest: 'd',
      factType: 'LoanRepaid',
      revision: 4,
      flags: ['TIM-W05'],
      stampedAt: '2024-06-03T04:00:00.123Z',
    });
  });

  it('has an id and a salt of its own', () => {
    // Of more than are prepared at once.
    const facts = Array.from({ length: 1_000 }, () => newFact({ type: 'A', data: {} }, author, nowMs));
    expect(new Set(facts.map(({ eventId }) => eventId)).size).toBe(1_000);
    expect(new Set(facts.map(({ metadata }) => metadata.salt)).size).toBe(1_000);
  });
});
