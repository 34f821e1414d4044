import type { SequencedFact } from '#facts';

/** What a quantity is kept under; the loan's borrower's, or the disbursement's. */
export interface Dimensions {
  readonly institution: string | null;
  readonly district: string | null;
  readonly industry: string | null;
  readonly size: string | null;
  readonly bailoutProgramme: string | null;
  /** The borrower's. */
  readonly kind: string | null;
}

export interface MeasuredLoan {
  readonly tags: readonly string[];
  readonly product: string;
  readonly borrowerKey: string;
}

/** What definitions point into: a fact in the surroundings that give it its dimensions. */
export interface MeasuredDocument {
  readonly type: string;
  readonly institution: string | null;
  readonly effectiveDate: string | null;
  readonly data: object;
  readonly loan: MeasuredLoan | null;
  readonly dimensions: Dimensions;
}

export const documentOf = (
  { type, institution, effectiveDate, data }: SequencedFact,
  surroundings: Pick<MeasuredDocument, 'loan' | 'dimensions'>,
): MeasuredDocument => ({ type, institution, effectiveDate, data, ...surroundings });

/** What stands at a JSON pointer; undefined where nothing does. */
export const pointerTo = (pointer: string): ((document: object) => unknown) => {
  const members = pointer.split('/').slice(1);
  return (document) => {
    let value: unknown = document;
    for (const member of members) {
      if (typeof value !== 'object' || value === null || !Object.hasOwn(value, member)) return undefined;
      value = (value as Record<string, unknown>)[member];
    }
    return value ?? undefined;
  };
};
