import { describe, expect, it } from '@jest/globals';
import { asInstitutionCode } from '#identifiers';
import { deciderOf, readReport, StreamOrder } from '#intake';
import { KeyedMutex } from '#recording';
import type { Report } from '#reports';
import { exampleBank, exampleReport, type ExampleType } from '#testing';
import { reportDeciders } from './report-deciders.js';

const reportOf = (type: ExampleType, changes: object = {}, attributes: object = {}): Report => {
  const reading = readReport(exampleReport(type, changes, attributes), exampleBank, '2024-12-31');
  if (reading.outcome !== 'read') throw new Error(JSON.stringify(reading));
  return reading.report;
};

/** Streams that a report of this type is decided on: its own, and those that are read as well. */
const streamsOf = (type: ExampleType, attributes: object = {}): readonly [string, readonly string[]] => {
  const report = reportOf(type, {}, attributes);
  const { own, others } = deciderOf(reportDeciders, report);
  return [own(report, exampleBank).stream, others(report, exampleBank).map(({ stream }) => stream)];
};

describe('the streams of a report', () => {
  it.each([
    'loan.opened',
    'loan.issued',
    'loan.renewed',
    'loan.extended',
    'loan.repaid',
    'loan.reclassified',
    'loan.written-off',
    'loan.cancelled',
    'borrower.first-time-flagged',
  ] as const)('%s: its loan alone', (type) => {
    expect(streamsOf(type)).toEqual([`loan-${exampleBank}-L1`, []]);
  });

  it('a disbursement: what was disbursed, the programme, and the loan that it names', () => {
    const own = `bailout-${exampleBank}-RELIEF-2024`;
    const programme = 'bailout-programme-RELIEF-2024';
    expect(streamsOf('bailout.disbursed')).toEqual([own, [programme, `loan-${exampleBank}-L1`]]);
    const { loanId: _loanId, ...data } = exampleReport('bailout.disbursed').data;
    expect(streamsOf('bailout.disbursed', { data })).toEqual([own, [programme]]);
  });

  it('a return: what was disbursed', () => {
    expect(streamsOf('bailout.returned')).toEqual([`bailout-${exampleBank}-RELIEF-2024`, []]);
  });

  it('an indicator: the institution’s own of this code, and the measure of the same', () => {
    expect(streamsOf('indicator.reported')).toEqual([
      `indicator-${exampleBank}-green-loan-balance`,
      ['measure-green-loan-balance'],
    ]);
  });
});

describe('a turn', () => {
  /** Whether the second waits for the first. */
  const waits = async (first: Report, second: Report, other = exampleBank): Promise<boolean> => {
    const mutex = new KeyedMutex();
    let release = (): void => undefined;
    const ledger = { findReport: () => Promise.resolve(null) };
    const orderOf = (institution: string) =>
      new StreamOrder<() => Promise<void>, void>({
        mutex,
        deciders: reportDeciders,
        institution: asInstitutionCode(institution),
        ledger,
        decide: (work) => work(),
        together: () => Promise.resolve([]),
        inTurn: (work) => work(),
      });
    const held = orderOf(exampleBank).run(
      first,
      () =>
        new Promise<void>((resolve) => {
          release = resolve;
        }),
    );
    let isDone = false;
    const next = orderOf(other).run(second, async () => {
      isDone = true;
    });
    await new Promise(setImmediate);
    const waited = !isDone;
    release();
    await Promise.all([held, next]);
    return waited;
  };

  it('is waited for by reports that share a stream or the id', async () => {
    const loan = reportOf('loan.issued');
    expect(await waits(loan, reportOf('loan.repaid'))).toBe(true);
    expect(await waits(loan, reportOf('borrower.first-time-flagged'))).toBe(true);
    expect(await waits(loan, reportOf('bailout.disbursed'))).toBe(true);
    expect(await waits(reportOf('bailout.disbursed'), loan)).toBe(true);
    expect(await waits(loan, reportOf('loan.issued', {}, { subject: 'L2' }))).toBe(true);
    expect(await waits(reportOf('bailout.disbursed'), reportOf('bailout.returned'))).toBe(true);
  });

  it('is not waited for by others', async () => {
    const loan = reportOf('loan.issued');
    expect(await waits(loan, reportOf('loan.issued', {}, { subject: 'L2', id: 'other' }))).toBe(false);
    expect(await waits(loan, reportOf('bailout.returned'))).toBe(false);
    const indicator = reportOf('indicator.reported');
    expect(await waits(indicator, reportOf('indicator.reported', {}, { subject: 'x', id: 'i2' }))).toBe(
      false,
    );
  });

  it('is not waited for by another institution, whatever they share', async () => {
    for (const type of ['bailout.disbursed', 'indicator.reported'] as const)
      expect(await waits(reportOf(type), reportOf(type), asInstitutionCode('C1010311000014'))).toBe(false);
  });
});
