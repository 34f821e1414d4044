import { bailoutDeciders } from '#bailout';
import { indicatorDeciders } from '#indicators';
import type { ReportDeciders } from '#intake';
import { loanDeciders } from '#loans';

/** The decider of every report type. The compiler finds a type that has none. */
export const reportDeciders: ReportDeciders = { ...loanDeciders, ...bailoutDeciders, ...indicatorDeciders };
