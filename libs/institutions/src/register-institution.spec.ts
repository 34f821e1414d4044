import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { InstitutionData, StoredFact } from '#facts';
import { asInstitutionCode } from '#identifiers';
import { asWritten, type AsWritten, factOf, given } from '#testing';
import { institutionFold } from './institution.js';
import {
  amendInstitution,
  type InstitutionBody,
  institutionBody,
  registerInstitution,
} from './register-institution.js';

const institution = institutionFold.evolution;
const code = asInstitutionCode('C1010211000012');
const body: InstitutionBody = { code, name: { zh: '示例银行', en: 'Example Bank' }, kind: 'BANK' };
const data: InstitutionData = { ...body, lei: null, cnaps: null, reportingFrom: asWritten('2024-06-03') };
const registered = (changes: Partial<InstitutionData> = {}): StoredFact =>
  factOf('InstitutionRegistered', { ...data, ...changes });
const register = (changes: Partial<AsWritten<InstitutionBody>> = {}) =>
  registerInstitution(asWritten({ ...body, ...changes }), asWritten('2024-06-03'));
const amend = (changes: Partial<AsWritten<InstitutionBody>> = {}) =>
  amendInstitution(asWritten({ ...body, ...changes }));

describe('registering an institution', () => {
  it('is recorded; it reports from that day unless told otherwise', () => {
    given(institution).when(register()).thenRecorded({ type: 'InstitutionRegistered', data });
    given(institution)
      .when(register({ reportingFrom: '2024-01-01', lei: '300300C1030935001303', cnaps: '310290000013' }))
      .thenRecorded({
        data: { reportingFrom: '2024-01-01', lei: '300300C1030935001303', cnaps: '310290000013' },
      });
  });

  it('again changes nothing, also on a later day', () => {
    given(institution, registered()).when(register()).thenUnchanged();
    given(institution, registered({ reportingFrom: asWritten('2024-01-01') }))
      .when(register({ lei: null, cnaps: null, reportingFrom: null }))
      .thenUnchanged();
  });

  it('otherwise is refused: it exists', () => {
    const others = [
      { kind: 'INSURER' },
      { name: { zh: '示例银行', en: 'Other' } },
      { reportingFrom: '2024-01-01' },
      { cnaps: '310290000013' },
    ] as const;
    for (const other of others)
      given(institution, registered()).when(register(other)).thenRefused('exists-otherwise');
    given(institution, registered({ lei: '300300C1030935001303' }))
      .when(register())
      .thenRefused('exists-otherwise');
  });
});

describe('amending an institution', () => {
  it('is of one that is known', () => {
    given(institution).when(amend()).thenRefused('unknown');
  });

  it('changes nothing when it stands as a whole', () => {
    given(institution, registered()).when(amend()).thenUnchanged();
    given(institution, registered({ lei: '300300C1030935001303' }))
      .when(amend())
      .thenRecorded({ data: { ...data, lei: null } });
  });

  it('replaces the whole, except the day from which it reports', () => {
    given(institution, registered({ lei: '300300C1030935001303', reportingFrom: asWritten('2024-01-01') }))
      .when(amend({ kind: 'GUARANTOR' }))
      .thenRecorded({
        type: 'InstitutionAmended',
        data: { ...data, kind: 'GUARANTOR', lei: null, reportingFrom: '2024-01-01' },
      });
    given(institution, registered())
      .when(amend({ reportingFrom: '2023-01-01' }))
      .thenRecorded({ data: { reportingFrom: '2023-01-01' } });
  });
});

describe('the body', () => {
  const taken = (changes: object) => institutionBody.safeParse({ ...body, ...changes }).success;

  it('holds code, names and kind, and may hold LEI, CNAPS and the first day', () => {
    expect(taken({ lei: '300300C1030935001303', cnaps: '102100099996', reportingFrom: '2024-01-01' })).toBe(
      true,
    );
    expect(taken({ lei: null, cnaps: null, reportingFrom: null })).toBe(true);
    for (const kind of ['BANK', 'INSURER', 'GUARANTOR', 'AUTHORITY']) expect(taken({ kind })).toBe(true);
  });

  it('tells the form of each code where it is published', () => {
    const published = JSON.stringify(z.toJSONSchema(institutionBody, { io: 'input' }));
    const forms = ['^[A-Z][0-9A-Z][0-9]{12}$', String.raw`^[0-9A-Z]{18}\d{2}$`, String.raw`^\d{12}$`];
    for (const form of forms) expect(published).toContain(`"pattern":${JSON.stringify(form)}`);
  });

  it('says of each code what is wrong with it', () => {
    const wrong = { code: 'x', lei: 'x', cnaps: 'x' };
    const { error } = institutionBody.safeParse({ ...body, ...wrong });
    expect(error?.issues.map(({ path, message }) => `${path.join('.')} ${message}`)).toEqual([
      'code must be a PBOC institution code of 14 characters',
      'lei must be an LEI with valid check digits',
      'cnaps must be a CNAPS code with a valid check digit',
    ]);
  });

  it.each([
    { code: 'c1010211000012' },
    { code: 'C101021100001' },
    { kind: 'FUND' },
    { name: { zh: '示例银行' } },
    { name: { zh: '', en: 'x' } },
    { lei: '969500T3MBS4SQAMHJ45' },
    { cnaps: '310290000014' },
    { reportingFrom: '2024-02-30' },
    { more: 1 },
  ])('not %j', (changes) => {
    expect(taken(changes)).toBe(false);
  });
});
