import { CopyOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Input } from 'antd';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Institution, IssuedKey, Role } from '#contract';
import { sendJson } from '../http/registry.client.js';
import { NotDone } from '../shell/listed.js';
import { institutionsPath, keysPath, usePages } from '../http/pages.client.js';
import { Select } from '../shell/select.js';

const roles: readonly Role[] = ['bank', 'supervisor', 'auditor', 'admin'];

interface Given {
  readonly role: Role;
  readonly institution: string | undefined;
  readonly label: string;
  readonly expiresOn: string;
}

const nothing: Given = { role: 'bank', institution: undefined, label: '', expiresOn: '' };

/** A key is valid to the end of a day in Shanghai. */
const bodyOf = ({ role, institution, label, expiresOn }: Given) => ({
  role,
  institution: role === 'bank' ? (institution ?? null) : null,
  label: label.trim(),
  expiresAt: expiresOn === '' ? null : `${expiresOn}T23:59:59.999+08:00`,
});

/** The secret stands in this page alone, until it is hidden or the page is left. */
export const NewKey = () => {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [given, setGiven] = useState(nothing);
  const making = useMutation({
    mutationFn: () => sendJson<IssuedKey>('POST', keysPath, bodyOf(given)),
    gcTime: 0,
    onSuccess: () => {
      setGiven(nothing);
      return client.invalidateQueries({ queryKey: ['list', keysPath] });
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    making.mutate();
  };
  return (
    <section className="task" aria-labelledby="new-key">
      <h2 id="new-key">{t('administration.newKey')}</h2>
      {making.data ? (
        <Made issued={making.data} hide={() => making.reset()} />
      ) : (
        <form onSubmit={submit}>
          <Fields given={given} set={setGiven} />
          <div className="actions">
            <Button
              type="primary"
              htmlType="submit"
              loading={making.isPending}
              disabled={given.role === 'bank' && given.institution === undefined}
            >
              {t('administration.make')}
            </Button>
          </div>
        </form>
      )}
      {making.error && <NotDone error={making.error} />}
    </section>
  );
};

const Fields = ({ given, set }: { readonly given: Given; readonly set: (given: Given) => void }) => {
  const { t, i18n } = useTranslation();
  const institutions = usePages<Institution>(institutionsPath);
  return (
    <div className="fields">
      <span className="field">
        <span>{t('administration.role')}</span>
        <Select
          aria-label={t('administration.role')}
          value={given.role}
          options={roles.map((value) => ({ value, label: t(`shell.role.${value}`) }))}
          onChange={(role) => set({ ...given, role })}
        />
      </span>
      {given.role === 'bank' && (
        <span className="field">
          <span>{t('administration.institution')}</span>
          <Select
            aria-label={t('administration.institution')}
            value={given.institution}
            showSearch
            loading={institutions.isPending}
            options={(institutions.items ?? []).map(({ code, name }) => ({
              value: code,
              label: `${code} · ${i18n.language === 'zh' ? name.zh : name.en}`,
            }))}
            onChange={(institution) => set({ ...given, institution })}
          />
        </span>
      )}
      <label>
        <span>
          {t('shell.withHint', { label: t('administration.label'), hint: t('administration.labelHint') })}
        </span>
        <Input
          required
          value={given.label}
          maxLength={200}
          onChange={({ target }) => set({ ...given, label: target.value })}
        />
      </label>
      <label>
        <span>
          {t('shell.withHint', {
            label: t('administration.expiresAt'),
            hint: t('administration.expiresAtHint'),
          })}
        </span>
        <Input
          type="date"
          value={given.expiresOn}
          onChange={({ target }) => set({ ...given, expiresOn: target.value })}
        />
      </label>
    </div>
  );
};

const Made = ({ issued, hide }: { readonly issued: IssuedKey; readonly hide: () => void }) => {
  const { t } = useTranslation();
  return (
    <Alert
      type="success"
      role="status"
      title={t('administration.made', { label: issued.label })}
      description={
        <>
          <Copied what={t('administration.key')} text={issued.key} />
          <Copied what={t('administration.line')} text={`Authorization: Bearer ${issued.key}`} />
          <Button onClick={hide}>{t('administration.close')}</Button>
        </>
      }
    />
  );
};

const Copied = ({ what, text }: { readonly what: string; readonly text: string }) => {
  const { t } = useTranslation();
  // Pages that did not come over TLS have no clipboard.
  const copying = useMutation({ mutationFn: async () => navigator.clipboard.writeText(text), gcTime: 0 });
  return (
    <div className="actions">
      <code className="exactly">{text}</code>
      <Button
        size="small"
        icon={<CopyOutlined aria-hidden />}
        aria-label={t('administration.copy', { what })}
        onClick={() => copying.mutate()}
      >
        {t('administration.copy', { what })}
      </Button>
      <span role="status">
        {copying.isSuccess && t('administration.copied')}
        {copying.isError && t('administration.notCopied')}
      </span>
    </div>
  );
};
