import { type ReactNode, type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button } from 'antd';
import type { Institution, ChangedInstitution } from '#contract';
import { useInstantText } from '../figures/fact-names.js';
import { usePages, institutionsPath } from '../http/pages.client.js';
import { useName } from '../progress/target-card.js';
import { Listed, NotDone } from '../shell/listed.js';
import { SentText, useTitle } from '../shell/text-parts.js';
import { InstitutionChoice } from '../breakdown/narrowing.js';
import { useInstitutions, useNameOfKey } from '../breakdown/names-of-keys.js';
import { askRegistry, sendJson } from '../http/registry.client.js';
import { TextField } from '../shell/forms.js';

interface Shown {
  readonly list: ReturnType<typeof usePages<Institution>>;
  /** What may be done with one, in a column of its own. */
  readonly action: { readonly title: string; readonly cell: (institution: Institution) => ReactNode };
}

/** Who is registered, and who may send. */
export const InstitutionList = ({ list, action }: Shown) => {
  const { t } = useTranslation();
  const at = useInstantText();
  const name = useName();
  const standing = ({ suspended }: Institution): string =>
    suspended
      ? t('administration.suspended', { at: at(suspended.since), reason: suspended.reason })
      : t('administration.active');
  const columns = ['code', 'name', 'kind', 'reportingFrom', 'standing'] as const;
  return (
    <Listed
      title={t('administration.institutions')}
      list={list}
      file="institutions"
      empty={t('administration.noInstitutions')}
      columns={[...columns.map((column) => t(`administration.${column}`)), action.title]}
      keyOf={({ code }) => code}
      cells={(each) => [
        each.code,
        <SentText key="name" text={name(each.name)} />,
        t(`administration.kinds.${each.kind}`),
        each.reportingFrom,
        <span key="standing" className={each.suspended ? 'fault' : undefined}>
          <SentText text={standing(each)} />
        </span>,
        action.cell(each),
      ]}
    />
  );
};

import '../shell/tasks.css';

const suspensionOf = (code: string): string => `${institutionsPath}/${encodeURIComponent(code)}/suspension`;

/** A supervisor suspends an institution and lifts that; both are facts. */
export const InstitutionsPage = () => {
  const { t } = useTranslation();
  useTitle(t('institutions.title'));
  return (
    <>
      <h1>{t('institutions.title')}</h1>
      <p className="quiet">{t('institutions.lead')}</p>
      <Suspend />
      <InstitutionState />
    </>
  );
};

const useChanging = <Given, Answer>(change: (given: Given) => Promise<Answer>) => {
  const client = useQueryClient();
  return useMutation({ mutationFn: change, onSuccess: () => client.invalidateQueries() });
};

const Suspend = () => {
  const { t } = useTranslation();
  const name = useNameOfKey();
  const navigate = useNavigate({ from: '/console/institutions' });
  const { institution } = useSearch({ from: '/console/institutions' });
  const [reason, setReason] = useState('');
  const [isAsked, setAsked] = useState(false);
  const suspending = useChanging((code: string) =>
    sendJson<ChangedInstitution>('POST', suspensionOf(code), { reason: reason.trim() }),
  );
  const ask = (event: FormEvent): void => {
    event.preventDefault();
    setAsked(institution !== undefined);
  };
  const suspend = (): void => {
    setAsked(false);
    if (institution !== undefined) suspending.mutate(institution, { onSuccess: () => setReason('') });
  };
  // Lifted since, it is said no more.
  const isSuspended = useInstitutions().some(
    ({ code, suspended }) => code === suspending.data?.code && suspended !== null,
  );
  const called = institution === undefined ? '' : name('institution', institution);
  return (
    <section className="task" aria-labelledby="suspend">
      <h2 id="suspend">{t('institutions.suspend')}</h2>
      <form onSubmit={ask}>
        <div className="fields">
          <InstitutionChoice
            label={t('institutions.institution')}
            value={institution}
            choose={(chosen) => {
              setAsked(false);
              void navigate({ search: (now) => ({ ...now, institution: chosen }), replace: true });
            }}
          />
          <TextField
            label={t('shell.withHint', {
              label: t('institutions.reason'),
              hint: t('institutions.reasonHint'),
            })}
            value={reason}
            set={setReason}
            required
            maxLength={500}
          />
        </div>
        <div className="actions">
          {isAsked ? (
            <>
              <span role="alert">
                <bdi>{t('institutions.sure', { name: called })}</bdi>
              </span>
              <Button danger onClick={suspend}>
                {t('institutions.yes')}
              </Button>
              <Button onClick={() => setAsked(false)}>{t('institutions.no')}</Button>
            </>
          ) : (
            <Button
              htmlType="submit"
              disabled={institution === undefined || reason.trim() === ''}
              loading={suspending.isPending}
            >
              {t('institutions.doSuspend')}
            </Button>
          )}
          <span role="status">
            {isSuspended && suspending.data && (
              <bdi>{t('institutions.suspendedNow', { name: name('institution', suspending.data.code) })}</bdi>
            )}
          </span>
        </div>
      </form>
      {suspending.error && <NotDone error={suspending.error} />}
    </section>
  );
};

const InstitutionState = () => {
  const { t } = useTranslation();
  const name = useNameOfKey();
  const list = usePages<Institution>(institutionsPath);
  const lifting = useChanging((code: string) =>
    askRegistry<undefined>(suspensionOf(code), { method: 'DELETE' }),
  );
  return (
    <section className="task" aria-labelledby="institutions">
      <h2 id="institutions">{t('institutions.list')}</h2>
      {lifting.error && <NotDone error={lifting.error} />}
      <InstitutionList
        list={list}
        action={{
          title: t('institutions.action'),
          cell: ({ code, suspended }) =>
            suspended && (
              <Button
                key="lift"
                size="small"
                aria-label={t('institutions.liftOf', { name: name('institution', code) })}
                loading={lifting.isPending && lifting.variables === code}
                onClick={() => lifting.mutate(code)}
              >
                {t('institutions.lift')}
              </Button>
            ),
        }}
      />
    </section>
  );
};
