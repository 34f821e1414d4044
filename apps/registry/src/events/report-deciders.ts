import { bailoutDeciders } from '#bailout';
import { indicatorDeciders } from '#indicators';
import type { ReportDeciders } from '#intake';
import { loanDeciders } from '#loans';

/** What is decided on each report; the compiler asks for a line in a capability when a type is added. */
export const reportDeciders: ReportDeciders = { ...loanDeciders, ...bailoutDeciders, ...indicatorDeciders };
