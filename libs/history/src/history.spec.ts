import { describe, expect, it } from '@jest/globals';
import type { StoredFact } from '#facts';
import { bankA, factOf } from '#testing';
import { dayDecided, historyOf, standingFacts } from './history.js';

const stream = `loan-${bankA}-L1`;

const at = (revision: number, type: string, data: object, metadata: object = {}): StoredFact =>
  factOf(type, data, {
    stream,
    revision,
    eventId: `event-${revision}`,
    metadata: { reportId: `r${revision}`, stampedAt: `2024-06-0${revision + 1}T20:00:00.000Z`, ...metadata },
  });

const repaid = (revision: number, amount: string): StoredFact =>
  at(revision, 'LoanRepaid', { loanId: 'L1', amount }, { time: '2024-06-01T00:00:00Z', actor: 'key:first' });

const corrected = (revision: number, of: number, amount: string): StoredFact =>
  at(
    revision,
    'FactCorrected',
    {
      corrects: { reportId: `r${of}`, eventId: `event-${of}`, revision: of },
      replacement: { loanId: 'L1', amount, effectiveDate: '2024-05-20' },
      reason: 'typing error',
    },
    { ruleSetVersion: 2, flags: ['TIM-W05'], time: '2024-07-01T00:00:00Z', actor: 'key:second' },
  );

const reversed = (revision: number, of: number): StoredFact =>
  at(revision, 'FactReversed', {
    corrects: { reportId: `r${of}`, eventId: `event-${of}`, revision: of },
    reason: 'sent in error',
  });

describe('a corrected fact', () => {
  const recorded = [repaid(0, '1.00'), repaid(1, '2.00'), corrected(2, 0, '7.00'), repaid(3, '3.00')];

  it('stands in its own place, as its correction says', () => {
    const [first, ...others] = standingFacts(recorded);
    expect(first).toMatchObject({
      type: 'LoanRepaid',
      stream,
      revision: 0,
      eventId: 'event-0',
      effectiveDate: '2024-05-20',
      data: { loanId: 'L1', amount: '7.00' },
    });
    expect(first?.data).not.toHaveProperty('effectiveDate');
    expect(others).toEqual([recorded[1], recorded[3]]);
  });

  it('was decided on the day of its correction, by its rules and with its flags; the report is its own', () => {
    const [first] = standingFacts(recorded) as [StoredFact];
    expect(first.metadata).toMatchObject({
      reportId: 'r0',
      time: '2024-06-01T00:00:00Z',
      actor: 'key:first',
      ruleSetVersion: 2,
      flags: ['TIM-W05'],
      stampedAt: '2024-06-03T20:00:00.000Z',
    });
    // 20:00 UTC is the next day in Shanghai.
    expect(dayDecided(first)).toBe('2024-06-04');
    expect(dayDecided(recorded[3] as StoredFact)).toBe('2024-06-05');
  });

  it('is as its last correction says, and gone when its report is reversed', () => {
    const twice = [...recorded, corrected(4, 0, '8.00')];
    expect(standingFacts(twice)[0]).toMatchObject({ data: { amount: '8.00' } });
    const gone = [...twice, reversed(5, 0)];
    expect(standingFacts(gone)).toEqual([recorded[1], recorded[3]]);
    expect(standingFacts([...gone, corrected(6, 0, '9.00')])).toEqual(standingFacts(gone));
  });

  it('does not change what was recorded', () => {
    const before = structuredClone(recorded);
    standingFacts(recorded);
    expect(recorded).toEqual(before);
  });

  it('is that of any part of its stream that holds what it changes', () => {
    const [, second, ...rest] = recorded;
    expect(standingFacts([second as StoredFact, ...rest])).toEqual([recorded[1], recorded[3]]);
  });
});

describe('a history says of a revision', () => {
  const recorded = [
    repaid(0, '1.00'),
    repaid(1, '2.00'),
    repaid(2, '3.00'),
    reversed(3, 1),
    corrected(4, 2, '4.00'),
  ];
  const history = historyOf(recorded);

  it('where it stands, with what comes before and after it', () => {
    expect(history.placeOf(2)).toEqual({ found: 'standing', at: 1 });
    expect(history.before(1)).toEqual([recorded[0]]);
    expect(history.after(0)).toEqual([history.standing[1]]);
    expect(history.after(1)).toEqual([]);
  });

  it('why it does not stand', () => {
    expect(history.placeOf(1)).toEqual({ found: 'reversed' });
    expect(history.placeOf(3)).toEqual({ found: 'change' });
    expect(history.placeOf(4)).toEqual({ found: 'change' });
    expect(history.placeOf(5)).toEqual({ found: 'nowhere' });
  });
});
