import { anomaliesProjection } from '#anomalies';
import { bailoutBookProjection } from '#bailout-book';
import { borrowerBookProjection } from '#borrower-book';
import { arbiter } from '#first-time-borrowers';
import { loanBookProjection } from '#loan-book';
import type { Projection } from '#projections';
import { registerBookProjection } from '#register-book';
import { reportingBookProjection } from '#reporting-book';
import { targetsProjection } from '#targets';

/** All that is followed. The arbiter's facts are recorded in the log that it is given. */
export const projectionsOver = (log: Parameters<typeof arbiter>[0]): readonly Projection[] => [
  registerBookProjection,
  loanBookProjection,
  bailoutBookProjection,
  borrowerBookProjection,
  reportingBookProjection,
  targetsProjection,
  anomaliesProjection,
  arbiter(log),
];
