import { asLent, lent, reversed } from './change-cases.js';
import { otherFirm, repaid } from './case-reports.js';
import { type Chain, clock, head, time } from './mending.js';

// As the chains of other types. Whose report is changed is asked before what is wrong with the change.

const gone = [lent('M1'), reversed('M1', 'M1-reversed')];
const paidBack = [lent('M2'), repaid({}, { id: 'M2-repaid', subject: 'M2' })];

const replacing = (changes: object) => ({ changes: { replacement: asLent(changes) } });
const doubted = { ...otherFirm, id: '91310000132260250Y' };

export const changeChains: readonly Chain[] = [
  {
    type: 'event.corrected',
    wrong: {
      ...replacing({ borrower: doubted, principal: '0.00', further: 1 }),
      attributes: { subject: 'nowhere' },
    },
    mends: [
      ...head,
      ['REF-R02', { attributes: { subject: 'M1' }, before: gone }],
      ['SCH-R01', replacing({ borrower: doubted, principal: '0.00' })],
      ['IDN-R01', replacing({ borrower: otherFirm, principal: '0.00' })],
      time('2024-12-31'),
      clock,
      ['COR-R01', { attributes: { subject: 'M2' }, before: paidBack }],
      ['COR-R03', replacing({ principal: '0.00' })],
      ['ISS-R01', replacing({})],
      ['COR-R04', replacing({ principal: '249999.99' })],
      ['COR-R02', replacing({ principal: '250000.00' })],
    ],
  },
  {
    type: 'event.reversed',
    wrong: { attributes: { subject: 'nowhere' } },
    mends: [
      ...head,
      ['REF-R02', { attributes: { subject: 'M3' }, before: [lent('M3'), reversed('M3', 'M3-reversed')] }],
      time('2024-12-31'),
      clock,
      [
        'COR-R01',
        {
          attributes: { subject: 'M4' },
          before: [lent('M4'), repaid({}, { id: 'M4-repaid', subject: 'M4' })],
        },
      ],
      ['COR-R02', { before: [reversed('M4-repaid', 'M4-back')] }],
    ],
  },
];
