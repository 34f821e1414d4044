import { beforeEach, describe, expect, it } from '@jest/globals';
import { LogUnavailable, OutcomeUnknown } from '#event-log';
import { loanStream } from '#facts';
import { asLoanId } from '#identifiers';
import type { Report, ReportType } from '#reports';
import type { ReportDecider } from './report-decider.js';
import type { SettledReport } from './record-report.handler.js';
import { appendingBy, bank, readingBy, setUp, tallied } from './testing/tallies.js';

/* How many of the first reports that wait for one stream go into one append; whoever asks decides on the next one alone. */

const idsOf = (settled: readonly SettledReport[]): readonly unknown[] =>
  settled.map((each) => (each.status === 'fulfilled' ? each.value.id : each.reason));

/** Ids of what was appended at once to streams of loans. */
let appended: (readonly (string | null)[])[];

const noting = appendingBy((append, log) => {
  const ids = append.facts.map(({ metadata }) => metadata.reportId);
  if (append.stream.startsWith('loan-')) appended.push(ids);
  return log.append(append);
});

beforeEach(() => {
  appended = [];
});

const each = (ids: readonly string[], amount = '1.00'): readonly Report[] =>
  ids.map((id) => tallied(id, amount));

describe('reports in a batch', () => {
  it('go together up to the first that is refused', async () => {
    const { together, facts } = await setUp(noting);
    const batch = [...each(['a', 'b'], '400.00'), ...each(['c'], '300.00'), ...each(['d'], '1.00')];
    expect(await together(batch)).toEqual(
      ['a', 'b'].map((id, revision) => ({
        status: 'fulfilled',
        value: {
          outcome: 'recorded',
          id,
          repeated: false,
          facts: [{ type: 'Tallied', stream: loanStream(bank, asLoanId('L1')), revision }],
          position: '3',
          flags: ['TIM-W05'],
          stampedAt: expect.any(String),
        },
      })),
    );
    expect(appended).toEqual([['a', 'b']]);
    expect(await facts('L1')).toHaveLength(2);
  });

  it('go together up to the first that came before, in the batch or long ago', async () => {
    const { together, send } = await setUp(noting);
    await send(tallied('old', '1.00'));
    expect(idsOf(await together(each(['a', 'b', 'a', 'c'])))).toEqual(['a', 'b']);
    expect(idsOf(await together(each(['c', 'old', 'd'])))).toEqual(['c']);
    expect(appended).toEqual([['old'], ['a', 'b'], ['c']]);
  });

  it('are all left, and nothing is appended, where the first is not simply recorded', async () => {
    const { together, send } = await setUp(noting);
    await send(tallied('old', '1.00'));
    expect(await together([tallied('much', '1000.00'), ...each(['b'])])).toEqual([]);
    expect(await together(each(['old', 'b']))).toEqual([]);
    expect(await together([])).toEqual([]);
    expect(appended).toEqual([['old']]);
  });

  it('go together on a log that keeps no guards, where each is looked for beforehand', async () => {
    const { together, send } = await setUp((log) =>
      Object.defineProperty(noting(log), 'keepsGuards', { value: false }),
    );
    await send(tallied('elsewhere', '1.00', 'L2'));
    await send(tallied('old', '1.00'));
    expect(idsOf(await together(each(['a', 'b', 'old'])))).toEqual(['a', 'b']);
    expect(idsOf(await together(each(['c', 'elsewhere', 'd'])))).toEqual(['c']);
    expect(await together(each(['old', 'e']))).toEqual([]);
  });

  it('ask nothing of their stream where it is known', async () => {
    const asked: string[] = [];
    const { together, send } = await setUp(
      readingBy((reads) => void asked.push(...reads.map(({ stream }) => stream))),
    );
    await send(tallied('a', '1.00'));
    asked.length = 0;
    expect(idsOf(await together(each(['b', 'c', 'd'])))).toEqual(['b', 'c', 'd']);
    expect(asked).toEqual([]);
  });

  it('go together up to one for which another stream cannot be read', async () => {
    const isAway = (stream: string): boolean => stream === loanStream(bank, asLoanId('away'));
    const { together, send, decider } = await setUp((log) =>
      readingBy((reads) => {
        if (reads.some(({ stream }) => isAway(stream))) throw new LogUnavailable();
      })(noting(log)),
    );
    const away: ReportDecider<ReportType> = {
      ...decider,
      others: (report, institution) => [
        { ...decider.own(report, institution), stream: loanStream(bank, asLoanId('away')) },
      ],
    };
    const deciderFor = ({ id }: Report) => (id === 'x' ? away : decider);
    await send(tallied('old', '1.00'));
    expect(idsOf(await together(each(['a', 'b', 'x', 'c']), deciderFor))).toEqual(['a', 'b']);
    expect(await together(each(['x', 'd']), deciderFor)).toEqual([]);
    expect(appended).toEqual([['old'], ['a', 'b']]);
  });

  it('go together up to one that looks at their stream in another way', async () => {
    const { together, decider } = await setUp(noting);
    const another: ReportDecider<ReportType> = {
      ...decider,
      own: (report, institution) => {
        const own = decider.own(report, institution);
        return { ...own, fold: { ...own.fold, kind: 'another' } };
      },
    };
    const settled = await together(each(['a', 'b', 'x', 'c']), ({ id }) => (id === 'x' ? another : decider));
    expect(idsOf(settled)).toEqual(['a', 'b']);
  });

  it('are told together what became of their append', async () => {
    let failed = (_stream: string): Error => new LogUnavailable();
    const { together } = await setUp(
      appendingBy((append, log) =>
        append.stream.startsWith('loan-') ? Promise.reject(failed(append.stream)) : log.append(append),
      ),
    );
    expect(await together(each(['a', 'b']))).toEqual(
      ['a', 'b'].map(() => ({ status: 'rejected', reason: expect.any(LogUnavailable) })),
    );
    failed = (stream) => new OutcomeUnknown(stream);
    expect(await together(each(['a', 'b']))).toEqual(
      ['a', 'b'].map((id) => ({ status: 'fulfilled', value: { outcome: 'unknown', id } })),
    );
  });
});
