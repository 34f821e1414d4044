import type { StoredFact } from '#facts';
import type {
  BailoutProgrammeCode,
  CalendarCode,
  InstitutionCode,
  LoanId,
  MeasureCode,
  ProgrammeCode,
  TargetCode,
} from '#identifiers';

type BusinessDate = NonNullable<StoredFact['effectiveDate']>;
type Id =
  | BailoutProgrammeCode
  | CalendarCode
  | InstitutionCode
  | LoanId
  | MeasureCode
  | ProgrammeCode
  | TargetCode;

/** A value as a spec writes it down: days and ids are plain text there, and may be none at all where that is what is tried. */
export type AsWritten<Value> = Value extends BusinessDate | Id
  ? string
  : Value extends readonly (infer Element)[]
    ? readonly AsWritten<Element>[]
    : Value extends object
      ? { readonly [Member in keyof Value]: AsWritten<Value[Member]> }
      : Value;

export const asWritten = <Value>(value: NoInfer<AsWritten<Value>>): Value => value as Value;
