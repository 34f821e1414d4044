import { useTranslation } from 'react-i18next';
import type { Loan } from '#contract';
import { Quantity } from '../figures/quantity-text.js';

/** A loan as it stood after a fact, in a line. */
export const StateAfter = ({ state, label }: { readonly state: Loan; readonly label?: string }) => {
  const { t } = useTranslation();
  return (
    <p>
      {label ?? t('loans.after')}: <Quantity text={state.outstanding} unit="CNY" /> ·{' '}
      {t(`loans.statuses.${state.status}`)} · {t('loans.maturity')} {state.maturity} ·{' '}
      {t(`loans.classes.${state.classification}`)}
    </p>
  );
};
