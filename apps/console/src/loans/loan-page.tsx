import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Leg, Loan, LoanAnswer } from '#contract';
import { ClaimSettled } from '../borrowers/claim-words.js';
import { useNameOfKey } from '../breakdown/names-of-keys.js';
import { Quantity } from '../figures/quantity-text.js';
import { askRegistry } from '../http/registry.client.js';
import { useSession } from '../session/session.client.js';
import { BasisBar, Failed, Loading } from '../shell/states.js';
import { Rows } from '../shell/listed.js';
import { SentText, useTitle } from '../shell/text-parts.js';
import { seenText } from '../shell/seen-text.js';
import { Timeline } from './timeline.js';

/** One loan: as it stands, its contracts, and each of its facts with the state after it. */
export const LoanPage = () => {
  const { t } = useTranslation();
  const { institution, loanId } = useParams({ from: '/console/loans/$institution/$loanId' });
  const address = `/v1/loans/${encodeURIComponent(institution)}/${encodeURIComponent(loanId)}`;
  const loan = useQuery({
    queryKey: ['loan', institution, loanId],
    queryFn: () => askRegistry<LoanAnswer>(address),
  });
  const title = t('loans.loan', { id: seenText(loanId) });
  useTitle(title);
  return (
    <>
      <p className="no-print">
        <Link to="/console/loans">{t('loans.back')}</Link>
      </p>
      <h1>
        <bdi>{title}</bdi>
      </h1>
      {loan.isPending && <Loading />}
      {loan.isError && <Failed error={loan.error} again={() => void loan.refetch()} />}
      {loan.data && (
        <>
          <BasisBar basis={loan.data.basis} />
          <AsItStands loan={loan.data} />
          <Contracts legs={loan.data.legs} />
          <Timeline address={address} loanId={loanId} />
        </>
      )}
    </>
  );
};

const AsItStands = ({ loan }: { readonly loan: Loan }) => {
  const { t } = useTranslation();
  const name = useNameOfKey();
  const { borrower } = loan;
  const rows = [
    ['bank', <bdi key="bank">{name('institution', loan.institution)}</bdi>],
    ['borrower', <BorrowerOf key="borrower" loan={loan} />],
    ['district', name('district', borrower.district)],
    ['industry', name('industry', borrower.industry)],
    ['size', name('size', borrower.size)],
    ['status', t(`loans.statuses.${loan.status}`)],
    ['outstanding', <Quantity key="outstanding" text={loan.outstanding} unit="CNY" />],
    ['maturity', loan.maturity],
    ['classification', t(`loans.classes.${loan.classification}`)],
    ['renewals', loan.renewals],
    ['chainStart', loan.chainStart],
    ['product', t(`loans.products.${loan.product}`)],
    ['guarantee', t(`loans.guarantees.${loan.guarantee}`)],
    ['tags', loan.tags.map((each) => t(`loans.tagNames.${each}`)).join(', ') || '—'],
    ['claim', loan.claim === null ? t('loans.noClaim') : <ClaimSettled key="claim" claim={loan.claim} />],
  ] as const;
  return (
    <dl className="pairs wide-pairs">
      {rows.map(([label, value]) => (
        <div key={label}>
          <dt>{t(`loans.${label}`)}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
};

/** Who oversees all sees a page of the borrower at all banks. */
const BorrowerOf = ({ loan: { borrower } }: { readonly loan: Loan }) => {
  const { role } = useSession();
  const text = <SentText text={borrower.name ?? borrower.id} />;
  if (role === 'bank') return text;
  return (
    <Link to="/console/borrowers/$key" params={{ key: borrower.id }}>
      {text}
    </Link>
  );
};

const Contracts = ({ legs }: { readonly legs: readonly Leg[] }) => {
  const { t } = useTranslation();
  return (
    <section aria-labelledby="legs">
      <h2 id="legs">{t('loans.legs')}</h2>
      <Rows
        title={t('loans.legs')}
        items={legs}
        columns={[
          t('loans.no'),
          t('loans.start'),
          t('loans.maturity'),
          { title: t('loans.amount'), of: 'figures' },
          { title: t('loans.rate'), of: 'figures' },
        ]}
        keyOf={({ no }) => no}
        cells={({ no, start, maturity, amount, rateBp }) => [
          no,
          start,
          maturity,
          <Quantity key="amount" text={amount} unit="CNY" />,
          rateBp === null ? '—' : `${(rateBp / 100).toFixed(2)} %`,
        ]}
      />
    </section>
  );
};
