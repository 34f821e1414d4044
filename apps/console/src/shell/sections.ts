import type { Role } from '#contract';

interface Section {
  readonly to:
    | '/console/progress'
    | '/console/breakdown'
    | '/console/facts'
    | '/console/loans'
    | '/console/borrowers'
    | '/console/programmes'
    | '/console/measures'
    | '/console/bailout'
    | '/console/calendars'
    | '/console/usccs'
    | '/console/institutions'
    | '/console/anomalies'
    | '/console/submissions'
    | '/console/replays'
    | '/console/log'
    | '/console/administration';
  /** Of the texts of the shell; absent: led to from other pages alone. */
  readonly text?:
    | 'progress'
    | 'breakdown'
    | 'loans'
    | 'borrowers'
    | 'anomalies'
    | 'institutions'
    | 'programmes'
    | 'bailout'
    | 'submissions'
    | 'replays'
    | 'log'
    | 'administration';
  readonly roles: readonly Role[];
  /** The one that leads there. */
  readonly under?: '/console/breakdown' | '/console/programmes';
}

/** Parts of the console, as the table of the interface (3.1) lets each role see what they ask for. */
const sections: readonly Section[] = [
  { to: '/console/progress', text: 'progress', roles: ['bank', 'supervisor', 'auditor', 'admin'] },
  { to: '/console/submissions', text: 'submissions', roles: ['bank'] },
  { to: '/console/breakdown', text: 'breakdown', roles: ['bank', 'supervisor', 'auditor'] },
  { to: '/console/facts', under: '/console/breakdown', roles: ['bank', 'supervisor', 'auditor'] },
  { to: '/console/loans', text: 'loans', roles: ['bank', 'supervisor', 'auditor'] },
  { to: '/console/borrowers', text: 'borrowers', roles: ['bank', 'supervisor', 'auditor'] },
  { to: '/console/anomalies', text: 'anomalies', roles: ['supervisor', 'auditor'] },
  { to: '/console/programmes', text: 'programmes', roles: ['supervisor', 'auditor'] },
  { to: '/console/measures', under: '/console/programmes', roles: ['supervisor', 'auditor'] },
  { to: '/console/bailout', text: 'bailout', roles: ['bank', 'supervisor', 'auditor'] },
  {
    to: '/console/calendars',
    under: '/console/programmes',
    roles: ['bank', 'supervisor', 'auditor', 'admin'],
  },
  { to: '/console/usccs', under: '/console/programmes', roles: ['bank', 'supervisor', 'auditor', 'admin'] },
  { to: '/console/institutions', text: 'institutions', roles: ['supervisor'] },
  { to: '/console/replays', text: 'replays', roles: ['auditor'] },
  { to: '/console/log', text: 'log', roles: ['auditor'] },
  { to: '/console/administration', text: 'administration', roles: ['admin'] },
];

/** Undefined: all that there are. */
export const sectionsFor = (role: Role | undefined): readonly Section[] =>
  sections.filter(({ roles }) => role === undefined || roles.includes(role));
