import { readdirSync } from 'node:fs';
import {
  administrators,
  auditors,
  banks,
  common,
  figure,
  type Line,
  list,
  open,
  overseers,
  own,
  readers,
  roles,
  supervisors,
  thing,
  unknown,
} from './access-lines.js';

/* The table of 3.1, a line for each route there is. */

/** A bank may not see the whole. */
const ofOneself = { whole: 403, answered: 200 } as const;

/** One of the files that the page of the console names. */
const consoleFile = (): string => {
  const [name = ''] = readdirSync('dist/console/assets').filter((each) => each.endsWith('.css'));
  return `/console/assets/${name}`;
};

/** Number of the borrower that each bank reported. */
export const borrowerOf = { own: 1, foreign: 2, none: 3 } as const;
/** A file of each bank, which is planted. */
export const fileOf = {
  own: '0190f3a4-0000-7000-8000-000000000001',
  foreign: '0190f3a4-0000-7000-8000-000000000002',
  none: '0190f3a4-0000-7000-8000-000000000003',
} as const;
/** A day on which something of each bank is effective. */
export const reportedDay = '2024-01-10';

export const matrix = (keyOfBorrower: (number: number) => string): readonly Line[] => [
  common(banks, 'POST /v1/events'),
  thing(banks, 'GET /v1/events/:id', (_, whose) => `/v1/events/issue-L-${whose}`),
  list('GET /v1/refusals'),
  thing(readers, 'GET /v1/statements/:day', (bank) => `/v1/statements/${reportedDay}?institution=${bank}`),
  common(banks, 'POST /v1/submissions'),
  common(
    readers,
    'GET /v1/submissions/templates/:template',
    '/v1/submissions/templates/xudai.loan.issued.v1.csv',
  ),
  thing(readers, 'GET /v1/submissions/:id', (_, whose) => `/v1/submissions/${fileOf[whose]}`),
  thing(
    readers,
    'GET /v1/submissions/:id/progress',
    (_, whose) => `/v1/submissions/${fileOf[whose]}/progress`,
  ),
  thing(
    readers,
    'GET /v1/submissions/:id/refusals',
    (_, whose) => `/v1/submissions/${fileOf[whose]}/refusals`,
  ),
  thing(readers, 'GET /v1/submissions/:id/receipt', (_, whose) => `/v1/submissions/${fileOf[whose]}/receipt`),

  common(roles, 'GET /v1/programmes'),
  common(roles, 'GET /v1/programmes/:code', '/v1/programmes/SH24'),
  figure(roles, 'GET /v1/programmes/:code/progress', '/v1/programmes/SH24/progress', {
    whole: 200,
    answered: 200,
  }),
  common(roles, 'GET /v1/programmes/:code/forecasts', '/v1/programmes/SH24/forecasts'),
  common(roles, 'GET /v1/measures'),
  common(roles, 'GET /v1/measures/:code', '/v1/measures/renewal-volume'),
  common(roles, 'GET /v1/calendars/:code', '/v1/calendars/CN'),
  common(roles, 'GET /v1/institutions'),
  common(roles, 'GET /v1/institutions/:code', `/v1/institutions/${own}`),
  common(roles, 'GET /v1/usccs'),
  // A programme that is none: events of one that is would not end.
  figure(roles, 'GET /v1/live', '/v1/live?programme=NONE', { whole: 404, answered: 404 }),
  figure(
    readers,
    'GET /v1/measures/:code/series',
    '/v1/measures/renewal-volume/series?interval=month',
    ofOneself,
  ),
  figure(
    readers,
    'GET /v1/measures/:code/breakdown',
    '/v1/measures/renewal-volume/breakdown?by=size',
    ofOneself,
  ),
  figure(readers, 'GET /v1/measures/:code/facts', '/v1/measures/renewal-volume/facts', ofOneself),

  list('GET /v1/loans'),
  thing(readers, 'GET /v1/loans/:institution/:loanId', (bank, whose) => `/v1/loans/${bank}/L-${whose}`),
  thing(
    readers,
    'GET /v1/loans/:institution/:loanId/history',
    (bank, whose) => `/v1/loans/${bank}/L-${whose}/history`,
  ),
  thing(readers, 'GET /v1/borrowers/:key', (_, whose) => `/v1/borrowers/${keyOfBorrower(borrowerOf[whose])}`),
  list('GET /v1/first-time-borrowers'),
  thing(
    readers,
    'GET /v1/first-time-borrowers/:institution/:loanId',
    (bank, whose) => `/v1/first-time-borrowers/${bank}/L-${whose}`,
  ),
  list('GET /v1/indicators'),
  list('GET /v1/bailout/disbursements'),
  list('GET /v1/bailout/allocations'),
  common(readers, 'GET /v1/bailout/programmes'),

  common(overseers, 'GET /v1/anomalies'),
  common(overseers, 'GET /v1/explain', '/v1/explain?programme=SH24&target=SH24-RENEW'),

  common(supervisors, 'PUT /v1/programmes/:code', '/v1/programmes/P'),
  common(supervisors, 'PUT /v1/programmes/:code/targets/:target', '/v1/programmes/P/targets/T'),
  common(supervisors, 'PUT /v1/measures/:code', '/v1/measures/M'),
  common(supervisors, 'POST /v1/measures/preview'),
  common(supervisors, 'PUT /v1/calendars/:code/:year', '/v1/calendars/CN/2025'),
  common(supervisors, 'PUT /v1/bailout/programmes/:code', '/v1/bailout/programmes/P'),
  common(supervisors, 'PUT /v1/usccs/:uscc', '/v1/usccs/913100001322602501'),
  common(supervisors, 'POST /v1/bailout/allocations'),
  common(supervisors, 'POST /v1/first-time-borrowers/:borrowerKey/decision'),
  common(supervisors, 'POST /v1/institutions/:code/suspension', `/v1/institutions/${unknown}/suspension`),
  common(supervisors, 'DELETE /v1/institutions/:code/suspension', `/v1/institutions/${unknown}/suspension`),

  common(auditors, 'GET /v1/facts'),
  common(auditors, 'POST /v1/replays'),
  common(auditors, 'GET /v1/replays/:id'),
  common(auditors, 'GET /v1/replays/:id/progress'),
  common(auditors, 'GET /v1/exports'),
  common(auditors, 'GET /v1/evidence/inclusion'),
  common(auditors, 'GET /v1/evidence/consistency'),

  common(administrators, 'POST /v1/institutions'),
  common(administrators, 'PUT /v1/institutions/:code', `/v1/institutions/${own}`),
  common(administrators, 'POST /v1/keys'),
  common(administrators, 'GET /v1/keys'),
  common(administrators, 'DELETE /v1/keys/:id', '/v1/keys/none'),
  common(administrators, 'GET /v1/operations/checks'),
  common(administrators, 'GET /v1/operations/parked'),
  common(administrators, 'GET /v1/operations/stores'),
  common(administrators, 'GET /v1/operations/rebuilds'),
  common(administrators, 'POST /v1/operations/rebuilds'),

  common(roles, 'GET /v1/session'),
  common(roles, 'DELETE /v1/session'),
  open('POST /v1/session'),

  open('GET /', '/'),
  open('GET /console', '/console'),
  open('GET /console/*', '/console/progress'),
  open('GET /console/assets/:file', consoleFile()),
  open('GET /openapi.json'),
  open('GET /docs'),
  open('GET /schemas/:file', '/schemas/xudai.loan.issued.v1.json'),
  open('GET /problems/:code', '/problems/RNW-R02'),
  open('GET /healthz'),
  open('GET /readyz'),
  open('GET /log/checkpoint'),
  open('GET /log/key'),
  open('GET /log/tile/*', '/log/tile/0/000'),
];
