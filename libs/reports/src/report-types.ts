import type { z } from 'zod';
import { bailoutDisbursed, bailoutReturned } from './bailout-reports.js';
import { indicatorReported } from './indicator-reports.js';
import {
  firstTimeFlagged,
  loanCancelled,
  loanExtended,
  loanIssued,
  loanOpened,
  loanReclassified,
  loanRenewed,
  loanRepaid,
  loanWrittenOff,
} from './loan-reports.js';

/**
 * The one source of truth per report type: the schema gives the TypeScript type, the runtime check, the JSON Schema and the
 * OpenAPI part. `.v1` never changes its meaning: a new meaning is `.v2`, and `.v1` is read for ever.
 */
export const dataSchemas = {
  'loan.opened': loanOpened,
  'loan.issued': loanIssued,
  'loan.renewed': loanRenewed,
  'loan.extended': loanExtended,
  'loan.repaid': loanRepaid,
  'loan.reclassified': loanReclassified,
  'loan.written-off': loanWrittenOff,
  'loan.cancelled': loanCancelled,
  'borrower.first-time-flagged': firstTimeFlagged,
  'bailout.disbursed': bailoutDisbursed,
  'bailout.returned': bailoutReturned,
  'indicator.reported': indicatorReported,
} as const satisfies Record<string, z.ZodType>;

/** Types of the contract that answer 501 until they are built. */
const announced: ReadonlySet<string> = new Set(['event.corrected', 'event.reversed']);

export type ReportType = keyof typeof dataSchemas;

export const reportTypes = Object.keys(dataSchemas) as readonly ReportType[];

export const fullType = (type: ReportType): string => `xudai.${type}.v1`;

const fullTypePattern = /^xudai\.([a-z.-]{1,40})\.v1$/;

export const reportTypeOf = (fullName: unknown): ReportType | 'announced' | undefined => {
  const name = typeof fullName === 'string' ? fullTypePattern.exec(fullName)?.[1] : undefined;
  if (name === undefined) return undefined;
  if (Object.hasOwn(dataSchemas, name)) return name as ReportType;
  return announced.has(name) ? 'announced' : undefined;
};
