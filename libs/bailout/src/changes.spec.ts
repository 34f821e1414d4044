import { describe, expect, it } from '@jest/globals';
import { bank } from './testing/bailout-cases.js';
import { after, disbursed, issued, loan, repaid, returned } from './testing/changed-cases.js';
import { correction, refusalOf, reported, reversal } from './testing/changing.js';

// Corrections and reversals of every kind of report: what is recorded of them, and what it comes to.

describe('a correction', () => {
  it('is recorded in the stream of what it corrects, and stands in its place', async () => {
    const { send, recorded, standing } = await after(issued(), repaid('100.00'), repaid('5.00', 'more'));
    const replacement = repaid('200.00', 'repay', { effectiveDate: '2024-05-20' });
    expect(await send(correction('repay', replacement))).toMatchObject({
      outcome: 'recorded',
      id: 'corrected-repay',
      repeated: false,
      facts: [{ type: 'FactCorrected', stream: loan, revision: 3 }],
      flags: [],
    });
    const facts = await recorded(loan);
    expect(facts[3]).toMatchObject({
      type: 'FactCorrected',
      effectiveDate: '2024-12-31',
      institution: bank,
      data: {
        corrects: { reportId: 'repay', eventId: facts[1]?.eventId, revision: 1 },
        replacement: { loanId: 'L1', effectiveDate: '2024-05-20', amount: '200.00', repaymentNo: 'repay' },
        reason: 'typing error',
      },
      metadata: { reportId: 'corrected-repay' },
    });
    expect((await standing(loan)).map(({ data, effectiveDate }) => [data, effectiveDate])).toMatchObject([
      [{ principal: '1000000.00' }, '2024-01-10'],
      [{ amount: '200.00' }, '2024-05-20'],
      [{ amount: '5.00' }, '2024-06-03'],
    ]);
  });

  it('sent again has its first outcome, and under its id nothing else is taken', async () => {
    const { send, recorded } = await after(issued());
    const lent = correction('issue', issued({ principal: '900.00', tags: ['GREEN', 'CHAIN'] }));
    const first = await send(lent);
    const again = correction('issue', issued({ principal: '900.00', tags: ['CHAIN', 'GREEN'] }));
    expect(await send(again)).toEqual({ ...first, repeated: true });
    const other = correction('issue', issued({ principal: '901.00' }));
    expect(refusalOf(await send(other))).toEqual(['DUP-R01 /id']);
    expect(refusalOf(await send(repaid('1.00', 'corrected-issue')))).toEqual(['DUP-R01 /id']);
    expect(refusalOf(await send(reversal('issue', {}, 'issue')))).toEqual(['DUP-R01 /id']);
    expect(refusalOf(await send(reversal('unknown', {}, 'corrected-issue')))).toEqual(['DUP-R01 /id']);
    expect(await recorded(loan)).toHaveLength(2);
  });

  it('of each kind of report is taken', async () => {
    const claimed = (enquiryDate: string) =>
      reported('borrower.first-time-flagged', 'claim', { enquiryDate });
    const classed = (effectiveDate: string) =>
      reported('loan.reclassified', 'class', {
        effectiveDate,
        classification: 'NORMAL',
        overdueInterest: '0.00',
      });
    const renewed = (renewedAmount: string) => reported('loan.renewed', 'renew', { renewedAmount });
    const extended = (newMaturityDate: string) => reported('loan.extended', 'extend', { newMaturityDate });
    const writtenOff = (amount: string) => reported('loan.written-off', 'write-off', { amount });
    const indicated = (value: string) =>
      reported('indicator.reported', 'value', { value }, { subject: 'PREMIUM' });
    const both: readonly (readonly [report: object, replacement: object])[] = [
      [issued(), issued({ principal: '1000001.00' })],
      [claimed('2024-01-08'), claimed('2024-01-09')],
      [classed('2024-07-01'), classed('2024-07-02')],
      [repaid('100.00'), repaid('99.00')],
      [renewed('500000.00'), renewed('600000.00')],
      [extended('2026-03-20'), extended('2026-03-21')],
      [writtenOff('7.00'), writtenOff('8.00')],
      [disbursed('500.00'), disbursed('501.00')],
      [returned('20.00'), returned('21.00')],
      [indicated('5.00'), indicated('6.00')],
    ];
    const { send } = await after(...both.map(([report]) => report));
    for (const [report, replacement] of both) {
      const { id } = report as { readonly id: string };
      expect([id, await send(correction(id, replacement))]).toMatchObject([id, { outcome: 'recorded' }]);
    }
    const cancelled = (reason: string) => reported('loan.cancelled', 'cancel', { reason });
    await send(cancelled('never drawn'));
    expect(await send(correction('cancel', cancelled('drawn elsewhere')))).toMatchObject({
      outcome: 'recorded',
    });
  });

  it('is marked as its replacement would be, with today and by its own date', async () => {
    const { send, standing } = await after(issued());
    const replacement = issued({
      principal: '20000000.00',
      tags: ['INCLUSIVE'],
      effectiveDate: '2024-06-05',
    });
    expect(await send(correction('issue', replacement))).toMatchObject({ flags: ['TIM-W05', 'ISS-W03'] });
    expect((await standing(loan))[0]?.metadata.flags).toEqual(['TIM-W05', 'ISS-W03']);
    const early = issued({ effectiveDate: '2024-01-11' });
    expect(await send(correction('issue', early, 'again'))).toMatchObject({ flags: [] });
  });

  it('is decided by what its loan and its programme are, as by any report', async () => {
    const { send } = await after(issued(), disbursed('500.00'));
    const named = (loanId: string) =>
      correction('disburse-D1', disbursed('500.00', 'D1', { loanId }), loanId);
    expect(await send(named('L7'))).toMatchObject({
      violated: [{ rule: 'REF-R02', pointer: '/data/replacement/loanId' }],
      retryable: true,
    });
    const closed = disbursed('500.00', 'D1', { effectiveDate: '2023-12-31' });
    expect(await send(correction('disburse-D1', closed))).toMatchObject({
      violated: [{ rule: 'BLO-R01', pointer: '/data/replacement/effectiveDate' }],
      retryable: true,
    });
    expect(await send(named('L1'))).toMatchObject({ outcome: 'recorded' });
  });
});

describe('a reversal', () => {
  it('takes its report back: ids, numbers and the place of a claim are free', async () => {
    const claim = (id: string) => reported('borrower.first-time-flagged', id);
    const { send, recorded, standing } = await after(issued(), claim('claim'));
    expect(await send(reversal('claim'))).toMatchObject({
      facts: [{ type: 'FactReversed', stream: loan, revision: 2 }],
      flags: [],
    });
    expect((await recorded(loan))[2]?.data).toEqual({
      corrects: { reportId: 'claim', eventId: (await recorded(loan))[1]?.eventId, revision: 1 },
      reason: 'typing error',
    });
    for (const report of [
      claim('claim-again'),
      repaid('1.00'),
      reversal('repay'),
      reported('loan.repaid', 'repay-again', { amount: '1.00', repaymentNo: 'repay' }),
      reversal('repay-again'),
      reversal('claim-again'),
      reversal('issue'),
      reported('loan.opened', 'open'),
      disbursed('500.00'),
      reversal('disburse-D1'),
      reported('bailout.disbursed', 'again', { programme: 'RELIEF', amount: '400.00', loanId: undefined }),
    ])
      expect(await send(report)).toMatchObject({ outcome: 'recorded' });
    expect((await standing(loan)).map(({ type }) => type)).toEqual(['LoanOpened']);
  });

  it('is never late', async () => {
    const { send } = await after(issued({ effectiveDate: '2024-07-01' }));
    expect(await send(reversal('issue', { effectiveDate: '2024-07-01' }))).toMatchObject({ flags: [] });
  });
});
