import { describe, expect, it } from '@jest/globals';
import { bank, borrower } from './testing/bailout-cases.js';
import { type Changing, changing, correction, refusalOf, reported, reversal } from './testing/changing.js';

// The order in which a correction or reversal is checked: of two rules that are broken the earlier is named.

const resident = '11010519491231002X';
const issued = (data: object = {}): object => reported('loan.issued', 'issue', data);
const repaid = (amount: string, id = 'repay'): object =>
  reported('loan.repaid', id, { amount, repaymentNo: undefined });
const misfit = { data: { effectiveDate: '2024-06-03', amount: 5, extra: 1 } };
const future = { effectiveDate: '2025-01-01' };
const another = { source: '/institutions/C1010311000014' };
const doubted = issued({ borrower: { ...borrower, id: '913100001322602501' } });
const other = issued({ borrower: { ...borrower, id: '91310000631696382C' }, principal: '0.00' });

/** A loan that was repaid in part, and a repayment that was reversed. */
const known = async (): Promise<Changing> => {
  const changed = await changing();
  for (const report of [issued(), repaid('900.00'), repaid('1.00', 'gone'), reversal('gone', {}, 'used')])
    expect(await changed.send(report)).toMatchObject({ outcome: 'recorded' });
  return changed;
};

const suspended = async (): Promise<Changing> => {
  const changed = await known();
  await changed.institution('InstitutionSuspended', { reason: 'x' });
  return changed;
};

describe('of a correction comes', () => {
  it.each<[string, readonly string[], object]>([
    [
      'SCH-R01 of the replacement, with all that is wrong, before IDN-R03',
      ['SCH-R01 /data/replacement/amount', 'SCH-R01 /data/replacement'],
      correction('repay', misfit, 'x', {}, another),
    ],
    [
      'its own SCH-R01 before that of the replacement',
      ['SCH-R01 /data/reason'],
      correction('repay', misfit, 'x', { reason: '' }),
    ],
    [
      'IDN-R03 and IDN-R04 before DUP-R01',
      ['IDN-R03 /source', 'IDN-R04 '],
      correction('repay', repaid('2.00'), 'used', { reason: resident }, another),
    ],
    [
      'IDN-R04, also within the replacement',
      ['IDN-R04 '],
      correction('issue', issued({ noteNo: resident }), 'x'),
    ],
    ['DUP-R01 before IDN-R01', ['DUP-R01 /id'], correction('issue', doubted, 'used')],
    [
      'IDN-R01 of the replacement before TIM-R01',
      ['IDN-R01 /data/replacement/borrower/id'],
      correction('issue', doubted, 'x', future),
    ],
    ['REF-R02 before TIM-R01', ['REF-R02 /subject'], correction('unknown', misfit, 'x', future)],
    [
      'TIM-R01 before COR-R01',
      ['TIM-R01 /data/effectiveDate'],
      correction('gone', repaid('2.00'), 'x', future),
    ],
    [
      'TIM-R02 before COR-R01',
      ['TIM-R02 /time'],
      correction('gone', repaid('2.00'), 'x', {}, { time: '2024-12-31T12:06:00+08:00' }),
    ],
    [
      'COR-R01 before the replacement’s own rules',
      ['COR-R01 /subject'],
      correction('gone', repaid('0.00'), 'x'),
    ],
    [
      'COR-R03 before the replacement’s own rules',
      ['COR-R03 /data/replacement/borrower/id'],
      correction('issue', other, 'x'),
    ],
    ['COR-R04 before what comes later', ['COR-R04 /data/replacement'], correction('issue', issued(), 'x')],
    [
      'the replacement’s own rules before COR-R02',
      ['ISS-R01 /data/replacement/principal'],
      correction('issue', issued({ principal: '0.00' }), 'x'),
    ],
  ])('%s', async (_, expected, report) => {
    expect(refusalOf(await (await known()).send(report))).toEqual(expected);
  });

  it('IDN-R05 before REF-R02, beside the other IDN', async () => {
    const { send } = await suspended();
    expect(refusalOf(await send(correction('unknown', misfit)))).toEqual(['IDN-R05 /source']);
    expect(await send(correction('issue', doubted, 'x'))).toMatchObject({
      violated: [{ rule: 'IDN-R01' }, { rule: 'IDN-R05' }],
      retryable: false,
    });
  });

  it('BLO-R02 before COR-R02, after the replacement’s own rules', async () => {
    const { send } = await changing();
    const disbursed = (id: string, subject: string, data: object) =>
      reported('bailout.disbursed', id, { programme: 'RELIEF', loanId: undefined, ...data }, { subject });
    await send(disbursed('d1', 'D1', { kind: 'DEFERRAL', amount: '500.00' }));
    await send(reported('bailout.returned', 'back', { programme: 'RELIEF', amount: '200.00' }));
    await send(disbursed('d2', 'D2', { amount: '1000.00' }));
    // It would count, and begin after what was returned of it.
    const both = disbursed('', 'D1', { amount: '500.00', effectiveDate: '2024-05-01' });
    expect(refusalOf(await send(correction('d1', both)))).toEqual(['BLO-R02 /data/replacement/amount']);
    const closed = disbursed('', 'D1', { amount: '500.00', effectiveDate: '2023-01-01' });
    expect(refusalOf(await send(correction('d1', closed)))).toEqual([
      'BLO-R01 /data/replacement/effectiveDate',
    ]);
    const late = disbursed('', 'D1', { kind: 'DEFERRAL', effectiveDate: '2024-05-01' });
    expect(await send(correction('d1', late))).toMatchObject({
      violated: [{ rule: 'COR-R02' }],
      later: [{ reportId: 'back', revision: 1, rule: 'TIM-R03' }],
    });
  });
});

describe('of a reversal comes', () => {
  it.each<[string, readonly string[], object]>([
    ['IDN-R03 before DUP-R01', ['IDN-R03 /source'], reversal('repay', {}, 'used', another)],
    ['DUP-R01 before REF-R02', ['DUP-R01 /id'], reversal('unknown', {}, 'used')],
    ['REF-R02 before TIM-R01', ['REF-R02 /subject'], reversal('unknown', future)],
    ['TIM-R01 before COR-R01', ['TIM-R01 /data/effectiveDate'], reversal('gone', future)],
    ['COR-R01 before COR-R02', ['COR-R01 /subject'], reversal('used')],
    ['COR-R02 at last', ['COR-R02 /subject'], reversal('issue')],
  ])('%s', async (_, expected, report) => {
    expect(refusalOf(await (await known()).send(report))).toEqual(expected);
  });

  it('IDN-R05 before REF-R02', async () => {
    const { send } = await suspended();
    expect(await send(reversal('unknown'))).toMatchObject({
      violated: [{ rule: 'IDN-R05' }],
      retryable: true,
    });
  });
});

describe('a resident number', () => {
  it('in the id is not told again, whichever rule is named', async () => {
    const { send } = await known();
    const outcome = await send(correction('repay', misfit, `x-${resident}`));
    expect(outcome).toMatchObject({ id: null, violated: [{ rule: 'SCH-R01' }, { rule: 'SCH-R01' }] });
    expect(await send(reversal('repay', {}, `x-${resident}`))).toMatchObject({
      id: null,
      violated: [{ rule: 'IDN-R04' }],
    });
  });
});

describe('IDN-R06: each may correct and reverse what it may send', () => {
  const data = { name: { zh: '机构', en: 'One' }, lei: null, cnaps: null, reportingFrom: '2024-06-01' };
  const relief = (kind: string) =>
    reported('bailout.disbursed', 'd1', { programme: 'RELIEF', loanId: undefined, kind, amount: '5.00' });

  it.each<[string, readonly string[], object]>([
    ['INSURER', ['IDN-R06 /type'], correction('repay', repaid('2.00'))],
    ['INSURER', ['IDN-R06 /type'], reversal('repay')],
    ['INSURER', ['REF-R02 /subject'], reversal('unknown')],
    ['INSURER', ['COR-R01 /subject'], reversal('used')],
    ['AUTHORITY', ['IDN-R06 /type'], correction('issue', issued({ principal: '1.00' }))],
    ['GUARANTOR', ['IDN-R06 /type'], correction('d1', relief('BRIDGE'))],
    ['GUARANTOR', [], correction('d1', relief('GUARANTEED_RELIEF'))],
    ['AUTHORITY', [], correction('d1', relief('BRIDGE'))],
  ])('%s: %j', async (kind, expected, report) => {
    const { send, institution } = await known();
    await send(relief('RELIEF_LOAN'));
    await institution('InstitutionAmended', { ...data, code: bank, kind });
    expect(refusalOf(await send(report))).toEqual(expected);
  });

  it('a guarantor takes back no disbursement of a kind that it may not send', async () => {
    const { send, institution } = await known();
    await send(relief('RELIEF_LOAN'));
    await institution('InstitutionAmended', { ...data, kind: 'GUARANTOR' });
    expect(refusalOf(await send(reversal('d1')))).toEqual(['IDN-R06 /type']);
  });
});
