import { describe, expect, it } from '@jest/globals';
import { Turns } from '#recording';
import type { Report } from '#reports';
import { exampleBank, exampleReport, type ExampleType } from '#testing';
import { inItsTurn } from './in-its-turn.js';
import { readReport } from './read-report.js';
import { besideOf, streamOf } from './streams-of-report.js';

const reportOf = (type: ExampleType, changes: object = {}, attributes: object = {}): Report => {
  const reading = readReport(exampleReport(type, changes, attributes), exampleBank, '2024-12-31');
  if (reading.outcome !== 'read') throw new Error(JSON.stringify(reading));
  return reading.report;
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
  ] as const)('%s: its loan', (type) => {
    expect(streamOf(reportOf(type), exampleBank)).toBe(`loan-${exampleBank}-L1`);
    expect(besideOf(reportOf(type), exampleBank)).toEqual([]);
  });

  it('a disbursement: its programme, beside the loan that it names', () => {
    expect(streamOf(reportOf('bailout.disbursed'), exampleBank)).toBe(`bailout-${exampleBank}-RELIEF-2024`);
    expect(besideOf(reportOf('bailout.disbursed'), exampleBank)).toEqual([`loan-${exampleBank}-L1`]);
    const { loanId: _loanId, ...data } = exampleReport('bailout.disbursed').data;
    expect(besideOf(reportOf('bailout.disbursed', {}, { data }), exampleBank)).toEqual([]);
  });

  it('a return: its programme', () => {
    expect(streamOf(reportOf('bailout.returned'), exampleBank)).toBe(`bailout-${exampleBank}-RELIEF-2024`);
    expect(besideOf(reportOf('bailout.returned'), exampleBank)).toEqual([]);
  });
});

describe('the stream of an indicator', () => {
  it('is the institution’s own for the code; no report writes the measure', () => {
    expect(streamOf(reportOf('indicator.reported'), exampleBank)).toBe(
      `indicator-${exampleBank}-green-loan-balance`,
    );
    expect(besideOf(reportOf('indicator.reported'), exampleBank)).toEqual([]);
  });
});

describe('a turn', () => {
  /** Whether the second waits for the first. */
  const waits = async (first: Report, second: Report): Promise<boolean> => {
    const turns = new Turns();
    let release = (): void => undefined;
    const held = inItsTurn(
      turns,
      exampleBank,
      first,
      () =>
        new Promise<void>((resolve) => {
          release = resolve;
        }),
    );
    let isDone = false;
    const next = inItsTurn(turns, exampleBank, second, async () => {
      isDone = true;
    });
    await new Promise(setImmediate);
    const waited = !isDone;
    release();
    await Promise.all([held, next]);
    return waited;
  };

  it('is waited for by what shares a stream read or written, or the id', async () => {
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
  });
});
