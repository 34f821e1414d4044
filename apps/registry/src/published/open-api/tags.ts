/** What operations are about, with the beginnings of their paths. */
const subjects = {
  Reports: {
    description: 'What institutions send, what came of it, and what was refused.',
    paths: ['/v1/events', '/v1/submissions', '/v1/refusals', '/v1/statements'],
  },
  Targets: {
    description: 'Programmes, their targets, the measures behind them, and where they stand.',
    paths: ['/v1/programmes', '/v1/measures', '/v1/calendars', '/v1/live', '/v1/anomalies', '/v1/explain'],
  },
  Loans: {
    description: 'Loans, borrowers and indicators as they were reported.',
    paths: ['/v1/loans', '/v1/borrowers', '/v1/indicators'],
  },
  'First-time borrowers': {
    description: 'Claims to first-time borrowers and how they were settled across banks.',
    paths: ['/v1/first-time-borrowers'],
  },
  Bailout: {
    description: 'Bailout programmes, what may be disbursed under them, and what was.',
    paths: ['/v1/bailout'],
  },
  Audit: {
    description: 'The facts as recorded, replays of them, and proofs.',
    paths: ['/v1/facts', '/v1/replays', '/v1/exports', '/v1/evidence', '/log'],
  },
  Administration: {
    description: 'Institutions, keys, lawful codes, and the operation of the registry.',
    paths: ['/v1/institutions', '/v1/keys', '/v1/usccs', '/v1/operations'],
  },
  Public: {
    description: 'What anybody may read without a key.',
    paths: ['/healthz', '/readyz', '/openapi.json', '/docs', '/schemas', '/problems'],
  },
} as const satisfies Record<string, { readonly description: string; readonly paths: readonly string[] }>;

export const tags = Object.entries(subjects).map(([name, { description }]) => ({ name, description }));

/** @throws when a path belongs nowhere: a new one gets a line above */
export const tagOf = (path: string): string => {
  const found = Object.entries(subjects).find(([, { paths }]) =>
    paths.some((beginning) => path === beginning || path.startsWith(`${beginning}/`)),
  );
  if (!found) throw new Error(`${path} has no tag.`);
  return found[0];
};
