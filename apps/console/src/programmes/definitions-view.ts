import { fitting, type Given, isCode, isDay } from '../figures/cut.js';

/** The definition of one measure, as its address says it; without a code a new one. */
export interface MeasureView {
  readonly code?: string | undefined;
}

export const measureViewIn = (search: Given): MeasureView => ({ code: fitting(search['code'], isCode) });

/** One programme, and what is done with it. */
export interface ProgrammeView {
  /** The target that is amended. */
  readonly target?: string | undefined;
  /** Whether a target is added, or the programme copied. */
  readonly add?: 'target' | 'copy' | undefined;
  /** How many years later the copy is. */
  readonly years?: string | undefined;
}

export const programmeViewIn = (search: Given): ProgrammeView => ({
  target: fitting(search['target'], isCode),
  add: (['target', 'copy'] as const).find((each) => each === search['add']),
  years: fitting(search['years'], (text) => /^[1-9]$/.test(text)),
});

/** What a preview goes over. */
export interface PreviewSpan {
  readonly interval: 'day' | 'week' | 'month';
  readonly from: string;
  readonly to: string;
}

/** Days that are not given are not asked for. */
export const previewParameters = ({ interval, from, to }: PreviewSpan) => ({
  interval,
  from: fitting(from, isDay),
  to: fitting(to, isDay),
  effectiveAsOf: fitting(to, isDay),
});
