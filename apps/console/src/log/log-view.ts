import type { FactType } from '#facts';
import { cutParameters, fitting, type Given, isCode, isDay, isSeq } from '../figures/cut.js';
import { factTypes } from '../figures/fact-names.js';

/** The page of the log as its address says it. */
export interface LogView {
  /** Of the facts that moved this target: then nothing else narrows them. */
  readonly programme?: string | undefined;
  readonly target?: string | undefined;
  readonly institution?: string | undefined;
  readonly fact?: FactType | undefined;
  readonly stream?: string | undefined;
  /** The first fact of the page. */
  readonly from?: string | undefined;
  /** The last fact that counts at all, or a day of which the last fact is meant. */
  readonly to?: string | undefined;
  /** The fact that is looked at. */
  readonly at?: string | undefined;
  readonly figures?: 'exact' | undefined;
}

const isStream = (text: string): boolean => /^[A-Za-z0-9_.:-]{1,200}$/.test(text);

/** What the facts are: of a target, or of an institution, a type and a stream. */
const subjectIn = (search: Given): LogView => {
  const programme = fitting(search['programme'], isCode);
  const target = fitting(search['target'], isCode);
  if (programme !== undefined && target !== undefined) return { programme, target };
  return {
    institution: fitting(search['institution'], isCode),
    fact: factTypes.find((each) => each === search['fact']),
    stream: fitting(search['stream'], isStream),
  };
};

export const logViewIn = (search: Given): LogView => ({
  ...subjectIn(search),
  from: fitting(search['from'], isSeq),
  to: fitting(search['to'], isSeq, isDay),
  at: fitting(search['at'], isSeq),
  figures: search['figures'] === 'exact' ? 'exact' : undefined,
});

/** A stretch of the log, both ends included. */
export interface Stretch {
  readonly from: number;
  /** Absent: as far as the view goes. */
  readonly to?: number;
}

/** As parameters of the registry; of a day, which it does not take here, nothing is said. */
export const factsAsked = ({ institution, fact, stream, to: last }: LogView, { from, to }: Stretch) => ({
  institution,
  type: fact,
  stream,
  from: String(from),
  to: to === undefined ? fitting(last, isSeq) : String(to),
});

/** When the last fact of the view is recorded at the latest; a day that is not over ends nothing. */
export const lastMsOf = ({ to }: LogView, nowMs: number = Date.now()): number => {
  const { knownAt } = cutParameters({ known: fitting(to, isDay) }, nowMs);
  return knownAt === undefined ? Infinity : Date.parse(knownAt);
};

/** The same of the facts that moved a target; those after a fact are asked for, and the very first fact of a log moves none. */
export const movesAsked = ({ programme, target, to: last }: LogView, { from, to }: Stretch) => ({
  programme,
  target,
  from: String(Math.max(1, from - 1)),
  knownAt: to === undefined ? cutParameters({ known: last }).knownAt : String(to),
});
