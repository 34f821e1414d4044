import { describe, it } from '@jest/globals';
import { replay } from '#decider';
import { asBailoutProgrammeCode } from '#identifiers';
import { given, onDay } from '#testing';
import { bailoutProgramme, defineBailoutProgramme, grantAllocation } from './bailout-programme.js';
import { bailout } from './bailout.js';
import { disburse, returnDisbursement } from './disbursement.js';
import {
  bank,
  comingBack,
  defined,
  disbursed,
  disbursement,
  granted,
  programmeBody,
  returned,
} from './testing/bailout-cases.js';

// A refusal says by which figures, so that whoever reads it need not look them up.

const today = onDay('2024-12-31');
const capped = [defined({ cap: '1000.00' }), granted('700.00')];
const spend = (changes: Parameters<typeof disbursement>[0], programme = capped) =>
  disburse('D9', disbursement(changes), onDay('2025-12-31'), {
    programme: replay(bailoutProgramme, programme),
    loan: undefined,
  });

describe('a refusal of relief financing shows its figures', () => {
  it('of the programme’s days', () => {
    const days = { from: '2024-01-01', to: '2024-12-31' };
    for (const effectiveDate of ['2023-12-31', '2025-01-01'])
      given(bailout)
        .when(spend({ effectiveDate }))
        .thenRefused('BLO-R01', undefined, { retryable: true, because: { effectiveDate, ...days } });
  });

  it('of the allocation', () => {
    given(bailout, disbursed({ amount: '600.00' }))
      .when(spend({ amount: '100.01' }))
      .thenRefused('BLO-R02', undefined, {
        retryable: true,
        because: { amount: '100.01', used: '600.00', allocation: '700.00' },
      });
  });

  it('of the amount', () => {
    const because = { amount: '0.00' };
    given(bailout).when(spend(because)).thenRefused('BLO-R05', undefined, { because });
    given(bailout, disbursed())
      .when(returnDisbursement('D1', comingBack(because), today))
      .thenRefused('BLO-R05', undefined, { because });
  });

  it('of what was disbursed', () => {
    const give = (changes: Parameters<typeof comingBack>[0]) =>
      given(bailout, disbursed(), returned('200.00')).when(
        returnDisbursement('D1', comingBack(changes), today),
      );
    give({ effectiveDate: '2024-02-29' }).thenRefused('TIM-R03', undefined, {
      because: { effectiveDate: '2024-02-29', disbursed: '2024-03-01' },
    });
    give({ amount: '300.01' }).thenRefused('BLO-R04', undefined, {
      because: { amount: '300.01', disbursed: '500.00', returned: '200.00' },
    });
  });

  it('of the cap', () => {
    const because = { cap: '1000.00', granted: '700.00' };
    given(bailoutProgramme, ...capped)
      .when(
        grantAllocation(
          { programme: asBailoutProgrammeCode('RELIEF'), institution: bank, amount: '300.01' },
          'key-2',
        ),
      )
      .thenRefused('BLO-R06', '/amount', { because });
    given(bailoutProgramme, ...capped)
      .when(defineBailoutProgramme(asBailoutProgrammeCode('RELIEF'), programmeBody({ cap: '699.99' })))
      .thenRefused('BLO-R06', '/cap', { because: { ...because, cap: '699.99' } });
  });
});
