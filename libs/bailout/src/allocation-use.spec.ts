import { describe, it } from '@jest/globals';
import { replay } from '#decider';
import type { BailoutKind, StoredFact } from '#facts';
import { asInstitutionCode } from '#identifiers';
import { given, onDay } from '#testing';
import { bailout } from './bailout.js';
import { bailoutProgramme } from './bailout-programme.js';
import { amended, defined, disbursed, disbursement, granted, returned } from './testing/bailout-cases.js';
import { disburse } from './disbursement.js';

const capped = defined({ cap: '1000.00' });
const other = asInstitutionCode('C1010311000014');

const spending = (
  amount: string,
  programme: readonly StoredFact[],
  { facts = [], kind = 'RELIEF_LOAN' }: { facts?: readonly StoredFact[]; kind?: BailoutKind } = {},
) =>
  given(bailout, ...facts).when(
    disburse('D9', disbursement({ amount, kind }), onDay('2024-06-30'), {
      programme: replay(bailoutProgramme, programme),
      loan: undefined,
    }),
  );

const exceeded = ['BLO-R02', '/data/amount', { retryable: true }] as const;

describe('BLO-R02: an allocation', () => {
  it('is needed where there is a cap, and only there', () => {
    spending('0.01', [capped]).thenRefused(...exceeded);
    spending('999999999999999.99', [defined()]).thenRecorded();
    spending('0.01', [defined(), amended({ cap: '1000.00' })]).thenRefused(...exceeded);
    spending('0.01', [capped, amended()]).thenRecorded();
  });

  it('may be used up to the last fen', () => {
    const programme = [capped, granted('700.00')];
    spending('700.00', programme).thenRecorded();
    spending('700.01', programme).thenRefused(...exceeded);
    const facts = [disbursed({ amount: '500.00' }), disbursed({ amount: '100.00' }, 'D2')];
    spending('100.00', programme, { facts }).thenRecorded();
    spending('100.01', programme, { facts }).thenRefused(...exceeded);
  });

  it('grows by each grant to this institution', () => {
    spending('700.01', [capped, granted('700.00'), granted('0.01')]).thenRecorded();
    spending('700.01', [capped, granted('700.00'), granted('300.00', other)]).thenRefused(...exceeded);
  });

  it('is free again as far as the money came back', () => {
    const programme = [capped, granted('700.00')];
    const facts = [disbursed({ amount: '700.00' }), returned('200.00')];
    spending('200.00', programme, { facts }).thenRecorded();
    spending('200.01', programme, { facts }).thenRefused(...exceeded);
  });

  it.each(['RELIEF_LOAN', 'JOB_STABILITY_LOAN', 'GUARANTEED_RELIEF', 'BRIDGE', 'RELENDING_FUNDED'] as const)(
    'is used by %s',
    (kind) => {
      spending('700.01', [capped, granted('700.00')], { kind }).thenRefused(...exceeded);
      const facts = [disbursed({ amount: '700.00', kind })];
      spending('0.01', [capped, granted('700.00')], { facts }).thenRefused(...exceeded);
    },
  );

  it.each(['DEFERRAL', 'FEE_INTEREST_RELIEF', 'EQUITY_BOND_RELIEF'] as const)('is not used by %s', (kind) => {
    spending('700.01', [capped], { kind }).thenRecorded();
    const facts = [disbursed({ amount: '700.00', kind }), returned('700.00', { kind })];
    spending('700.00', [capped, granted('700.00')], { facts }).thenRecorded();
    spending('700.01', [capped, granted('700.00')], { facts }).thenRefused(...exceeded);
  });
});
