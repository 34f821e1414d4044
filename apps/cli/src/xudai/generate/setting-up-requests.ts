import { shippedDefinitions } from '#programmes';
import {
  bailoutProgrammes,
  allocationsOf,
  programmeBody,
  reportingFrom,
} from '../../synthetic-year/bailout-stories.js';
import { type Institution, institutions, suspended } from '../../synthetic-year/parties.js';

/** What is to be sent, in this order, before the first report of the year: by whom, and to which route. */
export interface SettingUpRequest {
  readonly role: 'admin' | 'supervisor';
  readonly method: 'POST' | 'PUT';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: object;
}

/** A threshold of a year at scale 1 made one of this year: money to the fen, counts at least one, ratios as they are. */
export const scaledThreshold = (threshold: string, unit: string, scale: number): string => {
  if (unit === 'RATIO') return threshold;
  if (unit === 'COUNT') return String(Math.max(1, Math.round(Number(threshold) * scale)));
  const fen = (BigInt(threshold.replace('.', '')) * BigInt(Math.round(scale * 1e6))) / 1_000_000n;
  return `${fen / 100n}.${String(fen % 100n).padStart(2, '0')}`;
};

const scaledTargets = (scale: number): readonly SettingUpRequest[] =>
  shippedDefinitions().programmes.flatMap(({ code, targets }) =>
    targets.flatMap((target): readonly SettingUpRequest[] => {
      const { body } = target;
      if (scale === 1 || !('threshold' in body) || typeof body.threshold !== 'string') return [];
      const threshold = scaledThreshold(body.threshold, body.unit, scale);
      const path = `/v1/programmes/${code}/targets/${target.code}`;
      return threshold === body.threshold
        ? []
        : [{ role: 'supervisor', method: 'PUT', path, body: { ...body, threshold } }];
    }),
  );

const registering = ({ code, name, kind }: Institution): SettingUpRequest => ({
  role: 'admin',
  method: 'POST',
  path: '/v1/institutions',
  body: { code, name, kind, reportingFrom },
});

/** One that is suspended before its first report. */
const suspending: readonly SettingUpRequest[] = [
  registering(suspended),
  {
    role: 'supervisor',
    method: 'POST',
    path: `/v1/institutions/${suspended.code}/suspension`,
    body: { reason: 'does business no longer' },
  },
];

export const settingUpRequests = (scale: number, hasFaults: boolean): readonly SettingUpRequest[] => [
  ...institutions.map(registering),
  ...(hasFaults ? suspending : []),
  ...bailoutProgrammes.map((programme): SettingUpRequest => ({
    role: 'supervisor',
    method: 'PUT',
    path: `/v1/bailout/programmes/${programme.code}`,
    body: programmeBody(scale, programme),
  })),
  ...allocationsOf(scale).map((allocation): SettingUpRequest => ({
    role: 'supervisor',
    method: 'POST',
    path: '/v1/bailout/allocations',
    headers: { 'idempotency-key': `synthetic-year-${allocation.institution}` },
    body: allocation,
  })),
  ...scaledTargets(scale),
];
