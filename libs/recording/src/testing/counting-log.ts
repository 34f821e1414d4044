import { type Append, type EventLog, type ManyStreams, openMemoryLog } from '#event-log';
import { fixedClock } from '#calendar';
import type { StoredFact } from '#facts';
import { asInstitutionCode } from '#identifiers';
import { newFact } from '../new-fact.js';
import type { Fold, FoldRequest } from '../folded-stream.log.js';

// A log that says what was asked of it, and a stream of numbers that add up.

export interface Counter {
  readonly sum: number;
  readonly facts: number;
}

const counterFold: Fold<Counter> = {
  kind: 'counter',
  evolution: {
    initial: { sum: 0, facts: 0 },
    evolve: ({ sum, facts }, { data }: StoredFact) => ({
      sum: sum + (data as { by: number }).by,
      facts: facts + 1,
    }),
  },
};

export const counter = (stream: string): FoldRequest<Counter> => ({ stream, fold: counterFold });

export const clock = fixedClock(Date.parse('2024-06-03T04:00:00.000Z'));

export const counted = (by: number, reportId?: string) =>
  newFact(
    { type: 'Counted', data: { by } },
    { actor: 'registry', correlationId: null },
    clock.now(),
    reportId === undefined
      ? {}
      : { reportId, reportDigest: `digest of ${reportId}`, institution: asInstitutionCode('C1010211000012') },
  );

/** The number at this revision becomes 100, or is taken back. */
export const changed = (revision: number, type: 'FactCorrected' | 'FactReversed' = 'FactCorrected') => {
  const reportId = `change of ${revision}`;
  const data = {
    corrects: { revision },
    replacement: { by: 100, effectiveDate: '2024-06-03' },
  };
  return newFact({ type, data }, { actor: 'registry', correlationId: null }, clock.now(), {
    reportId,
    reportDigest: `digest of ${reportId}`,
    institution: asInstitutionCode('C1010211000012'),
  });
};

export const append = (
  stream: string,
  expectedRevision: Append['expectedRevision'],
  ...by: readonly number[]
): Append => ({
  stream,
  expectedRevision,
  facts: by.map((each) => counted(each)),
});

/** Questions so far, each as `stream from`. */
export const countingLog = (): {
  readonly log: EventLog & ManyStreams;
  readonly questions: (readonly string[])[];
  readonly index: ReturnType<typeof openMemoryLog>['index'];
} => {
  const { log, index } = openMemoryLog();
  const questions: (readonly string[])[] = [];
  const readStreams: ManyStreams['readStreams'] = (reads) => {
    questions.push(reads.map(({ stream, from }) => `${stream} ${from}`));
    return log.readStreams(reads);
  };
  return { log: Object.assign(Object.create(log) as typeof log, { readStreams }), index, questions };
};
