import type {
  BailoutProgrammeCode,
  CalendarCode,
  InstitutionCode,
  LoanId,
  MeasureCode,
  ProgrammeCode,
} from '#identifiers';

// Names of streams. They are the storage format: add, never rename. A prefix (XUDAI_STREAM_PREFIX) is the engine's business and no part of them.

/** What each part names; codes and ids without a type of their own are plain text. */
interface PartTypes {
  readonly institution: InstitutionCode;
  readonly loanId: LoanId;
  readonly measureCode: MeasureCode;
  readonly programmeCode: ProgrammeCode;
  readonly bailoutProgramme: BailoutProgrammeCode;
  readonly calendarCode: CalendarCode;
}

type TypeOfPart<Part> = Part extends keyof PartTypes ? PartTypes[Part] : string;
type Texts<Parts extends readonly string[]> = { readonly [At in keyof Parts]: TypeOfPart<Parts[At]> };
type Read<Parts extends readonly string[]> = { readonly [Part in Parts[number]]: TypeOfPart<Part> };

/** One kind of stream: how its name is made of its parts, and how they are read out of it. */
export interface StreamNaming<Parts extends readonly string[] = readonly string[]> {
  /** What the names of all streams of this kind begin with. */
  readonly prefix: string;
  readonly name: (...parts: Texts<Parts>) => string;
  /** Undefined for the name of another kind of stream. */
  readonly read: (stream: string) => Read<Parts> | undefined;
}

/** A name is the kind and its parts with a hyphen between. Only the last part may have hyphens of its own. */
const naming = <const Parts extends readonly string[]>(kind: string, parts: Parts): StreamNaming<Parts> => ({
  prefix: `${kind}-`,
  name: (...texts) => `${kind}-${texts.join('-')}`,
  read: (stream) => {
    if (streamKind(stream) !== kind) return undefined;
    const pieces = stream.slice(kind.length + 1).split('-');
    const last = parts.length - 1;
    const texts = [...pieces.slice(0, last), pieces.slice(last).join('-')];
    if (texts.length < parts.length || texts.includes('')) return undefined;
    const read = parts.map((part, at) => [part, texts[at]]);
    return Object.fromEntries(read) as Read<Parts>;
  },
});

export const streams = {
  loan: naming('loan', ['institution', 'loanId']),
  borrower: naming('borrower', ['borrowerKey']),
  indicator: naming('indicator', ['institution', 'code']),
  bailout: naming('bailout', ['institution', 'bailoutProgramme']),
  'bailout-programme': naming('bailout-programme', ['bailoutProgramme']),
  programme: naming('programme', ['programmeCode']),
  measure: naming('measure', ['measureCode']),
  calendar: naming('calendar', ['calendarCode']),
  institution: naming('institution', ['code']),
  /** By the code itself: whether it is lawful does not depend on who reports it. */
  uscc: naming('uscc', ['code']),
  key: naming('key', ['keyId']),
  submission: naming('submission', ['institution', 'id']),
  /** What was done to a projection by who operates the registry. */
  operations: naming('operations', ['projection']),
  /** Where the targets of a programme were expected to end. */
  forecast: naming('forecast', ['programmeCode']),
} as const;

export type StreamKind = keyof typeof streams;

const kinds: ReadonlyMap<string, StreamKind> = new Map(
  (Object.keys(streams) as readonly StreamKind[]).map((kind) => [kind, kind]),
);

/** Of which kind a stream is. Institution codes begin with a capital letter, so that `bailout-programme-…` is of one kind alone. */
export const streamKind = (stream: string): StreamKind | undefined => {
  if (stream.startsWith('bailout-programme-')) return 'bailout-programme';
  const kind = stream.slice(0, Math.max(stream.indexOf('-'), 0));
  return kinds.get(kind);
};

export const loanStream = (institution: InstitutionCode, loanId: LoanId): string =>
  streams.loan.name(institution, loanId);
export const borrowerStream = (borrowerKey: string): string => streams.borrower.name(borrowerKey);
export const indicatorStream = (institution: InstitutionCode, code: string): string =>
  streams.indicator.name(institution, code);
export const bailoutStream = (institution: InstitutionCode, programme: BailoutProgrammeCode): string =>
  streams.bailout.name(institution, programme);
export const bailoutProgrammeStream = (code: BailoutProgrammeCode): string =>
  streams['bailout-programme'].name(code);
export const programmeStream = (code: ProgrammeCode): string => streams.programme.name(code);
export const measureStream = (code: MeasureCode): string => streams.measure.name(code);
export const calendarStream = (code: CalendarCode): string => streams.calendar.name(code);
export const institutionStream = (code: string): string => streams.institution.name(code);
export const usccStream = (code: string): string => streams.uscc.name(code);
export const keyStream = (keyId: string): string => streams.key.name(keyId);
export const submissionStream = (institution: InstitutionCode, id: string): string =>
  streams.submission.name(institution, id);
export const operationsStream = (projection: string): string => streams.operations.name(projection);

export const forecastStream = (programme: ProgrammeCode): string => streams.forecast.name(programme);

const namedWithin = new RegExp(`(${Object.keys(streams).join('|')})-`, 'i');

/** Whether a stream of the registry is called so. */
export const isStreamName = (name: string): boolean => streamKind(name) !== undefined;

/** Whether what follows a prefix might be taken for a stream of the registry whose own prefix ends within it. */
export const looksLikeStreamName = (prefix: string): boolean => namedWithin.test(prefix);
