import { useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { BailoutProgramme, ChangedAllocation } from '#contract';
import { useDefining } from '../programmes/definitions.client.js';
import { faultsAt, TextField, ChoiceField, TaskForm } from '../shell/forms.js';
import { bailoutProgrammesPath, moneyOf, allocationsPath } from './bailout-view.js';
import { InstitutionChoice } from '../breakdown/narrowing.js';
import { useNameOfKey } from '../breakdown/names-of-keys.js';
import { useQuantityText } from '../figures/quantity-text.js';
import { sendJson } from '../http/registry.client.js';

const nothing = { code: '', zh: '', en: '', from: '', to: '', cap: '' };
type Given = typeof nothing;

const givenOf = ({ code, name, from, to, cap }: BailoutProgramme): Given => ({
  code,
  ...name,
  from,
  to,
  cap: cap ?? '',
});

/** A bailout programme is defined, or amended as a whole. */
export const ReliefForm = ({ amended }: { readonly amended: BailoutProgramme | undefined }) => {
  const { t } = useTranslation();
  const navigate = useNavigate({ from: '/console/bailout' });
  const [given, setGiven] = useState(amended ? givenOf(amended) : nothing);
  const defining = useDefining();
  const save = (): void => {
    const { code, zh, en, from, to, cap } = given;
    const body = { name: { zh: zh.trim(), en: en.trim() }, from, to, cap: moneyOf(cap) || null };
    defining.mutate({ address: `${bailoutProgrammesPath}/${encodeURIComponent(code)}`, body });
  };
  const field = (name: keyof Given, label: string, pointer: string, more: object = {}) => (
    <TextField
      label={label}
      value={given[name]}
      set={(value) => setGiven({ ...given, [name]: value })}
      faults={faultsAt(defining.error, pointer)}
      {...more}
    />
  );
  const title = amended ? t('bailout.amendOf', { code: amended.code }) : t('bailout.define');
  const { data, variables } = defining;
  const code = decodeURIComponent(variables?.address.split('/').at(-1) ?? '');
  return (
    <TaskForm
      id="relief"
      title={<bdi>{title}</bdi>}
      action={t('bailout.save')}
      act={save}
      isPending={defining.isPending}
      others={
        amended && (
          <Button onClick={() => void navigate({ search: (now) => ({ ...now, amend: undefined }) })}>
            {t('bailout.leave')}
          </Button>
        )
      }
      done={data && <bdi>{t(data.isRecorded ? 'bailout.saved' : 'bailout.stood', { code })}</bdi>}
      error={defining.error}
    >
      <div className="fields">
        {field('code', t('bailout.code'), '/code', {
          required: true,
          disabled: amended !== undefined,
          pattern: '[A-Za-z0-9][A-Za-z0-9_.:\\-]{0,63}',
          maxLength: 64,
        })}
        {field('zh', t('bailout.nameZh'), '/name/zh', { required: true, lang: 'zh' })}
        {field('en', t('bailout.nameEn'), '/name/en', { required: true, lang: 'en' })}
        {field('from', t('bailout.from'), '/from', { required: true, type: 'date' })}
        {field('to', t('bailout.to'), '/to', { required: true, type: 'date' })}
        {field('cap', t('shell.withHint', { label: t('bailout.cap'), hint: t('bailout.capHint') }), '/cap', {
          inputMode: 'decimal',
        })}
      </div>
    </TaskForm>
  );
};

/** Of one grant: sent again after a break it is granted once. */
const newKey = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

interface Grant {
  readonly programme: string;
  readonly institution: string;
  readonly amount: string;
}

/** The key is that of what is written in the form, for as long as that is not granted. */
const useGranting = (done: () => void) => {
  const client = useQueryClient();
  const [key, setKey] = useState(newKey);
  return {
    renew: () => setKey(newKey()),
    granting: useMutation({
      mutationFn: (body: Grant) =>
        sendJson<ChangedAllocation>('POST', allocationsPath, body, { 'idempotency-key': key }),
      onSuccess: () => {
        setKey(newKey());
        done();
        return client.invalidateQueries();
      },
    }),
  };
};

/** Adds to what an institution may disburse under a programme with a cap. */
export const GrantSection = ({ programmes }: { readonly programmes: readonly BailoutProgramme[] }) => {
  const { t } = useTranslation();
  const name = useNameOfKey();
  const text = useQuantityText();
  const [programme, setProgramme] = useState<string>();
  const [institution, setInstitution] = useState<string>();
  const [amount, setAmount] = useState('');
  const { granting, renew } = useGranting(() => setAmount(''));
  const changed =
    <Value,>(set: (value: Value) => void) =>
    (value: Value): void => {
      renew();
      set(value);
    };
  const grant = (): void => {
    if (programme !== undefined && institution !== undefined)
      granting.mutate({ programme, institution, amount: moneyOf(amount) });
  };
  const { data } = granting;
  return (
    <TaskForm
      id="grant"
      title={t('bailout.grant')}
      lead={<p className="quiet">{t('bailout.grantLead')}</p>}
      action={t('bailout.doGrant')}
      act={grant}
      isPending={granting.isPending}
      isLacking={programme === undefined || institution === undefined}
      done={
        data && (
          <bdi>
            {t('bailout.grantedNow', {
              name: name('institution', data.institution),
              granted: text(data.granted, 'CNY'),
            })}
          </bdi>
        )
      }
      error={granting.error}
    >
      <div className="fields">
        <ChoiceField
          label={t('bailout.programme')}
          value={programme}
          options={programmes.map(({ code }) => ({ value: code, label: code }))}
          set={changed(setProgramme)}
        />
        <InstitutionChoice
          label={t('bailout.institution')}
          value={institution}
          choose={changed(setInstitution)}
        />
        <TextField
          label={t('bailout.amount')}
          value={amount}
          set={changed(setAmount)}
          faults={faultsAt(granting.error, '/amount')}
          required
          inputMode="decimal"
        />
      </div>
    </TaskForm>
  );
};
