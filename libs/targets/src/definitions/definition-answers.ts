import type { CalendarSet, MeasureData, ProgrammeData, TargetData } from '#facts';
import type { DefinitionsInForce, MeasureVersion, ProgrammeVersion, TargetVersion } from '#figures';

/** Which version is in force, and since which seq. */
interface InForce {
  readonly version: number;
  readonly seq: number;
}

export type TargetDefinition = Omit<TargetData, 'programme'> & InForce;
export type ProgrammeDefinition = ProgrammeData & InForce & { readonly targets: readonly TargetDefinition[] };
export type MeasureDefinition = MeasureData & InForce;
export interface CalendarDefinition {
  readonly code: string;
  readonly years: readonly (Omit<CalendarSet['data'], 'code'> & InForce)[];
}

const targetDefinition = ({
  data: { programme: _of, ...data },
  version,
  seq,
}: TargetVersion): TargetDefinition => ({
  ...data,
  version,
  seq,
});

export const programmeDefinition = (
  { targets }: Pick<DefinitionsInForce, 'targets'>,
  { data, version, seq }: ProgrammeVersion,
): ProgrammeDefinition => ({
  ...data,
  version,
  seq,
  targets: targets.filter(({ data: target }) => target.programme === data.code).map(targetDefinition),
});

export const measureDefinition = ({ data, version, seq }: MeasureVersion): MeasureDefinition => ({
  ...data,
  version,
  seq,
});

export const calendarDefinition = (
  { calendars }: Pick<DefinitionsInForce, 'calendars'>,
  code: string,
): CalendarDefinition | null => {
  const years = calendars
    .filter(({ data }) => data.code === code)
    .map(({ data: { year, off, worked }, version, seq }) => ({ year, off, worked, version, seq }))
    .sort((a, b) => a.year - b.year);
  return years.length === 0 ? null : { code, years };
};
