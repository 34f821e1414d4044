import { exampleReport } from '#testing';
import {
  after,
  type CaseReport,
  disbursed,
  firm,
  issued,
  otherFirm,
  output,
  repaid,
  type RuleCase,
} from './case-reports.js';

// Corrections and reversals are of reports under an id of the story's own, which is that of the loan as well.

const known = (name: string): object => ({ id: name, subject: name });

export const lent = (name: string, changes: object = {}): CaseReport => issued(changes, known(name));

/** What replaces the report of a loan. */
export const asLent = (changes: object = {}): object => exampleReport('loan.issued', changes).data;

const corrected = (of: string, replacement: object, id?: string): CaseReport =>
  output('event.corrected', { replacement }, { subject: of, ...(id ? { id } : {}) });

export const reversed = (of: string, id?: string): CaseReport =>
  output('event.reversed', {}, { subject: of, ...(id ? { id } : {}) });

const paidBack = (loan: string): CaseReport => repaid({}, { id: `${loan}-repaid`, subject: loan });
const more = { principal: '1000001.00' };
const relief = { loanId: undefined };

export const changeCases: Readonly<Record<string, readonly RuleCase[]>> = {
  'COR-R01': [
    {
      fires: after([lent('K1'), reversed('K1')], reversed('K1')),
      nearest: after([lent('K2'), corrected('K2', asLent(more))], reversed('K2')),
      pointer: '/subject',
    },
    {
      fires: after([lent('K3'), corrected('K3', asLent(more), 'K3-more')], corrected('K3-more', asLent())),
      nearest: after([lent('K4'), corrected('K4', asLent(more))], corrected('K4', asLent())),
      pointer: '/subject',
    },
  ],
  'COR-R02': [
    {
      fires: after([lent('K5'), paidBack('K5')], corrected('K5', asLent({ principal: '249999.99' }))),
      nearest: after([lent('K6'), paidBack('K6')], corrected('K6', asLent({ principal: '250000.00' }))),
      pointer: '/data/replacement',
    },
    {
      fires: after([lent('K7'), paidBack('K7')], reversed('K7')),
      nearest: after([lent('K8'), paidBack('K8')], reversed('K8-repaid')),
      pointer: '/subject',
    },
  ],
  'COR-R03': [
    {
      fires: after([lent('K9')], corrected('K9', asLent({ borrower: otherFirm }))),
      nearest: after([lent('K10')], corrected('K10', asLent({ borrower: { ...firm, size: 'MICRO' } }))),
      pointer: '/data/replacement/borrower/id',
    },
    {
      fires: after(
        [disbursed({}, known('K11'))],
        corrected('K11', exampleReport('bailout.disbursed', { ...relief, programme: 'OTHER-2024' }).data),
      ),
      nearest: after(
        [disbursed({}, known('K12'))],
        corrected('K12', exampleReport('bailout.disbursed', { ...relief, kind: 'BRIDGE' }).data),
      ),
      pointer: '/data/replacement/programme',
    },
  ],
  'COR-R04': [
    {
      fires: after(
        [lent('K13', { tags: ['GREEN', 'CHAIN'] })],
        corrected('K13', asLent({ tags: ['CHAIN', 'GREEN'] })),
      ),
      nearest: after(
        [lent('K14', { tags: ['GREEN', 'CHAIN'] })],
        corrected('K14', asLent({ tags: ['CHAIN'] })),
      ),
      pointer: '/data/replacement',
    },
  ],
};
