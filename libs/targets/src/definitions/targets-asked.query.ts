import type { DefinitionsInForce, TargetVersion } from '#figures';
import type { Queryable } from '../tables/closings.table.js';
import { readDefinitions, readTargetVersions } from './definitions.table.js';

/** A target with the definitions that its figure is computed with. */
export interface TargetAsked {
  readonly target: TargetVersion;
  readonly definitions: DefinitionsInForce;
}

export interface TargetsAsked {
  readonly programme: string;
  /** Of each target; absent: those in force at `knownAt`. */
  readonly version?: number;
  readonly knownAt: number;
}

/**
 * Under a version that was asked for, whenever it was set: calendars are those of `knownAt` all the same, and so are the measures, unless the
 * target was set only later and may name some that were not there. One that was in force no longer at `knownAt` is not followed there.
 */
const ofVersion = async (
  database: Queryable,
  known: DefinitionsInForce,
  { programme, version, knownAt }: Required<TargetsAsked>,
): Promise<readonly TargetAsked[]> => {
  const asked: TargetAsked[] = [];
  for (const target of await readTargetVersions(database, programme, version)) {
    if (target.seq > knownAt) {
      const later = await readDefinitions(database, { programme, asOf: target.seq });
      asked.push({ target, definitions: { ...later, calendars: known.calendars } });
      continue;
    }
    const inForce = known.targets.find(({ seq }) => seq === target.seq);
    asked.push({ target: inForce ?? { ...target, isFollowed: false }, definitions: known });
  }
  return asked;
};

/** Null: the programme was not defined, or none of its targets has this version. */
export const readTargetsAsked = async (
  database: Queryable,
  { programme, version, knownAt }: TargetsAsked,
  inForce?: DefinitionsInForce,
): Promise<readonly TargetAsked[] | null> => {
  const definitions = inForce ?? (await readDefinitions(database, { programme, asOf: knownAt }));
  if (version === undefined)
    return definitions.programmes.length === 0
      ? null
      : definitions.targets.map((target) => ({ target, definitions }));
  const asked = await ofVersion(database, definitions, { programme, version, knownAt });
  return asked.length === 0 ? null : asked;
};
