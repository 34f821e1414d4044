import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Select } from 'antd';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SentText } from '../shell/sent-text.js';
import type { ChangedInstitution, Institution } from '#contract';
import { sendJson } from '../http/registry.client.js';
import { useInstantText } from '../figures/fact-names.js';
import { Listed, NotDone } from '../shell/listed.js';
import { institutionsPath, usePages } from '../http/pages.client.js';

export const InstitutionsPart = () => {
  const { t, i18n } = useTranslation();
  const at = useInstantText();
  const list = usePages<Institution>(institutionsPath);
  const standing = ({ suspended }: Institution): string =>
    suspended
      ? t('administration.suspended', { at: at(suspended.since), reason: suspended.reason })
      : t('administration.active');
  return (
    <>
      <section className="task" aria-labelledby="institutions">
        <h2 id="institutions">{t('administration.institutions')}</h2>
        <p className="quiet">{t('administration.suspendedBySupervisor')}</p>
        <Listed
          title={t('administration.institutions')}
          list={list}
          empty={t('administration.noInstitutions')}
          columns={(['code', 'name', 'kind', 'reportingFrom', 'standing'] as const).map((column) =>
            t(`administration.${column}`),
          )}
          keyOf={({ code }) => code}
          cells={(each) => [
            each.code,
            <SentText key="name" text={i18n.language === 'zh' ? each.name.zh : each.name.en} />,
            t(`administration.kinds.${each.kind}`),
            each.reportingFrom,
            <span key="standing" className={each.suspended ? 'fault' : undefined}>
              <SentText text={standing(each)} />
            </span>,
          ]}
        />
      </section>
      <Register />
    </>
  );
};

const kinds = ['BANK', 'INSURER', 'GUARANTOR', 'AUTHORITY'] as const;
const nothing = { code: '', zh: '', en: '', lei: '', cnaps: '', reportingFrom: '' };
type Given = typeof nothing;

const bodyOf = ({ code, zh, en, lei, cnaps, reportingFrom }: Given, kind: Institution['kind']) => ({
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
  const [kind, setKind] = useState<Institution['kind']>('BANK');
  const registering = useMutation({
    mutationFn: () => sendJson<ChangedInstitution>('POST', institutionsPath, bodyOf(given, kind)),
    onSuccess: () => {
      setGiven(nothing);
      return client.invalidateQueries({ queryKey: ['list', institutionsPath] });
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    registering.mutate();
  };
  const field = (name: keyof Given, label: string, more: object = {}) => (
    <label key={name}>
      <span>{label}</span>
      <Input
        value={given[name]}
        maxLength={200}
        spellCheck={false}
        onChange={({ target }) => setGiven({ ...given, [name]: target.value })}
        {...more}
      />
    </label>
  );
  return (
    <section className="task" aria-labelledby="register">
      <h2 id="register">{t('administration.register')}</h2>
      <form onSubmit={submit}>
        <div className="fields">
          {field('code', t('administration.code'), { required: true, placeholder: 'C1010211000012' })}
          {field('zh', t('administration.nameZh'), { required: true, lang: 'zh' })}
          {field('en', t('administration.nameEn'), { required: true, lang: 'en' })}
          <span className="field">
            <span>{t('administration.kind')}</span>
            <Select
              aria-label={t('administration.kind')}
              value={kind}
              options={kinds.map((value) => ({ value, label: t(`administration.kinds.${value}`) }))}
              onChange={setKind}
            />
          </span>
          {field('lei', t('administration.lei'))}
          {field('cnaps', t('administration.cnaps'))}
          {field(
            'reportingFrom',
            `${t('administration.reportingFrom')} (${t('administration.reportingFromHint')})`,
            { type: 'date' },
          )}
        </div>
        <div className="actions">
          <Button type="primary" htmlType="submit" loading={registering.isPending}>
            {t('administration.register')}
          </Button>
          <span role="status">
            {registering.data && t('administration.registered', { code: registering.data.code })}
          </span>
        </div>
      </form>
      {registering.error && <NotDone error={registering.error} />}
    </section>
  );
};
