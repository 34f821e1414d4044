import { describe, expect, it } from '@jest/globals';
import type { InstitutionKind } from '#facts';
import type { Report, StepType } from '#reports';
import { asWritten, exampleReport, exampleTypes } from '#testing';
import { maySend } from './institution.js';

const stepTypes = exampleTypes.filter((type) => !type.startsWith('event.')) as readonly StepType[];

const report = (type: StepType, changes: object = {}): Pick<Report, 'type' | 'data'> => ({
  type,
  data: exampleReport(type, changes).data as unknown as Report['data'],
});

describe('IDN-R06: who may send what', () => {
  it.each<[InstitutionKind, readonly string[]]>([
    ['BANK', stepTypes],
    ['INSURER', ['indicator.reported']],
    ['GUARANTOR', ['bailout.returned', 'indicator.reported']],
    ['AUTHORITY', ['bailout.disbursed', 'bailout.returned', 'indicator.reported']],
  ])('%s: %j', (kind, expected) => {
    expect(stepTypes.filter((type) => maySend(kind, report(type)))).toEqual(expected);
  });

  it('each may correct and reverse: what, shows once that is found', () => {
    for (const kind of ['BANK', 'INSURER', 'GUARANTOR', 'AUTHORITY'] as const)
      for (const type of ['event.corrected', 'event.reversed'] as const)
        expect(maySend(kind, { type, data: { effectiveDate: asWritten('2024-06-03'), reason: 'x' } })).toBe(
          true,
        );
  });

  it('a guarantor disburses guaranteed relief and nothing else', () => {
    const kinds = [
      'RELIEF_LOAN',
      'JOB_STABILITY_LOAN',
      'GUARANTEED_RELIEF',
      'BRIDGE',
      'RELENDING_FUNDED',
      'DEFERRAL',
      'FEE_INTEREST_RELIEF',
      'EQUITY_BOND_RELIEF',
    ];
    expect(kinds.filter((kind) => maySend('GUARANTOR', report('bailout.disbursed', { kind })))).toEqual([
      'GUARANTEED_RELIEF',
    ]);
  });
});
