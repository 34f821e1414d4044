import { alpha, beta, delta, gamma } from './members.js';
import type { Ask, Body, Keys } from './quarter.js';

/* What must come out of the quarter, in this file's own arithmetic: fen, added up by hand. */

const yuan = (fen: bigint): string => `${fen / 100n}.${String(fen % 100n).padStart(2, '0')}`;

const million = 1_000_000_00n;
const thousand = 1_000_00n;

const renewed = { a1: 3_500n * thousand, g7: 2_800n * thousand, a10: 600n * thousand };
const renewals = renewed.a1 + renewed.g7 + renewed.a10;

const technology = {
  a1: 4n * million + 500n * thousand - 1n * million,
  a2: 2n * million,
  b6: 6n * million - 1n * million,
  d8: 10n * million - 1n * million,
};
const technologyNow = technology.a1 + technology.a2 + technology.b6 + technology.d8;
const technologyThen = 4n * million + 10n * million;

/** `actual` of each target at the end of 2024, and whether it is achieved. */
export const figures: Readonly<Record<string, readonly [actual: string, achieved: boolean]>> = {
  'SH24-RENEW': [yuan(renewals), false],
  // B2, D3, D4, and one of A13 and G13.
  'SH24-FTB': ['4', false],
  // The authority's return came in 2025.
  'SH24-BAIL': [yuan((1_200n - 200n + 400n + 600n + 100n) * thousand), false],
  // A1, B2, D4; G3 was cancelled.
  'SH24-INCL': [yuan(technology.a1 + 800n * thousand + 300n * thousand), false],
  'SH24-TECH': [yuan(technologyNow), false],
  'SH24-TECH-GROWTH': [
    `0.${String(((technologyNow - technologyThen) * 10_000n) / technologyThen).padStart(4, '0')}`,
    true,
  ],
  'SH24-IP': [yuan(technology.b6), false],
  'SH24-GREEN': [yuan(7n * million + 2_500n * thousand + 500n * thousand), false],
  // Firm 2 once, though at two banks; firm 10 by its renewal; firm 9 is too large.
  'SH24-CHAIN': ['2', false],
  'SH24-BRANCH': [String(2 + 1 + 1), false],
  'SH24-INSURE': [yuan(30n * million), false],
  // Within five per cent of a thousand million.
  'SH24-PENSION': [yuan(970n * million), true],
  'SH24-HEALTH': ['88000', false],
  'SH24-GUARANTEE': ['12345678.90', false],
};

/** Beside `SH24-RENEW`, `SH24-FTB` (without D4, whose borrower is no enterprise) and `SH24-TECH`. */
export const beside: Readonly<Record<string, string>> = {
  'renewal-volume-with-top-up': yuan(renewals + 500n * thousand),
  'first-time-enterprises': '3',
  'tech-loan-balance': yuan(18n * million),
};

/** 30 September 2024 is the 189th of 251 working days; the last twenty begin on 3 September, after A10's renewal. */
export const paceOfRenewals = (() => {
  const threshold = 1_000_000n * million;
  return {
    workingDaysElapsed: 22 + 18 + 21 + 22 + 21 + 19 + 23 + 22 + 21,
    workingDaysLeft: 19 + 21 + 22,
    expectedToDate: yuan((threshold * 189n) / 251n),
    recentPerDay: yuan(renewed.g7 / 20n),
    requiredPerDay: yuan((threshold - renewals) / 62n),
  };
})();

/** Status, reason and earlier date of each claim that arrival order must not change. */
export const claims = [
  [alpha, 'A2', 'SUPERSEDED', 'EARLIER_CLAIM', null],
  [beta, 'B2', 'RECOGNISED', null, null],
  [gamma, 'G3', 'REVOKED', 'LOAN_WITHDRAWN', null],
  [delta, 'D3', 'RECOGNISED', null, null],
  [delta, 'D4', 'RECOGNISED', null, null],
  [beta, 'B5', 'DENIED', 'PRIOR_LOAN', '2021-03-01'],
] as const;

const contested = [
  [alpha, 'A13'],
  [gamma, 'G13'],
] as const;

interface Target {
  readonly code: string;
  readonly actual: string | null;
  readonly achieved: boolean;
  readonly pace: object | null;
  readonly beside: readonly { readonly measure: string; readonly actual: string | null }[];
}

export interface Shown {
  readonly targets: ReadonlyMap<string, Target>;
  readonly claims: readonly (readonly unknown[])[];
  readonly contested: readonly { readonly place: readonly [string, string]; readonly status: string }[];
}

/** What the registry shows of it, once the positions are projected. */
export const shown = async (
  ask: Ask,
  { supervisor }: Keys,
  position: string,
  day: string,
): Promise<Shown> => {
  const read = async (path: string): Promise<Body> => {
    const { status, body } = await ask('get', path, {
      key: supervisor,
      headers: { 'await-position': position, 'await-timeout': '30000' },
    });
    if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
    return body;
  };
  const progress = await read(`/v1/programmes/SH24/progress?effectiveAsOf=${day}`);
  const claimAt = (institution: string, loanId: string): Promise<Body> =>
    read(`/v1/first-time-borrowers/${institution}/${loanId}`);
  const rows: unknown[][] = [];
  for (const [institution, loanId] of claims) {
    const claim = await claimAt(institution, loanId);
    rows.push([institution, loanId, claim.status, claim['reason'], claim['earlierDate']]);
  }
  const contests: Shown['contested'][number][] = [];
  for (const place of contested) {
    const claim = await claimAt(place[0], place[1]);
    if (claim['contested'] !== true) throw new Error(`${place.join(' ')} is not contested.`);
    contests.push({ place, status: claim.status });
  }
  return {
    targets: new Map((progress['targets'] as readonly Target[]).map((target) => [target.code, target])),
    claims: rows,
    contested: contests,
  };
};
