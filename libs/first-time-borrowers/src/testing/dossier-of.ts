import { type ContestDecision, type Dossier, type DossierLoan, emptyDossier, withLoan } from '../dossier.js';

/** The dossier of a borrower with these loans, whatever became of them on the way. */
export const dossierOf = (
  loans: readonly DossierLoan[],
  decisions: readonly ContestDecision[] = [],
): Dossier => ({
  ...loans.reduce((dossier, loan) => withLoan(dossier, undefined, loan), emptyDossier),
  decisions,
});
