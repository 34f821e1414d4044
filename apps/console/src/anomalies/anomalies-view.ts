import type { AnomalySignal } from '#contract';
import { fitting, type Given, isCode, isDay } from '../figures/cut.js';

type ThresholdName = 'renewals' | 'months' | 'days' | 'banks' | 'workingDays' | 'principal' | 'share';

/** What a signal goes by unless something else is asked for, and the least and most that may be. */
interface Threshold {
  readonly name: ThresholdName;
  readonly usual: string;
  readonly least: string;
  readonly most: string;
}

const threshold = (name: ThresholdName, usual: string, least: string, most: string): Threshold => ({
  name,
  usual,
  least,
  most,
});

/** As the registry has them (5.5); a spec holds both against each other. */
export const thresholdsOf: Readonly<Record<AnomalySignal, readonly Threshold[]>> = {
  evergreening: [threshold('renewals', '3', '2', '999'), threshold('months', '36', '12', '600')],
  'loss-after-renewal': [threshold('days', '180', '0', '732')],
  'first-time-contested': [],
  'first-time-repaid-early': [threshold('days', '30', '0', '366')],
  'first-time-small': [threshold('principal', '10000.00', '0.00', '100000.00')],
  'bailout-from-many-banks': [threshold('banks', '3', '2', '20'), threshold('days', '90', '0', '366')],
  'month-end-spike': [threshold('workingDays', '3', '1', '10'), threshold('share', '0.35', '0', '1')],
  'round-trip': [threshold('share', '0.02', '0', '0.1')],
  'probable-duplicate': [],
  'report-id-reused': [],
  'many-refusals': [threshold('share', '0.02', '0', '1')],
  'late-reports': [threshold('share', '0.05', '0', '1')],
  'many-corrections': [threshold('share', '0.01', '0', '1')],
  silent: [threshold('workingDays', '3', '1', '250')],
};

export const signals = Object.keys(thresholdsOf) as readonly AnomalySignal[];

export type GivenThresholds = { readonly [Name in ThresholdName]?: string | undefined };

/** What is looked for, as its address says it. Thresholds are of the one signal. */
export interface AnomaliesView extends GivenThresholds {
  readonly signal?: AnomalySignal | undefined;
  readonly institution?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

const isAmount = (text: string): boolean => /^\d{1,6}(\.\d{1,4})?$/.test(text);

export const anomaliesViewIn = (search: Given): AnomaliesView => {
  const signal = signals.find((each) => each === search['signal']);
  const given = (signal === undefined ? [] : thresholdsOf[signal]).map(
    ({ name }) => [name, fitting(search[name], isAmount)] as const,
  );
  return {
    signal,
    institution: fitting(search['institution'], isCode),
    from: fitting(search['from'], isDay),
    to: fitting(search['to'], isDay),
    ...Object.fromEntries(given),
  };
};
