import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Loan } from '#contract';
import { useNameOfKey } from '../breakdown/names-of-keys.js';
import { Quantity } from '../figures/quantity-text.js';
import { Rows } from '../shell/listed.js';
import { SentText } from '../shell/text-parts.js';

/** Loans as a table, each with a link to its page. */
export const LoanRows = ({ loans }: { readonly loans: readonly Loan[] }) => {
  const { t } = useTranslation();
  const name = useNameOfKey();
  return (
    <Rows
      title={t('loans.title')}
      items={loans}
      columns={[
        t('loans.id'),
        t('loans.bank'),
        t('loans.borrower'),
        t('loans.district'),
        { title: t('loans.outstanding'), of: 'figures' },
        t('loans.maturity'),
        t('loans.status'),
        { title: t('loans.renewals'), of: 'figures' },
      ]}
      keyOf={({ institution, loanId }) => `${institution} ${loanId}`}
      cells={({ institution, loanId, borrower, outstanding, maturity, status, renewals }) => [
        <Link key="loan" to="/console/loans/$institution/$loanId" params={{ institution, loanId }}>
          <SentText text={loanId} />
        </Link>,
        <bdi key="institution">{name('institution', institution)}</bdi>,
        <SentText key="borrower" text={borrower.name ?? borrower.id} />,
        name('district', borrower.district),
        <Quantity key="outstanding" text={outstanding} unit="CNY" />,
        maturity,
        t(`loans.statuses.${status}`),
        renewals,
      ]}
    />
  );
};
