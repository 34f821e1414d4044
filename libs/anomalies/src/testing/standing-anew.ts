import { asWritten } from '#testing';
import type { SequencedFact } from '#facts';

// Facts as they stand, and the loans that are effective by them, once more and plainly.

/** What is looked at of any fact; of each type some of it is there. */
interface Said {
  readonly corrects?: { readonly revision: number };
  readonly replacement: { readonly effectiveDate: string };
  readonly borrower: { readonly id: string };
  readonly borrowerKey: string;
  readonly loanId?: string;
  readonly classification: string;
  readonly renewalCount?: number;
  readonly renewalNo?: number;
  readonly startDate?: string;
  readonly legStartDate?: string;
  readonly principal: string;
  readonly amount: string;
  readonly renewedAmount?: string;
  readonly topUpAmount?: string;
  readonly drawdownTime?: string;
  readonly kind: string;
}

export type Loose = Omit<SequencedFact, 'data'> & { readonly data: Said };

export const standingOf = (all: readonly SequencedFact[]): readonly Loose[] => {
  const found = new Map<string, Loose>();
  for (const fact of all as readonly Loose[]) {
    const target = `${fact.stream} ${fact.data.corrects?.revision}`;
    if (fact.type === 'FactReversed') found.delete(target);
    else if (fact.type === 'FactCorrected') {
      const { effectiveDate, ...data } = fact.data.replacement;
      const was = found.get(target);
      if (was) found.set(target, { ...was, effectiveDate: asWritten(effectiveDate), data: data as Said });
    } else found.set(`${fact.stream} ${fact.revision}`, fact);
  }
  return [...found.values()];
};

export const dayOf = (fact: Loose): string => fact.effectiveDate ?? '';
export const fen = (yuan: string): number => Math.round(Number(yuan) * 100);

export interface Loan {
  readonly begun: Loose;
  readonly facts: readonly Loose[];
}

export const loansOf = (standing: readonly Loose[]): readonly Loan[] =>
  standing
    .filter(({ type }) => type === 'LoanIssued' || type === 'LoanOpened')
    .map((begun) => ({ begun, facts: standing.filter(({ stream }) => stream === begun.stream) }))
    .filter(({ facts }) => !facts.some(({ type }) => type === 'LoanCancelled'));

const inOrder = (facts: readonly Loose[]): readonly number[] =>
  [...new Set(facts.map(({ seq }) => seq))].sort((a, b) => a - b);

/** `signal who: facts`. */
export const line = (signal: string, who: string, facts: readonly Loose[]): string =>
  `${signal} ${who}: ${inOrder(facts).join(' ')}`;

/** Its facts with what corrected them. */
export const withCorrections = (of: string, all: readonly Loose[]): string => {
  const [who = '', seqs = ''] = of.split(': ');
  const facts = all.filter(({ seq }) => seqs.split(' ').includes(String(seq)));
  const corrections = all.filter(({ stream, data }) =>
    facts.some((fact) => fact.stream === stream && fact.revision === data.corrects?.revision),
  );
  return `${who}: ${inOrder([...facts, ...corrections]).join(' ')}`;
};

export const isLoss = ({ type, data }: Loose): boolean =>
  type === 'LoanWrittenOff' ||
  (type === 'LoanReclassified' && ['SUBSTANDARD', 'DOUBTFUL', 'LOSS'].includes(data.classification));
