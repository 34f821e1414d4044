import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Borrower, BorrowerAnswer, Disbursement } from '#contract';
import { useNameOfKey } from '../breakdown/names-of-keys.js';
import { Quantity } from '../figures/quantity-text.js';
import { askRegistry } from '../http/registry.client.js';
import { LoanRows } from '../loans/loan-rows.js';
import { useSession } from '../session/session.client.js';
import { BasisBar } from '../shell/basis-bar.js';
import { Pairs } from '../shell/pairs.js';
import { seenText, SentText } from '../shell/sent-text.js';
import { Failed, Loading } from '../shell/states.js';
import { ClaimsStory } from './claims-story.js';
import { DecideContest } from './decide-contest.js';
import { useTitle } from '../shell/title.js';
import '../shell/tasks.css';

/** A borrower at all banks: who it is, how its claims were settled, its loans and what it was paid. */
export const BorrowerPage = () => {
  const { t } = useTranslation();
  const { key } = useParams({ from: '/console/borrowers/$key' });
  const { role } = useSession();
  const borrower = useQuery({
    queryKey: ['borrower', key],
    queryFn: () => askRegistry<BorrowerAnswer>(`/v1/borrowers/${encodeURIComponent(key)}`),
  });
  const title = t('borrowers.pageTitle', { key: seenText(key) });
  useTitle(title);
  return (
    <>
      <p className="no-print">
        <Link to="/console/borrowers">{t('borrowers.back')}</Link>
      </p>
      <h1>
        <bdi>{title}</bdi>
      </h1>
      {borrower.isPending && <Loading />}
      {borrower.isError && <Failed error={borrower.error} again={() => void borrower.refetch()} />}
      {borrower.data && (
        <>
          <BasisBar basis={borrower.data.basis} />
          <Described borrower={borrower.data} />
          <ClaimsStory borrower={borrower.data} />
          {role === 'supervisor' && <DecideContest borrower={borrower.data} />}
          <Loans borrower={borrower.data} />
          <Disbursements borrower={borrower.data} />
        </>
      )}
    </>
  );
};

interface Shown {
  readonly borrower: Borrower;
}

const Described = ({ borrower }: Shown) => {
  const { t } = useTranslation();
  const name = useNameOfKey();
  const rows = [
    [t('borrowers.name'), borrower.name === null ? '—' : <SentText key="name" text={borrower.name} />],
    [t('borrowers.kind'), t(`borrowers.kinds.${borrower.kind}`)],
    [t('borrowers.size'), name('size', borrower.size)],
    [t('borrowers.district'), name('district', borrower.district)],
    [t('borrowers.industry'), name('industry', borrower.industry)],
  ] as const;
  return <Pairs rows={rows} />;
};

const Loans = ({ borrower: { loans, more } }: Shown) => {
  const { t } = useTranslation();
  return (
    <section className="task">
      <h2>{t('borrowers.loans')}</h2>
      {loans.length === 0 ? <p className="quiet">{t('borrowers.noLoans')}</p> : <LoanRows loans={loans} />}
      {more.loans && <p className="quiet">{t('borrowers.moreThanShown')}</p>}
    </section>
  );
};

const Disbursements = ({ borrower: { disbursements, more } }: Shown) => {
  const { t } = useTranslation();
  return (
    <section className="task" aria-labelledby="disbursements">
      <h2 id="disbursements">{t('borrowers.disbursements')}</h2>
      {disbursements.length === 0 ? (
        <p className="quiet">{t('borrowers.noDisbursements')}</p>
      ) : (
        <DisbursementRows disbursements={disbursements} />
      )}
      {more.disbursements && <p className="quiet">{t('borrowers.moreThanShown')}</p>}
    </section>
  );
};

const DisbursementRows = ({ disbursements }: { readonly disbursements: readonly Disbursement[] }) => {
  const { t } = useTranslation();
  const name = useNameOfKey();
  const amounts = ['amount', 'returned', 'net'] as const;
  return (
    <div className="scrolled" tabIndex={0} role="group" aria-label={t('borrowers.disbursements')}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('borrowers.effective')}</th>
            <th scope="col">{t('borrowers.bank')}</th>
            <th scope="col">{t('borrowers.programme')}</th>
            {amounts.map((amount) => (
              <th key={amount} scope="col" className="number">
                {t(`borrowers.${amount}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {disbursements.map((each) => (
            <tr key={`${each.institution} ${each.programme} ${each.disbursementId}`}>
              <th scope="row">{each.effectiveDate}</th>
              <td>
                <SentText text={name('institution', each.institution)} />
              </td>
              <td>
                <SentText text={each.programme} />
              </td>
              {amounts.map((amount) => (
                <td key={amount}>
                  <Quantity text={each[amount]} unit="CNY" />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};
