import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Borrower, BorrowerAnswer, Disbursement } from '#contract';
import { useNameOfKey } from '../breakdown/names-of-keys.js';
import { Quantity } from '../figures/quantity-text.js';
import { askRegistry } from '../http/registry.client.js';
import { LoanRows } from '../loans/loan-rows.js';
import { useSession } from '../session/session.client.js';
import { BasisBar, Failed, Loading } from '../shell/states.js';
import { Rows } from '../shell/listed.js';
import { Pairs, SentText, useTitle } from '../shell/text-parts.js';
import { seenText } from '../shell/seen-text.js';
import { ClaimsStory } from './claims-story.js';
import { DecideContest } from './decide-contest.js';
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
    <Rows
      title={t('borrowers.disbursements')}
      items={disbursements}
      columns={[
        t('borrowers.effective'),
        t('borrowers.bank'),
        t('borrowers.programme'),
        ...amounts.map((amount) => ({ title: t(`borrowers.${amount}`), of: 'figures' as const })),
      ]}
      keyOf={({ institution, programme, disbursementId }) => `${institution} ${programme} ${disbursementId}`}
      cells={(each) => [
        each.effectiveDate,
        <SentText key="bank" text={name('institution', each.institution)} />,
        <SentText key="programme" text={each.programme} />,
        ...amounts.map((amount) => <Quantity key={amount} text={each[amount]} unit="CNY" />),
      ]}
    />
  );
};
