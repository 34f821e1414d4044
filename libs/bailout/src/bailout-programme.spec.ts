import { describe, expect, it } from '@jest/globals';
import { asBailoutProgrammeCode, asInstitutionCode } from '#identifiers';
import { given } from '#testing';
import { amended, bank, defined, granted, programmeBody } from './testing/bailout-cases.js';
import {
  allocationOf,
  bailoutProgramme,
  bailoutProgrammeBody,
  bailoutProgrammeRequest,
  defineBailoutProgramme,
  grantedInAll,
} from './bailout-programme.js';

const other = asInstitutionCode('C1010311000014');
const define = (changes: Parameters<typeof programmeBody>[0] = {}) =>
  defineBailoutProgramme(asBailoutProgrammeCode('RELIEF'), programmeBody(changes));

describe('a bailout programme', () => {
  it('is defined, with or without a cap', () => {
    given(bailoutProgramme)
      .when(define())
      .thenRecorded({
        type: 'BailoutProgrammeDefined',
        data: { code: 'RELIEF', ...programmeBody(), cap: null },
      });
    given(bailoutProgramme)
      .when(define({ cap: '0.00' }))
      .thenRecorded({ type: 'BailoutProgrammeDefined', data: { cap: '0.00' } });
  });

  it('is unchanged when every member given stands', () => {
    given(bailoutProgramme, defined()).when(define()).thenUnchanged();
    given(bailoutProgramme, defined({ cap: '5.00' }))
      .when(define({ cap: '5.00' }))
      .thenUnchanged();
    given(bailoutProgramme, defined({ to: '2024-06-30' }), amended())
      .when(define())
      .thenUnchanged();
  });

  it('is amended as a whole', () => {
    given(bailoutProgramme, defined({ cap: '5.00' }), granted('5.00'))
      .when(define({ to: '2024-06-30', cap: '5.00' }))
      .thenRecorded({ type: 'BailoutProgrammeAmended', data: { to: '2024-06-30', cap: '5.00' } });
  });

  it('BLO-R06: a cap neither comes nor goes, whatever is granted and whatever else changes', () => {
    for (const facts of [[], [granted('5.00')]]) {
      for (const changes of [{}, { to: '2024-06-30' }])
        given(bailoutProgramme, defined({ cap: '5.00' }), ...facts)
          .when(define(changes))
          .thenRefused('BLO-R06', '/cap');
      for (const cap of ['5.00', '999999999999999.99'])
        given(bailoutProgramme, defined(), ...facts)
          .when(define({ cap }))
          .thenRefused('BLO-R06', '/cap');
    }
    given(bailoutProgramme, defined(), granted('5.00'))
      .when(define({ to: '2024-06-30' }))
      .thenRecorded({ data: { to: '2024-06-30', cap: null } });
  });

  it('goes by the cap as it stands where facts of before gave or took one', () => {
    given(bailoutProgramme, defined(), amended({ cap: '5.00' }))
      .when(define({ cap: '6.00' }))
      .thenRecorded({ data: { cap: '6.00' } });
    given(bailoutProgramme, defined({ cap: '5.00' }), amended())
      .when(define({ cap: '6.00' }))
      .thenRefused('BLO-R06', '/cap');
  });

  it('BLO-R06: its cap may grow, and shrink down to what is granted', () => {
    const facts = [defined({ cap: '1000.00' }), granted('600.00'), granted('100.00', other)];
    for (const cap of ['1000.01', '999.99', '700.00'])
      given(bailoutProgramme, ...facts)
        .when(define({ cap }))
        .thenRecorded({ type: 'BailoutProgrammeAmended', data: { cap } });
    given(bailoutProgramme, ...facts)
      .when(define({ cap: '699.99' }))
      .thenRefused('BLO-R06', '/cap');
  });

  it('knows what each institution may disburse', () => {
    const { state } = given(
      bailoutProgramme,
      defined({ cap: '1000.00' }),
      granted('600.00'),
      granted('0.01'),
      granted('1.00', other),
    );
    if (state.status !== 'DEFINED') throw new Error('defined');
    expect([
      allocationOf(state, bank),
      allocationOf(state, other),
      allocationOf(state, asInstitutionCode('another')),
    ]).toEqual([60_001n, 100n, 0n]);
    expect(grantedInAll(state)).toBe(60_101n);
    const free = given(bailoutProgramme, defined(), granted('600.00')).state;
    if (free.status !== 'DEFINED') throw new Error('defined');
    expect(allocationOf(free, bank)).toBeNull();
  });

  it('is not there before it is defined', () => {
    expect(given(bailoutProgramme, granted('1.00'), amended()).state).toEqual({ status: 'UNKNOWN' });
  });

  it('its body has days in order, and a cap that is money', () => {
    const understood = (changes: object) =>
      bailoutProgrammeBody.safeParse({ ...programmeBody(), ...changes }).success;
    expect(understood({})).toBe(true);
    expect(understood({ cap: '1.00' })).toBe(true);
    expect(understood({ cap: null })).toBe(true);
    expect(understood({ from: '2024-12-31' })).toBe(true);
    for (const wrong of [
      { to: '2023-12-31' },
      { cap: '1' },
      { cap: 1 },
      { from: undefined },
      { more: 1 },
      { name: { en: 'Relief' } },
    ])
      expect([wrong, understood(wrong)]).toEqual([wrong, false]);
    const backwards = bailoutProgrammeBody.safeParse({ ...programmeBody(), to: '2023-12-31' });
    expect(backwards.error?.issues).toMatchObject([{ path: ['to'], message: 'must not be before `from`' }]);
  });

  it('has a stream of its own', () => {
    expect(bailoutProgrammeRequest(asBailoutProgrammeCode('RELIEF'))).toEqual({
      stream: 'bailout-programme-RELIEF',
      fold: { kind: 'bailout-programme', evolution: bailoutProgramme },
    });
  });
});
