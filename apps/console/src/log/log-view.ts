import type { FactType } from '#facts';
import { fitting, type Given, isCode, isSeq } from '../figures/cut.js';
import { factTypes } from '../figures/fact-names.js';

/** The page of the log as its address says it. */
export interface LogView {
  readonly institution?: string | undefined;
  readonly fact?: FactType | undefined;
  readonly stream?: string | undefined;
  /** The first fact of the page, and the last one that counts at all. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** The fact that is looked at. */
  readonly at?: string | undefined;
}

const isStream = (text: string): boolean => /^[A-Za-z0-9_.:-]{1,200}$/.test(text);

export const logViewIn = (search: Given): LogView => ({
  institution: fitting(search['institution'], isCode),
  fact: factTypes.find((each) => each === search['fact']),
  stream: fitting(search['stream'], isStream),
  from: fitting(search['from'], isSeq),
  to: fitting(search['to'], isSeq),
  at: fitting(search['at'], isSeq),
});

/** As the registry's parameters. */
export const factsAsked = ({ institution, fact, stream, from, to }: LogView) => ({
  institution,
  type: fact,
  stream,
  from,
  to,
});
