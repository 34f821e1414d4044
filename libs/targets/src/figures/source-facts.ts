import type { SequencedFact } from '#facts';
import { isFigured } from './figure-subject.js';

/** Measures are made of these too, though no figure is computed from them yet; that they came is remembered. */
const notYetFigured: ReadonlySet<string> = new Set([
  'FirstTimeRecognised',
  'FirstTimeSuperseded',
  'FirstTimeDenied',
  'FirstTimeRevoked',
  'IndicatorReported',
]);

const ofLoanOrDisbursement = /^(loan|bailout(?!-programme))-/;

/**
 * Whether a measure may be made of it. What is not known about a loan or a disbursement might change its figures: the
 * projection stops there rather than answer wrongly.
 */
export const isSource = ({ type, stream }: SequencedFact): boolean => {
  if (isFigured(type) || notYetFigured.has(type)) return true;
  if (ofLoanOrDisbursement.test(stream)) throw new Error(`A fact of type ${type} is not known in ${stream}.`);
  return false;
};
