import { describe, expect, it } from '@jest/globals';
import { rulesAmong, ruleSet, type RuleTable, ruleTables } from '#rules';
import { borrower } from './testing/bailout-cases.js';
import { after, disbursed, issued, loan, relief, repaid, returned } from './testing/changed-cases.js';
import { asRefused, correction, refusalOf, reported, reversal } from './testing/changing.js';

// The rules of corrections and reversals, one by one.

describe('COR-R01: what was reversed, and corrections and reversals themselves, are not changed again', () => {
  it('fires for both kinds, at the subject', async () => {
    const { send } = await after(issued(), repaid('1.00'));
    await send(correction('issue', issued({ principal: '7.00' })));
    await send(reversal('repay'));
    for (const gone of ['repay', 'corrected-issue', 'reversed-repay']) {
      expect(refusalOf(await send(reversal(gone, {}, 'x')))).toEqual(['COR-R01 /subject']);
      expect(refusalOf(await send(correction(gone, repaid('2.00'), 'y')))).toEqual(['COR-R01 /subject']);
    }
  });

  it('spares what was corrected: the last correction counts, and the report may be reversed', async () => {
    const { send, standing } = await after(issued(), repaid('1.00'));
    for (const principal of ['7.00', '8.00'])
      expect(await send(correction('issue', issued({ principal }), principal))).toMatchObject({
        outcome: 'recorded',
      });
    expect((await standing(loan))[0]?.data).toMatchObject({ principal: '8.00' });
    await send(reversal('repay'));
    expect(await send(reversal('issue'))).toMatchObject({ outcome: 'recorded' });
    expect(await standing(loan)).toEqual([]);
  });
});

describe('COR-R02: what comes later must still be allowed', () => {
  it('lists each later report that would not be, with its rule', async () => {
    const { send } = await after(
      issued(),
      repaid('900000.00'),
      repaid('50000.00', 'more'),
      repaid('1.00', 'last'),
    );
    const refused = asRefused(await send(correction('issue', issued({ principal: '949999.00' }))));
    expect(refused).toMatchObject({
      violated: [{ rule: 'COR-R02', pointer: '/data/replacement' }],
      retryable: false,
      // What would not have been allowed is not there for what comes after it.
      later: [{ reportId: 'more', revision: 2, rule: 'REP-R01' }],
    });
    expect(asRefused(await send(reversal('issue')))).toMatchObject({
      violated: [{ rule: 'COR-R02', pointer: '/subject' }],
      later: ['repay', 'more', 'last'].map((reportId, no) => ({
        reportId,
        revision: no + 1,
        rule: 'REF-R02',
      })),
    });
    const enough = correction('issue', issued({ principal: '950001.00' }));
    expect(await send(enough)).toMatchObject({ outcome: 'recorded' });
  });

  it('looks at disbursements one by one', async () => {
    const { send } = await after(disbursed('500.00'), disbursed('100.00', 'D2'), returned('200.00'));
    expect(await send(correction('disburse-D2', disbursed('1.00', 'D2')))).toMatchObject({
      outcome: 'recorded',
    });
    const less = correction('disburse-D1', disbursed('199.99'));
    expect(asRefused(await send(less)).later).toEqual([{ reportId: 'return', revision: 2, rule: 'BLO-R04' }]);
  });

  it('is asked of each later report with the day that it was decided on', async () => {
    const { send } = await after(issued(), repaid('1.00'));
    // A clock that was set back: what was in time then still is.
    const early = correction('issue', issued({ principal: '7.00' }), 'early', {
      effectiveDate: '2024-02-01',
    });
    expect(await send(early, '2024-02-01')).toMatchObject({ outcome: 'recorded' });
    expect(
      await send(correction('repay', repaid('2.00'), 'x', { effectiveDate: '2024-02-01' }), '2024-02-01'),
    ).toMatchObject({
      violated: [{ rule: 'TIM-R01', pointer: '/data/replacement/effectiveDate' }],
      retryable: true,
    });
  });

  it('is asked of each later report with the rules that it was decided with', async () => {
    const [first] = ruleTables;
    const limits = [first.limits[0], { from: '2024-01-01', rateBp: { least: 50, most: 300 } }] as const;
    const second: RuleTable = { ...first, version: 2, limits };
    const { send, decidingBy, recorded } = await after(
      issued({ rateBp: 380 }),
      reported('loan.renewed', 'renew', { rateBp: 380, newNoteNo: undefined }),
    );
    decidingBy(ruleSet(second), rulesAmong([first, second]));
    // The renewal keeps the rate that it was allowed; what replaces the issue is held to the new ceiling.
    expect(refusalOf(await send(correction('issue', issued({ guarantee: 'CREDIT' }))))).toEqual([
      'ISS-R06 /data/replacement/rateBp',
    ]);
    expect(await send(correction('issue', issued({ rateBp: 300 })))).toMatchObject({ outcome: 'recorded' });
    expect((await recorded(loan)).map(({ metadata }) => metadata.ruleSetVersion)).toEqual([1, 1, 2]);
    const renewal = reported('loan.renewed', 'x', { rateBp: 381, newNoteNo: undefined });
    expect(refusalOf(await send(correction('renew', renewal)))).toEqual(['ISS-R06 /data/replacement/rateBp']);
  });
});

describe('COR-R03: borrower and bailout programme stay', () => {
  it('fires where one would change, and nowhere else', async () => {
    const token = { idType: 'PERSON_TOKEN', id: `P1_${'A'.repeat(26)}`, kind: 'INDIVIDUAL_BUSINESS' };
    const { send } = await after(issued(), disbursed('500.00'), returned('1.00'));
    const lent = (changes: object) => correction('issue', issued({ borrower: { ...borrower, ...changes } }));
    expect(refusalOf(await send(lent({ id: '91310000631696382C' })))).toEqual([
      'COR-R03 /data/replacement/borrower/id',
    ]);
    expect(refusalOf(await send(lent(token)))).toEqual(['COR-R03 /data/replacement/borrower/idType']);
    for (const other of [
      correction('disburse-D1', disbursed('500.00', 'D1', { programme: 'OPEN' })),
      correction('return', returned('1.00', '', { programme: 'OPEN' })),
    ])
      expect(refusalOf(await send(other))).toEqual(['COR-R03 /data/replacement/programme']);
    expect(await send(lent({ district: '310101', size: 'MICRO', industry: 'A' }))).toMatchObject({
      outcome: 'recorded',
    });
  });
});

describe('COR-R04: a correction changes something', () => {
  it('fires for what stands already, whatever the order of its tags', async () => {
    const tags = ['GREEN', 'CHAIN'];
    const { send } = await after(issued({ tags }));
    const same = correction('issue', issued({ tags: tags.toReversed() }));
    expect(refusalOf(await send(same))).toEqual(['COR-R04 /data/replacement']);
    expect(await send(correction('issue', issued({ tags: ['GREEN'] })))).toMatchObject({
      outcome: 'recorded',
    });
    // What was reported first is a change again.
    expect(refusalOf(await send(correction('issue', issued({ tags: ['GREEN'] }), 'x')))).toEqual([
      'COR-R04 /data/replacement',
    ]);
    expect(await send(correction('issue', issued({ tags }), 'y'))).toMatchObject({ outcome: 'recorded' });
  });

  it('a return is the same whatever its disbursement is now', async () => {
    const { send, standing } = await after(disbursed('500.00'), returned('1.00'));
    await send(correction('disburse-D1', disbursed('500.00', 'D1', { kind: 'DEFERRAL' })));
    expect(refusalOf(await send(correction('return', returned('1.00'))))).toEqual([
      'COR-R04 /data/replacement',
    ]);
    await send(correction('return', returned('2.00')));
    expect((await standing(relief))[1]?.data).toMatchObject({ kind: 'DEFERRAL', amount: '2.00' });
  });
});

describe('BLO-R02: the allocation holds for what comes out', () => {
  it('of a correction and of a reversal, and may hold later', async () => {
    const { send } = await after(disbursed('500.00'), returned('200.00'), disbursed('700.00', 'D2'));
    expect(await send(correction('disburse-D1', disbursed('500.01')))).toMatchObject({
      violated: [{ rule: 'BLO-R02', pointer: '/data/replacement/amount' }],
      retryable: true,
    });
    expect(await send(reversal('return'))).toMatchObject({
      violated: [{ rule: 'BLO-R02', pointer: '/subject' }],
      retryable: true,
    });
    expect(refusalOf(await send(correction('return', returned('199.99'))))).toEqual([
      'BLO-R02 /data/replacement/amount',
    ]);
    // At its place it would be too much, and it is not in what comes out.
    const more = await after(disbursed('1000.00'), returned('400.00'));
    expect(await more.send(correction('disburse-D1', disbursed('1400.00')))).toMatchObject({
      outcome: 'recorded',
    });
  });

  it('kinds that do not count use none', async () => {
    const { send } = await after(disbursed('500.00', 'D1', { kind: 'DEFERRAL' }), disbursed('900.00', 'D2'));
    const deferral = disbursed('5000.00', 'D1', { kind: 'DEFERRAL' });
    expect(await send(correction('disburse-D1', deferral))).toMatchObject({ outcome: 'recorded' });
    expect(refusalOf(await send(correction('disburse-D1', disbursed('100.01'), 'x')))).toEqual([
      'BLO-R02 /data/replacement/amount',
    ]);
  });
});
