import { useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BailoutProgramme } from '#contract';
import { useDefining } from '../programmes/definitions.client.js';
import { faultsAt, TextField } from '../shell/fields.js';
import { TaskForm } from '../shell/task-form.js';
import { bailoutProgrammesPath, moneyOf } from './bailout-view.js';

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
