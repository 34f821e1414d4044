import type { BackFillProgress, Calendar, Measure, Programme, Target } from '#contract';
import type { DefinitionsInForce, MeasureVersion, ProgrammeVersion, TargetVersion } from '#figures';

const targetDefinition = ({ data: { programme: _of, ...data }, version, seq }: TargetVersion): Target => ({
  ...data,
  version,
  seq,
});

export const programmeDefinition = (
  { targets }: Pick<DefinitionsInForce, 'targets'>,
  { data, version, seq }: ProgrammeVersion,
): Programme => ({
  ...data,
  version,
  seq,
  targets: targets.filter(({ data: target }) => target.programme === data.code).map(targetDefinition),
});

export const measureDefinition = (
  { data, version, seq }: MeasureVersion,
  backFill: BackFillProgress,
): Measure => ({
  ...data,
  backFill,
  version,
  seq,
});

export const calendarDefinition = (
  { calendars }: Pick<DefinitionsInForce, 'calendars'>,
  code: string,
): Calendar | null => {
  const years = calendars
    .filter(({ data }) => data.code === code)
    .map(({ data: { year, off, worked }, version, seq }) => ({ year, off, worked, version, seq }))
    .sort((a, b) => a.year - b.year);
  return years.length === 0 ? null : { code, years };
};
