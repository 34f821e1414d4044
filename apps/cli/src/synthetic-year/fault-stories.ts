import { smallFirm, bankCount, bankFor, suspendedNo } from './parties.js';
import { dateText } from './business-days.js';
import { Draws } from './draws.js';
import {
  again,
  anotherFirm,
  claimed,
  corrected,
  disbursed,
  Faulty,
  other,
  overdue,
  paidBack,
  renewed,
  reversal,
} from './faulty-loan.js';
import type { Sizes, Story } from './story.js';

/*
 * What a registry must refuse, with the rule that it must name; and the same report sent again, which it must recognise. Each has a loan of
 * its own, with whatever must be there before, so that it is refused for the one thing that is wrong with it.
 */

type Tell = (loan: Faulty) => unknown;

/** One of each in so many stories. */
const faults: readonly Tell[] = [
  (l) => l.issued().refused('SCH-R01', 'loan.repaid', { amount: 100 }),
  (l) => l.refused('IDN-R01', 'loan.issued', l.terms({ borrower: other(l, { id: '913100001322602501' }) })),
  (l) =>
    l.refused(
      'IDN-R02',
      'loan.issued',
      l.terms({
        borrower: other(l, { idType: 'PERSON_TOKEN', kind: 'BUSINESS_OWNER', id: `P2_${'A'.repeat(26)}` }),
        product: 'PERSONAL_BUSINESS',
      }),
    ),
  (l) =>
    l
      .issued()
      .refused('IDN-R03', 'loan.repaid', { amount: '1.00' }, { source: '/institutions/C1010211000012' }),
  (l) => l.issued().refused('IDN-R04', 'loan.cancelled', { reason: 'of 11010519491231002X' }),
  (l) => l.by(suspendedNo).refused('IDN-R05', 'loan.issued', l.terms()),
  (l) => l.by(bankCount).refused('IDN-R06', 'loan.issued', l.terms()),
  (l) => l.issued().refused('DUP-R01', 'loan.issued', l.terms({ rateBp: 401 }), { idOf: 0 }),
  (l) => l.refused('REF-R01', 'loan.issued', l.terms({ borrower: other(l, { district: '310199' }) })),
  (l) =>
    l.refused(
      'REF-R03',
      'indicator.reported',
      { value: '5', unit: 'COUNT', asAt: dateText(l.day) },
      { subject: 'green-loan-balance' },
    ),
  (l) => l.refused('REF-R02', 'loan.repaid', { amount: '1.00' }),
  (l) => l.issued().refused('DUP-R02', 'loan.issued', l.terms()),
  (l) => l.issued().refused('TIM-R01', 'loan.repaid', { amount: '1.00', effectiveDate: '9999-12-30' }),
  (l) => l.issued().refused('TIM-R02', 'loan.repaid', { amount: '1.00' }, { time: '9999-12-30T08:00:00Z' }),
  (l) => l.issued().refused('TIM-R03', 'loan.repaid', { amount: '1.00', effectiveDate: dateText(l.day - 9) }),
  (l) => l.refused('TIM-R04', 'loan.issued', l.terms({ maturityDate: dateText(l.day) })),
  (l) => l.refused('ISS-R01', 'loan.issued', l.terms({ principal: '0.00' })),
  (l) => l.refused('ISS-R06', 'loan.issued', l.terms({ rateBp: 2_500 })),
  (l) => paidBack(l).refused('LON-R01', 'loan.repaid', { amount: '1.00' }),
  (l) => paidBack(l).refused('RNW-R01', 'loan.renewed', l.renewal()),
  (l) => l.issued().refused('RNW-R02', 'loan.renewed', l.renewal({ renewedAmount: '1000000.01' })),
  (l) => l.issued().refused('RNW-R03', 'loan.renewed', l.renewal({ renewalNo: 2 })),
  (l) =>
    l
      .issued({ maturityDate: dateText(l.day + 1) })
      .later(5)
      .refused('RNW-R04', 'loan.renewed', l.renewal()),
  (l) => overdue(l.issued()).refused('RNW-R05', 'loan.renewed', l.renewal()),
  (l) => l.issued().refused('RNW-R06', 'loan.renewed', l.renewal({ classification: 'SUBSTANDARD' })),
  (l) => l.issued({ product: 'TRADE' }).refused('RNW-R07', 'loan.renewed', l.renewal()),
  (l) => l.issued().refused('RNW-R08', 'loan.renewed', l.renewal({ newMaturityDate: dateText(l.day + 30) })),
  (l) => l.issued().refused('EXT-R01', 'loan.extended', { newMaturityDate: dateText(l.day + 30) }),
  (l) => l.issued().refused('REP-R01', 'loan.repaid', { amount: '1000000.01' }),
  (l) => l.issued().refused('REP-R02', 'loan.repaid', { amount: '0.00' }),
  (l) => l.issued().refused('WOF-R01', 'loan.written-off', { amount: '1000000.01' }),
  (l) => l.issued().refused('WOF-R02', 'loan.written-off', { amount: '0.00' }),
  (l) =>
    l
      .issued()
      .refused('FTB-R01', 'borrower.first-time-flagged', l.claim({ borrower: other(l, anotherFirm) })),
  (l) => claimed(l.issued()).refused('FTB-R02', 'borrower.first-time-flagged', l.claim()),
  (l) => renewed(l.issued()).refused('FTB-R04', 'borrower.first-time-flagged', l.claim()),
  (l) =>
    l.issued().refused('FTB-R05', 'borrower.first-time-flagged', l.claim({ enquiryDate: dateText(l.day) })),
  (l) => {
    const borrower = other(l, { size: 'LARGE' });
    return l.issued({ borrower }).refused('FTB-R07', 'borrower.first-time-flagged', l.claim({ borrower }));
  },
  (l) => l.refused('BLO-R01', 'bailout.disbursed', l.disbursement({ programme: 'NONE-2024' })),
  (l) =>
    l.refused(
      'BLO-R02',
      'bailout.disbursed',
      l.disbursement({ programme: 'BRIDGE-2024', amount: '999999999999.00' }),
    ),
  (l) => disbursed(l).refused('BLO-R03', 'bailout.disbursed', l.disbursement()),
  (l) =>
    disbursed(l).refused('BLO-R04', 'bailout.returned', { programme: 'RELIEF-2024', amount: '1000000.01' }),
  (l) => l.refused('BLO-R05', 'bailout.disbursed', l.disbursement({ amount: '0.00' })),
  (l) =>
    l
      .issued()
      .refused(
        'BLO-R07',
        'bailout.disbursed',
        l.disbursement({ loanId: l.loanId, borrower: other(l, anotherFirm) }),
      ),
  (l) =>
    overdue(l.issued())
      .add('event.reversed', reversal, { sent: { subjectOf: 1 } })
      .refused('COR-R01', 'event.reversed', reversal, { subjectOf: 1 }),
  (l) => renewed(l.issued()).refused('COR-R02', 'event.reversed', reversal, { subjectOf: 0 }),
  (l) =>
    l.issued().refused('COR-R03', 'event.corrected', corrected(l, { borrower: other(l, anotherFirm) }), {
      subjectOf: 0,
    }),
  (l) => l.issued().refused('COR-R04', 'event.corrected', corrected(l, {}), { subjectOf: 0 }),
  (l) => again(l.issued()),
];

const firstFirm = 400_000_000;

export const faultKinds = faults.length;

/** Every kind in turn. */
export const faultStory = (sizes: Sizes, no: number): Story => {
  const draws = new Draws(sizes.seed, 5, no);
  const bank = bankFor(draws.unit());
  const loan = new Faulty(no, smallFirm(firstFirm + no), draws);
  faults[no % faults.length]?.(loan);
  const { institution = bank } = loan;
  return { institution, subject: loan.loanId, borrower: loan.made, steps: loan.steps };
};
