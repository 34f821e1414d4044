import { arbiterName } from '#first-time-borrowers';

/** Settles first-time claims across banks; nothing is projected before it has passed and what it derived is projected too. */
export const arbiter = arbiterName;

/** Every follower that figures and books rest on. */
export const projections = [
  'register-book',
  'loan-book',
  'bailout-book',
  'borrower-book',
  'reporting-book',
  'targets',
  arbiter,
] as const;
