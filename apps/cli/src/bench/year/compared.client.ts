import type { BreakdownAnswer, ProgressAnswer, Submission } from '#contract';
import type { RegistryClient } from '../../xudai/registry.client.js';

/** What the generator says a year comes to, by measure: of all, and of each institution. */
export interface ExpectedYear {
  readonly recorded: number;
  readonly effectiveAsOf: string;
  readonly measures: Readonly<Record<string, string | null>>;
  readonly institutions: readonly {
    readonly code: string;
    readonly measures: Readonly<Record<string, string | null>>;
  }[];
}

/** Nothing is written in several ways: a cell that is not there, and a sum or a count of zero. */
const quantityOf = (answered: string | null | undefined): string =>
  answered === null || answered === undefined || /^0(\.00)?$/.test(answered) ? '0' : answered;

/** Sentences about every figure of the registry that is another: reports recorded, measures by institution, targets. */
export const differencesFrom = async (
  { recorded, effectiveAsOf, measures, institutions }: ExpectedYear,
  supervisor: RegistryClient,
  submissions: readonly Pick<Submission, 'recorded'>[],
): Promise<readonly string[]> => {
  const differences: string[] = [];
  const compare = (
    what: string,
    answered: string | null | undefined,
    expected: string | null | undefined,
  ) => {
    if (quantityOf(answered) !== quantityOf(expected))
      differences.push(`${what}: ${quantityOf(answered)}, expected ${quantityOf(expected)}`);
  };
  const sum = submissions.reduce((all, submission) => all + submission.recorded, 0);
  compare('reports recorded', String(sum), String(recorded));
  // Growth has no cells.
  for (const code of Object.keys(measures).filter((each) => !each.endsWith('-growth'))) {
    // Of a balance a period would show the change.
    const from = code.endsWith('-balance') ? '' : `&from=${effectiveAsOf.slice(0, 4)}-01-01`;
    const path = `/v1/measures/${code}/breakdown?by=institution&effectiveAsOf=${effectiveAsOf}${from}`;
    const { total, cells } = await supervisor.get<BreakdownAnswer>(path);
    compare(code, total, measures[code]);
    const shown = new Map(cells.map(({ keys, quantity }) => [keys['institution'], quantity]));
    for (const institution of institutions)
      compare(`${code} of ${institution.code}`, shown.get(institution.code), institution.measures[code]);
  }
  const progress = `/v1/programmes/SH24/progress?effectiveAsOf=${effectiveAsOf}`;
  for (const { code, measure, actual } of (await supervisor.get<ProgressAnswer>(progress)).targets)
    compare(code, actual, measures[measure]);
  return differences;
};
