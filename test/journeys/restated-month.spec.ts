import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { BreakdownAnswer, ProgressAnswer, SeriesAnswer } from '#contract';
import { expectProjectionsChecked } from '../support/checked-projections.js';
import { projected } from '../support/projected.js';
import { engines, registryOn } from '../support/engines.js';
import {
  issuedData,
  type StatedLoan,
  type Statement,
  statements,
  totalsBy,
} from '../support/monthly-statements.js';
import { replayed } from '../support/replaying.js';
import { reportOf } from '../support/reports.js';
import { cloudEventBatch, type RunningRegistry } from '../support/running-registry.js';
import { north, south } from '../support/three-banks.js';

/* What a register printed one month is corrected and reversed until it is what it printed the next: both stay answerable, to the fen. */

const banks = [north, south];
const restatedOn = '2024-07-31';
const { earlier, later } = statements(11, banks, 300);

const issued = (loan: StatedLoan): object =>
  reportOf(loan.institution, `issue-${loan.loanId}`, 'loan.issued', loan.loanId, issuedData(loan));

/** What makes the later statement of the earlier one. */
const mending = (institution: string): readonly object[] => {
  const reports: object[] = [];
  for (const loan of earlier.values()) {
    if (loan.institution !== institution) continue;
    const now = later.get(loan.loanId);
    const id = `issue-${loan.loanId}`;
    if (!now)
      reports.push(
        reportOf(institution, `reverse-${loan.loanId}`, 'event.reversed', id, {
          effectiveDate: restatedOn,
          reason: 'never drawn',
        }),
      );
    else if (JSON.stringify(now) !== JSON.stringify(loan))
      reports.push(
        reportOf(institution, `correct-${loan.loanId}`, 'event.corrected', id, {
          effectiveDate: restatedOn,
          reason: 'restated',
          replacement: issuedData(now),
        }),
      );
  }
  const added = [...later.values()].filter((loan) => !earlier.has(loan.loanId));
  return [...reports, ...added.filter((loan) => loan.institution === institution).map(issued)];
};

const cellsOf = ({ cells, total }: BreakdownAnswer) => ({
  cells: Object.fromEntries(cells.map(({ keys, quantity }) => [Object.values(keys).join(), quantity])),
  total,
});

describe.each(engines)('a statement of one month made into the next, on %s', (engine) => {
  let registry: RunningRegistry;
  let supervisor: string;
  const keys = new Map<string, string>();
  let known: number;

  const report = async (reportsOf: (institution: string) => readonly object[]): Promise<void> => {
    for (const institution of banks) {
      const body = reportsOf(institution);
      const answer = await registry.ask('post', '/v1/events', {
        key: keys.get(institution) ?? null,
        type: cloudEventBatch,
        body,
      });
      const { results } = answer.body as { readonly results: readonly { readonly outcome: string }[] };
      expect(results.filter(({ outcome }) => outcome !== 'recorded')).toEqual([]);
      expect(results).toHaveLength(body.length);
    }
    await projected(registry);
  };

  const asked = async <Answer>(path: string): Promise<Answer> => {
    const { status, body } = await registry.ask('get', path, { key: supervisor });
    expect([status, body]).toEqual([200, expect.anything()]);
    return body as Answer;
  };

  const figures = async (cut: string) => ({
    districts: cellsOf(await asked(`/v1/measures/loan-balance/breakdown?by=district&${cut}`)),
    institutions: cellsOf(await asked(`/v1/measures/issued-volume/breakdown?by=institution&${cut}`)),
    months: Object.fromEntries(
      (
        await asked<SeriesAnswer>(
          `/v1/measures/issued-volume/series?interval=month&from=2024-01-01&to=2024-06-30&${cut}`,
        )
      ).points.map(({ from, quantity }) => [from.slice(0, 7), quantity]),
    ),
    inclusive: (await asked<ProgressAnswer>(`/v1/programmes/SH24/progress?${cut}`)).targets.find(
      ({ code }) => code === 'SH24-INCL',
    )?.actual,
  });

  /** Added up from the statement itself. */
  const stated = (statement: Statement) => {
    const total = totalsBy(statement, () => 'all')['all'];
    return {
      districts: { cells: totalsBy(statement, ({ district }) => district), total },
      institutions: { cells: totalsBy(statement, ({ institution }) => institution), total },
      months: totalsBy(statement, ({ day }) => day.slice(0, 7)),
      inclusive: totalsBy(
        statement,
        () => 'all',
        ({ inclusive }) => inclusive,
      )['all'],
    };
  };

  beforeAll(async () => {
    registry = await registryOn(engine);
    supervisor = await registry.keyFor('supervisor');
    for (const institution of banks) keys.set(institution, await registry.bank(institution));
    await report((institution) =>
      [...earlier.values()].filter((loan) => loan.institution === institution).map(issued),
    );
    known = (await asked<ProgressAnswer>('/v1/programmes/SH24/progress')).basis.seq;
    expect(await figures('effectiveAsOf=2024-12-31')).toEqual(stated(earlier));
    await report(mending);
  });
  afterAll(() => registry.close());

  it('shows the later one now, as if nothing else had ever been reported', async () => {
    expect(await figures('effectiveAsOf=2024-12-31')).toEqual(stated(later));
  });

  it('shows the earlier one as it was known then', async () => {
    expect(await figures(`effectiveAsOf=2024-12-31&knownAt=${known}`)).toEqual(stated(earlier));
  });

  it('shows each loan as its last word says, and none that was reversed', async () => {
    for (const { institution, loanId } of earlier.values()) {
      const { status, body } = await registry.ask('get', `/v1/loans/${institution}/${loanId}`, {
        key: supervisor,
      });
      const now = later.get(loanId);
      expect([loanId, status]).toEqual([loanId, now ? 200 : 404]);
      if (now) expect(body.outstanding).toEqual(`${now.principal}.00`);
    }
  });

  it('follows from the facts at both, as a replay and every checker say', async () => {
    const auditor = await registry.keyFor('auditor');
    for (const knownAt of [{}, { knownAt: known }])
      expect(
        await replayed(registry, auditor, { programme: 'SH24', effectiveAsOf: '2024-12-31', ...knownAt }),
      ).toMatchObject({ verdict: 'equal' });
    await expectProjectionsChecked(registry);
  });
});
