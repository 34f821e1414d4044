/* What a supervisor reads, each route once, once something was reported of everything. */

interface Reported {
  readonly bank: string;
  readonly borrower: string;
  readonly day: string;
}

const definitions = [
  '/v1/programmes',
  '/v1/programmes/SH24',
  '/v1/programmes/SH24/progress',
  '/v1/programmes/SH24/forecasts',
  '/v1/measures',
  '/v1/measures/renewal-volume',
  '/v1/measures/issued-volume/series?interval=month',
  '/v1/measures/issued-volume/breakdown?by=size,month',
  '/v1/measures/issued-volume/facts',
  '/v1/explain?programme=SH24&target=SH24-BAIL&from=1',
];

const lists = [
  '/v1/anomalies?signal=first-time-contested',
  '/v1/refusals',
  '/v1/loans',
  '/v1/bailout/disbursements',
  '/v1/bailout/allocations',
  '/v1/bailout/programmes',
  '/v1/first-time-borrowers?contested=true',
  '/v1/indicators',
  '/v1/institutions',
  '/v1/usccs',
];

const things = ({ bank, borrower, day }: Reported): readonly string[] => [
  `/v1/loans/${bank}/L1`,
  `/v1/loans/${bank}/L1/history`,
  `/v1/borrowers/${borrower}`,
  `/v1/first-time-borrowers/${bank}/L1`,
  `/v1/statements/${day}?institution=${bank}`,
  `/v1/institutions/${bank}`,
  '/healthz',
  '/readyz',
];

export const readBySupervisors = (reported: Reported): readonly string[] => [
  ...definitions,
  ...lists,
  ...things(reported),
];
