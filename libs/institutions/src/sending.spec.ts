import { describe, expect, it } from '@jest/globals';
import type { InstitutionKind } from '#facts';
import { type Report, reportTypes } from '#reports';
import { exampleReport } from '#testing';
import { maySend } from './sending.js';

const report = (type: Report['type'], changes: object = {}): Pick<Report, 'type' | 'data'> => ({
  type,
  data: exampleReport(type, changes).data as unknown as Report['data'],
});

describe('IDN-R06: who may send what', () => {
  it.each<[InstitutionKind, readonly string[]]>([
    ['BANK', reportTypes],
    ['INSURER', ['indicator.reported']],
    ['GUARANTOR', ['bailout.returned', 'indicator.reported']],
    ['AUTHORITY', ['bailout.disbursed', 'bailout.returned', 'indicator.reported']],
  ])('%s: %j', (kind, expected) => {
    expect(reportTypes.filter((type) => maySend(kind, report(type)))).toEqual(expected);
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
