import type { Ledger } from '#recording';
import type { Report } from '#reports';
import { acceptedUsccRequest } from '#usccs';
import { usccInDoubt } from './identification.js';

/**
 * Whether a fact makes the report's USCC lawful. Asked only of a code in doubt; what was accepted is never withdrawn, so that once
 * known it is not asked for again.
 */
export const isUsccAccepted = async ({ folds }: Pick<Ledger, 'folds'>, report: Report): Promise<boolean> => {
  const code = usccInDoubt(report);
  if (code === undefined) return false;
  const { state } = await folds.one(acceptedUsccRequest(code), { asKept: true });
  return state.status === 'ACCEPTED';
};
