import { describe, expect, it } from '@jest/globals';
import { replay } from '#decider';
import type { StoredFact } from '#facts';
import { asProgrammeCode } from '#identifiers';
import { defineProgramme, programme, programmeBody, programmeDataOf } from './define-programme.js';

const code = asProgrammeCode('P25');
const sent = { name: { zh: '方案', en: 'Programme' }, from: '2025-01-01', to: '2025-12-31' };
const body = programmeBody.parse(sent);
const current = replay(programme, [
  { type: 'ProgrammeDefined', data: programmeDataOf(code, body) } as unknown as StoredFact,
]);

describe('a programme', () => {
  it('is defined once, unchanged when it stands, amended otherwise', () => {
    const data = { code: 'P25', ...body };
    expect(defineProgramme(code, body)(programme.initial)).toEqual({
      outcome: 'record',
      fact: { type: 'ProgrammeDefined', data },
    });
    expect(defineProgramme(code, body)(current)).toMatchObject({ outcome: 'unchanged' });
    expect(defineProgramme(code, programmeBody.parse({ ...sent, to: '2026-01-31' }))(current)).toEqual({
      outcome: 'record',
      fact: { type: 'ProgrammeAmended', data: { ...data, to: '2026-01-31' } },
    });
  });

  it('may be of one day, not of less', () => {
    expect(programmeBody.safeParse({ ...sent, to: sent.from }).success).toBe(true);
    expect(programmeBody.safeParse({ ...sent, to: '2024-12-31' }).success).toBe(false);
  });
});
