import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChangedInstitution, Institution } from '#contract';
import { institutionsPath, usePages } from '../http/pages.client.js';
import { putDefinition, sendJson } from '../http/registry.client.js';
import { InstitutionList } from '../institutions/institutions-page.js';
import { ChoiceField, TextField, TaskForm } from '../shell/forms.js';

export const InstitutionsPart = () => {
  const { t } = useTranslation();
  const { amend } = useSearch({ from: '/console/administration' });
  const list = usePages<Institution>(institutionsPath);
  const amended = list.items?.find(({ code }) => code === amend);
  return (
    <>
      <section className="task" aria-labelledby="institutions">
        <h2 id="institutions">{t('administration.institutions')}</h2>
        <p className="quiet">{t('administration.suspendedBySupervisor')}</p>
        <InstitutionList
          list={list}
          action={{
            title: t('institutions.amend'),
            cell: ({ code }) => (
              <Link
                key="amend"
                to="/console/administration"
                search={(now) => ({ ...now, amend: code })}
                aria-label={t('institutions.amendOf', { code })}
              >
                {t('institutions.amend')}
              </Link>
            ),
          }}
        />
      </section>
      {amended ? <Amend key={amended.code} institution={amended} /> : <Register />}
    </>
  );
};

const kinds = ['BANK', 'INSURER', 'GUARANTOR', 'AUTHORITY'] as const;

interface Given {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
  readonly kind: Institution['kind'];
  readonly lei: string;
  readonly cnaps: string;
  readonly reportingFrom: string;
}

const nothing: Given = { code: '', zh: '', en: '', kind: 'BANK', lei: '', cnaps: '', reportingFrom: '' };

const bodyOf = ({ code, zh, en, kind, lei, cnaps, reportingFrom }: Given) => ({
  code: code.trim(),
  name: { zh: zh.trim(), en: en.trim() },
  kind,
  lei: lei.trim() || null,
  cnaps: cnaps.trim() || null,
  reportingFrom: reportingFrom || null,
});

const Register = () => {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [given, setGiven] = useState(nothing);
  const registering = useMutation({
    mutationFn: () => sendJson<ChangedInstitution>('POST', institutionsPath, bodyOf(given)),
    onSuccess: () => {
      setGiven(nothing);
      return client.invalidateQueries();
    },
  });
  return (
    <TaskForm
      id="register"
      title={t('administration.register')}
      action={t('administration.register')}
      act={() => registering.mutate()}
      isPending={registering.isPending}
      done={registering.data && t('administration.registered', { code: registering.data.code })}
      error={registering.error}
    >
      <Fields given={given} set={setGiven} isNew />
    </TaskForm>
  );
};

const Amend = ({ institution }: { readonly institution: Institution }) => {
  const { t } = useTranslation();
  const client = useQueryClient();
  const navigate = useNavigate({ from: '/console/administration' });
  const { code, name, kind, lei, cnaps, reportingFrom } = institution;
  const [given, setGiven] = useState<Given>({
    code,
    ...name,
    kind,
    lei: lei ?? '',
    cnaps: cnaps ?? '',
    reportingFrom,
  });
  const amending = useMutation({
    mutationFn: () =>
      putDefinition<ChangedInstitution>(`${institutionsPath}/${encodeURIComponent(code)}`, bodyOf(given)),
    onSuccess: () => client.invalidateQueries(),
  });
  return (
    <TaskForm
      id="amend"
      title={t('institutions.amendTitle', { code })}
      lead={<p className="quiet">{t('institutions.whole')}</p>}
      action={t('institutions.save')}
      act={() => amending.mutate()}
      isPending={amending.isPending}
      others={
        <Button onClick={() => void navigate({ search: (now) => ({ ...now, amend: undefined }) })}>
          {t('institutions.leave')}
        </Button>
      }
      done={
        amending.data &&
        t(amending.data.isRecorded ? 'institutions.amended' : 'institutions.unchanged', { code })
      }
      error={amending.error}
    >
      <Fields given={given} set={setGiven} isNew={false} />
    </TaskForm>
  );
};

interface Filled {
  readonly given: Given;
  readonly set: (given: Given) => void;
  readonly isNew: boolean;
}

const Fields = ({ given, set, isNew }: Filled) => {
  const { t } = useTranslation();
  const field = (name: Exclude<keyof Given, 'kind'>, label: string, more: object = {}) => (
    <TextField
      key={name}
      label={label}
      value={given[name]}
      set={(value) => set({ ...given, [name]: value })}
      {...more}
    />
  );
  return (
    <div className="fields">
      {field('code', t('administration.code'), {
        required: true,
        disabled: !isNew,
        placeholder: 'C1010211000012',
      })}
      {field('zh', t('administration.nameZh'), { required: true, lang: 'zh' })}
      {field('en', t('administration.nameEn'), { required: true, lang: 'en' })}
      <ChoiceField
        label={t('administration.kind')}
        value={given.kind}
        options={kinds.map((value) => ({ value, label: t(`administration.kinds.${value}`) }))}
        set={(kind) => set({ ...given, kind })}
      />
      {field('lei', t('administration.lei'))}
      {field('cnaps', t('administration.cnaps'))}
      {field(
        'reportingFrom',
        t('shell.withHint', {
          label: t('administration.reportingFrom'),
          hint: t('administration.reportingFromHint'),
        }),
        { type: 'date' },
      )}
    </div>
  );
};
