import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Loan } from '#contract';
import { useNameOfKey } from '../breakdown/names-of-keys.js';
import { Quantity } from '../figures/quantity-text.js';
import { SentText } from '../shell/sent-text.js';

/** Loans as a table, each with a link to its page. */
export const LoanRows = ({ loans }: { readonly loans: readonly Loan[] }) => {
  const { t } = useTranslation();
  const name = useNameOfKey();
  return (
    <div className="scrolled tall" tabIndex={0} role="region" aria-label={t('loans.title')}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('loans.id')}</th>
            <th scope="col">{t('loans.bank')}</th>
            <th scope="col">{t('loans.borrower')}</th>
            <th scope="col">{t('loans.district')}</th>
            <th scope="col" className="number">
              {t('loans.outstanding')}
            </th>
            <th scope="col">{t('loans.maturity')}</th>
            <th scope="col">{t('loans.status')}</th>
            <th scope="col" className="number">
              {t('loans.renewals')}
            </th>
          </tr>
        </thead>
        <tbody>
          {loans.map(({ institution, loanId, borrower, outstanding, maturity, status, renewals }) => (
            <tr key={`${institution} ${loanId}`}>
              <th scope="row">
                <Link to="/console/loans/$institution/$loanId" params={{ institution, loanId }}>
                  <SentText text={loanId} />
                </Link>
              </th>
              <td>
                <bdi>{name('institution', institution)}</bdi>
              </td>
              <td>
                <SentText text={borrower.name ?? borrower.id} />
              </td>
              <td>{name('district', borrower.district)}</td>
              <td>
                <Quantity text={outstanding} unit="CNY" />
              </td>
              <td>{maturity}</td>
              <td>{t(`loans.statuses.${status}`)}</td>
              <td className="number">{renewals}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};
