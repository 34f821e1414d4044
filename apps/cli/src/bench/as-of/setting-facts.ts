import { bailoutProgrammeStream, institutionStream, programmeStream, type SequencedFact } from '#facts';
import { asBailoutProgrammeCode, type InstitutionCode, asProgrammeCode } from '#identifiers';
import {
  bailoutProgrammes,
  allocationsOf,
  programmeBody,
  reportingFrom,
} from '../../synthetic-year/bailout-stories.js';
import { institutions } from '../../synthetic-year/parties.js';

/* Who reports, and the bailout programmes, as facts that stand before the first report. */

interface Setting {
  readonly stream: string;
  readonly revision: number;
  readonly type: string;
  readonly institution: InstitutionCode | null;
  readonly data: object;
}

/** A programme of a single target, so that one figure can be asked for by itself. */
export const oneTargetProgramme = asProgrammeCode('ONE-TARGET');

const names = { zh: '示例续贷', en: 'Example renewals' };

const oneTarget: readonly Setting[] = [
  {
    type: 'ProgrammeDefined',
    data: { code: oneTargetProgramme, name: names, from: '2024-01-01', to: '2024-12-31' },
  },
  {
    type: 'TargetSet',
    data: {
      programme: oneTargetProgramme,
      code: 'ONE-RENEW',
      name: names,
      measure: 'renewal-volume',
      unit: 'CNY',
      comparator: 'GT',
      threshold: '1000000000000.00',
      period: { from: '2024-01-01', to: '2024-12-31' },
      base: null,
      filter: null,
      tolerance: null,
      path: null,
      beside: [],
    },
  },
].map((fact, revision) => ({
  ...fact,
  stream: programmeStream(oneTargetProgramme),
  revision,
  institution: null,
}));

const settings = (scale: number): readonly Setting[] => {
  const registered = institutions.map(({ code, name, kind }) => ({
    stream: institutionStream(code),
    revision: 0,
    type: 'InstitutionRegistered',
    institution: code,
    data: { code, name, kind, lei: null, cnaps: null, reportingFrom },
  }));
  const defined = bailoutProgrammes.map((programme) => ({
    stream: bailoutProgrammeStream(asBailoutProgrammeCode(programme.code)),
    revision: 0,
    type: 'BailoutProgrammeDefined',
    institution: null,
    data: { code: programme.code, ...programmeBody(scale, programme) },
  }));
  const granted = allocationsOf(scale).map(({ programme, institution, amount }, no) => ({
    stream: bailoutProgrammeStream(asBailoutProgrammeCode(programme)),
    revision: no + 1,
    type: 'AllocationGranted',
    institution: null,
    data: { programme, institution, amount, idempotencyKey: `made-${institution}` },
  }));
  return [...registered, ...defined, ...granted, ...oneTarget];
};

/** After the seq given, recorded at that instant. */
export const settingFacts = (scale: number, after: number, recordedAt: string): readonly SequencedFact[] =>
  settings(scale).map(({ stream, revision, type, institution, data }, no) => ({
    seq: after + no + 1,
    stream,
    revision,
    eventId: `00000000-0000-7000-a000-${String(no + 1).padStart(12, '0')}`,
    type,
    effectiveDate: null,
    institution,
    data,
    recordedAt,
    metadata: {
      reportId: null,
      source: null,
      time: null,
      reportDigest: null,
      stampedAt: recordedAt,
      actor: 'key:made',
      ruleSetVersion: 1,
      flags: [],
      causationId: null,
      correlationId: null,
      salt: String(no).padStart(32, '0'),
      extensions: {},
    },
  }));
