import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Checkbox, Input } from 'antd';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isNarrowed } from '../figures/cut.js';
import type { Claim, ClaimList } from '#contract';
import { InstitutionChoice } from '../breakdown/narrowing.js';
import { useNameOfKey } from '../breakdown/names-of-keys.js';
import { usePages } from '../http/pages.client.js';
import { addressOf, askRegistry } from '../http/registry.client.js';
import { useSession } from '../session/session.client.js';
import { BasisBar, Failed, Loading } from '../shell/states.js';
import { Listed } from '../shell/listed.js';
import { SentText, useTitle } from '../shell/text-parts.js';
import { StatusOf, useDrawnText, useReasonText } from './claim-words.js';
import { claimStatuses, type ClaimsView, claimsViewIn, undecidedIn } from './claims-view.js';
import { Select } from '../shell/select.js';
import '../shell/tasks.css';

/** Claims to first-time borrowers: what waits for a decision, and all of them with how they stand. */
export const ClaimsPage = () => {
  const { t } = useTranslation();
  const view = claimsViewIn(useSearch({ from: '/console/borrowers' }));
  const isOversight = useSession().role !== 'bank';
  useTitle(t('borrowers.title'));
  return (
    <>
      <h1>{t('borrowers.title')}</h1>
      <p className="quiet">{t(isOversight ? 'borrowers.lead' : 'borrowers.ownLead')}</p>
      {isOversight && <ToDecide />}
      <Claims view={view} />
      <Find />
    </>
  );
};

const ToDecide = () => {
  const { t } = useTranslation();
  const name = useNameOfKey();
  const { role } = useSession();
  const contested = useQuery({
    queryKey: ['claims', 'contested'],
    queryFn: () => askRegistry<ClaimList>('/v1/first-time-borrowers?contested=true&limit=1000'),
  });
  const waiting = undecidedIn(contested.data?.items ?? []);
  return (
    <section className="task" aria-labelledby="to-decide">
      <h2 id="to-decide">{t('borrowers.toDecide')}</h2>
      <p className="quiet">{t('borrowers.toDecideLead')}</p>
      {contested.isPending && <Loading />}
      {contested.isError && <Failed error={contested.error} again={() => void contested.refetch()} />}
      {contested.data && waiting.size === 0 && <p>{t('borrowers.nothingToDecide')}</p>}
      <ul className="sent-list">
        {[...waiting].map(([key, claims]) => (
          <li key={key}>
            <SentText text={key} /> ·{' '}
            <bdi>
              {t('borrowers.claimsOf', {
                count: claims.length,
                banks: claims.map(({ institution }) => name('institution', institution)).join(', '),
              })}
            </bdi>{' '}
            ·{' '}
            <Link to="/console/borrowers/$key" params={{ key }}>
              {t(role === 'supervisor' ? 'borrowers.decideIt' : 'borrowers.lookAtIt')}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
};

const Claims = ({ view }: { readonly view: ClaimsView }) => {
  const { t } = useTranslation();
  const name = useNameOfKey();
  const drawn = useDrawnText();
  const reason = useReasonText();
  const list = usePages<Claim>(addressOf('/v1/first-time-borrowers', { ...view, limit: '50' }));
  const columns = ['borrower', 'bank', 'loan', 'drawn', 'status', 'why'] as const;
  return (
    <section className="task" aria-labelledby="claims">
      <h2 id="claims">{t('borrowers.claims')}</h2>
      <NarrowedTo view={view} />
      {list.basis && <BasisBar basis={list.basis} />}
      <Listed
        title={t('borrowers.claims')}
        list={list}
        file="claims"
        empty={t(isNarrowed(view) ? 'borrowers.empty' : 'shell.nothingYet')}
        columns={columns.map((column) => t(`borrowers.${column}`))}
        keyOf={({ institution, loanId }) => `${institution} ${loanId}`}
        cells={(claim) => [
          <Link key="borrower" to="/console/borrowers/$key" params={{ key: claim.borrowerKey }}>
            <SentText text={claim.borrowerKey} />
          </Link>,
          <SentText key="bank" text={name('institution', claim.institution)} />,
          <Link
            key="loan"
            to="/console/loans/$institution/$loanId"
            params={{ institution: claim.institution, loanId: claim.loanId }}
          >
            <SentText text={claim.loanId} />
          </Link>,
          drawn(claim),
          <StatusOf key="status" claim={claim} />,
          reason(claim),
        ]}
      />
    </section>
  );
};

const NarrowedTo = ({ view }: { readonly view: ClaimsView }) => {
  const { t } = useTranslation();
  const { role } = useSession();
  const navigate = useNavigate({ from: '/console/borrowers' });
  const change = (given: Readonly<Record<string, string | undefined>>): void =>
    void navigate({ search: (now) => ({ ...now, ...given }), resetScroll: false });
  return (
    <div className="cut no-print">
      <span className="field">
        <span>{t('borrowers.status')}</span>
        <Select
          className="medium"
          aria-label={t('borrowers.status')}
          value={view.status ?? ''}
          options={[
            { value: '', label: t('borrowers.any') },
            ...claimStatuses.map((value) => ({ value, label: t(`borrowers.statuses.${value}`) })),
          ]}
          onChange={(chosen) => change({ status: chosen || undefined })}
        />
      </span>
      {role !== 'bank' && (
        <InstitutionChoice
          label={t('borrowers.bank')}
          any={t('borrowers.any')}
          value={view.institution}
          choose={(institution) => change({ institution })}
        />
      )}
      <Checkbox
        checked={view.contested === 'true'}
        onChange={({ target }) => change({ contested: target.checked ? 'true' : undefined })}
      >
        {t('borrowers.contestedOnly')}
      </Checkbox>
    </div>
  );
};

const Find = () => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [key, setKey] = useState('');
  const open = (event: FormEvent): void => {
    event.preventDefault();
    void navigate({ to: '/console/borrowers/$key', params: { key: key.trim() } });
  };
  return (
    <section className="task" aria-labelledby="find">
      <h2 id="find">{t('borrowers.find')}</h2>
      <form className="cut" onSubmit={open} aria-labelledby="find">
        <label>
          <span>{t('borrowers.key')}</span>
          <Input
            required
            value={key}
            maxLength={29}
            pattern="\s*([0-9A-Z]{18}|P1_[A-Z2-7]{26})\s*"
            title={t('borrowers.keyHint')}
            spellCheck={false}
            onChange={({ target }) => setKey(target.value)}
          />
        </label>
        <Button htmlType="submit">{t('borrowers.open')}</Button>
      </form>
    </section>
  );
};
