/*
 * Every query parameter of every route, by what it may be, and values just in and far out of its range. A parameter that is
 * added must be added here; the spec that holds this against the declarations says so.
 */

export type Kind =
  | 'filter'
  | 'word'
  | 'day'
  | 'seq'
  /** A seq of what is known. */
  | 'cut'
  /** The same, with an earlier one beside it. */
  | 'laterCut'
  | 'code'
  | 'limit'
  | 'cursor'
  | 'moment'
  | 'known'
  | 'rule'
  | 'flag'
  /** Of one signal. */
  | 'threshold'
  /** Of a definition. */
  | 'version'
  | 'institution'
  | 'dimensions';

const paging = { limit: 'limit', cursor: 'cursor' } as const;
const dimensions = {
  institution: 'filter',
  district: 'filter',
  industry: 'filter',
  size: 'word',
  bailoutProgramme: 'filter',
} as const;

const under = { effectiveAsOf: 'day', knownAt: 'known', version: 'version' } as const;
const previewed = { effectiveAsOf: 'day', knownAt: 'known', from: 'day', to: 'day', ...dimensions } as const;
const cuts = { version: 'version', ...previewed } as const;

export const parametersOfRoutes: Readonly<Record<string, Readonly<Record<string, Kind>>>> = {
  'POST /v1/events': { dryRun: 'flag' },
  'POST /v1/submissions': { dryRun: 'flag' },
  'GET /v1/refusals': { ...paging, institution: 'filter', from: 'moment', to: 'moment', rule: 'rule' },
  'GET /v1/operations/parked': paging,
  'GET /v1/operations/rebuilds': paging,
  'GET /v1/programmes': paging,
  'GET /v1/programmes/:code/progress': { ...under, ...dimensions },
  'GET /v1/programmes/:code/forecasts': {
    ...paging,
    effectiveAsOf: 'day',
    knownAt: 'known',
    target: 'filter',
  },
  'GET /v1/measures': paging,
  'POST /v1/measures/preview': { interval: 'word', ...previewed },
  'GET /v1/measures/:code': { version: 'version' },
  'GET /v1/measures/:code/series': { interval: 'word', ...cuts },
  'GET /v1/measures/:code/breakdown': { by: 'dimensions', ...cuts },
  'GET /v1/measures/:code/facts': { ...paging, month: 'word', by: 'dimensions', ...cuts },
  'GET /v1/explain': {
    ...paging,
    programme: 'code',
    target: 'code',
    ...under,
    from: 'cut',
    to: 'laterCut',
  },
  'GET /v1/live': { programme: 'code', ...dimensions },
  'GET /v1/anomalies': {
    ...paging,
    signal: 'word',
    institution: 'filter',
    from: 'day',
    to: 'day',
    renewals: 'threshold',
    months: 'threshold',
    days: 'threshold',
    banks: 'threshold',
    workingDays: 'threshold',
    principal: 'threshold',
    share: 'threshold',
  },
  'GET /v1/loans': {
    ...paging,
    institution: 'filter',
    status: 'word',
    product: 'word',
    district: 'filter',
    industry: 'filter',
    size: 'word',
    classification: 'word',
    tag: 'word',
    borrower: 'filter',
    maturityFrom: 'day',
    maturityTo: 'day',
  },
  'GET /v1/loans/:institution/:loanId/history': paging,
  'GET /v1/first-time-borrowers': {
    ...paging,
    institution: 'filter',
    status: 'word',
    borrower: 'filter',
    contested: 'flag',
  },
  'GET /v1/bailout/disbursements': {
    ...paging,
    institution: 'filter',
    programme: 'filter',
    kind: 'word',
    borrower: 'filter',
    loan: 'filter',
    effectiveFrom: 'day',
    effectiveTo: 'day',
  },
  'GET /v1/bailout/allocations': { ...paging, institution: 'filter', programme: 'filter' },
  'GET /v1/bailout/programmes': paging,
  'GET /v1/usccs': paging,
  'GET /v1/indicators': {
    ...paging,
    institution: 'filter',
    indicator: 'filter',
    scope: 'filter',
    asAtFrom: 'day',
    asAtTo: 'day',
  },
  'GET /v1/statements/:day': { institution: 'institution' },
  'GET /v1/institutions': paging,
  'GET /v1/keys': paging,
  'GET /v1/facts': { from: 'seq', to: 'seq', stream: 'filter', type: 'filter', institution: 'filter' },
};

/** What a route has to be told beside the parameter that is tried. */
export const neededBy: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'GET /v1/measures/:code/series': { interval: 'month' },
  'GET /v1/measures/:code/breakdown': { by: 'size' },
  'GET /v1/explain': { programme: 'SH24', target: 'none' },
  // Events of a programme that there is do not end.
  'GET /v1/live': { programme: 'NONE' },
};

/** The same as the end of an address. */
export const neededQuery = (route: string): string => {
  const query = new URLSearchParams(neededBy[route]).toString();
  return query === '' ? '' : `?${query}`;
};

/** A path with something in place of each parameter. */
export const sampleTarget = (path: string): string =>
  path
    .replace(':institution', 'C1010211000012')
    .replace(':day', '2024-05-06')
    .replace(':code', 'SH24')
    .replace(/:\w+/g, 'X');
