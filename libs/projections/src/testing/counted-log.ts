import type { SequencedFact } from '#facts';
import { factOf } from '#testing';

const factAt = (seq: number): SequencedFact => ({
  ...factOf('LoanIssued', {}),
  seq,
  recordedAt: '2024-05-06T00:00:00.000Z',
});

/** A log that counts how often it is read. */
export const countedLog = (head: number) => {
  const log = {
    head,
    questions: [] as string[],
    readAfter: (seq: number, limit: number): Promise<readonly SequencedFact[]> => {
      log.questions.push(`${seq} ${limit}`);
      const length = Math.max(0, Math.min(limit, log.head - seq));
      return Promise.resolve(Array.from({ length }, (_, index) => factAt(seq + 1 + index)));
    },
  };
  return log;
};

export const seqs = (facts: readonly SequencedFact[]): readonly number[] => facts.map(({ seq }) => seq);
